import assert from "node:assert/strict";
import { type ChildProcess, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { build } from "esbuild";
import { callBundle, type Run } from "../../testing/bundle-process";
import { startMotoServer } from "../../testing/moto-server";
import { startS3Server, type S3Server } from "../../testing/s3-server";
import { startSecretsManagerServer, type SecretsManagerServer } from "../../testing/secrets-manager-server";
import { EmbeddedRegistry } from "../../testing/registry/embedded-registry";
import { layoutOf, tarOf, TestImage } from "../../tests/registry-client/images";
import {
  authority,
  certificate,
  clientOf,
  isInstalled,
  registryKinds,
  USER,
} from "../../tests/registry-client/registries";
import type { PublishImageAnswer } from "./event";

const ROOT = resolve(__dirname, "../..");
const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:push-AbCdEf";
const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "example", AWS_REGION: "eu-west-1" };
const CLIENT = {
  region: "eu-west-1",
  credentials: { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
};

describe("the publishing function", function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;
  let secrets: SecretsManagerServer;
  let s3: S3Server;
  let registry: EmbeddedRegistry;
  /** The process of the latest call. */
  let running: ChildProcess | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "publish-image-"));
    bundle = join(folder, "index.js");
    writeFileSync(join(folder, "authority.pem"), authority.certificate);
    const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
    await build(lambdaBundle(ROOT, "publish-image", bundle));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    secrets = await startSecretsManagerServer();
    secrets.answer = { secretString: JSON.stringify(USER) };
    s3 = await startS3Server();
    registry = await EmbeddedRegistry.start({ certificate, basic: USER });
  });
  afterEach(async () => {
    await Promise.all([secrets.close(), s3.close(), registry.stop()]);
  });

  /** Calls the bundle as Lambda does, and finds no secret in what it says. */
  async function invoke(
    event: unknown,
    environment: Record<string, string> = {},
    milliseconds = 60_000,
    file = bundle,
  ): Promise<Run<PublishImageAnswer>> {
    const run = await callBundle<PublishImageAnswer>({
      file,
      event,
      environment: {
        ...KEYS,
        NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
        AWS_ENDPOINT_URL_S3: s3.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
        REGISTRY: registry.host,
        SECRET_ARN: ARN,
        USERNAME_KEY: "username",
        PASSWORD_KEY: "password",
        ...environment,
      },
      milliseconds,
      onStart: (child) => {
        running = child;
      },
    });
    const encoded = Buffer.from(`${USER.username}:${USER.password}`).toString("base64");
    for (const secret of [USER.password, encoded]) {
      assert.ok(
        !run.log.includes(secret) && !JSON.stringify(run).includes(secret),
        "a secret has been written",
      );
    }
    return run;
  }

  const store = (image: TestImage): { source: unknown; repository: string; tag: string } => {
    const { versionId } = s3.put("archives", "fraud.tar", tarOf(layoutOf([image])));
    return {
      source: { archive: { bucket: "archives", key: "fraud.tar", versionId } },
      repository: "ml/fraud",
      tag: "1",
    };
  };

  it("copies an image out of S3 into the registry, with the secret's credentials, and tells of each blob", async () => {
    const image = new TestImage();
    const { answer, log } = await invoke({ ...store(image), mediaTypes: "Preserve" });
    const size = [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0);
    assert.deepEqual(answer, {
      digest: image.content.digest,
      mediaType: image.content.mediaType,
      size,
      blobs: { uploaded: 4, present: 0 },
      uploadedBytes: size,
    });
    assert.deepEqual(registry.manifestsOf("ml/fraud"), [image.content.digest, "1"]);
    const told = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(new Set(told.map(({ blob }) => blob)), new Set(image.blobs.keys()));
    assert.deepEqual(
      told.map(({ outcome, copied, total }) => [outcome, copied, total]),
      [1, 2, 3, 4].map((copied) => ["uploaded", copied, 4]),
    );
    assert.deepEqual(
      secrets.calls.map(({ body }) => body),
      [{ SecretId: ARN }],
    );
    assert.ok(s3.calls.every(({ versionId, authorization }) => versionId === "version-1" && authorization));
  });

  it("sends the manifest last, and asks only for what is there when it is called again", async () => {
    const event = store(new TestImage());
    const first = await invoke(event);
    const last = registry.requests.at(-1);
    assert.deepEqual([last?.method, last?.path], ["PUT", "/v2/ml/fraud/manifests/1"]);
    registry.requests.length = 0;
    const again = await invoke(event);
    assert.equal(again.answer?.digest, first.answer?.digest);
    assert.deepEqual(again.answer?.blobs, { uploaded: 0, present: 4 });
    const methods = registry.requests
      .filter(({ authorization }) => authorization)
      .map(({ method }) => method);
    assert.deepEqual(methods.sort(), ["HEAD", "HEAD", "HEAD", "HEAD", "PUT"]);
  });

  it("holds no layer in memory", async () => {
    const publishing = async (layerSize: number): Promise<Run<PublishImageAnswer>> =>
      invoke({
        ...store(new TestImage({ layers: 3, layerSize, form: "docker", compression: "none" })),
        mediaTypes: "Preserve",
      });
    const small = await publishing(1_000);
    const large = await publishing(60_000_000);
    assert.equal(large.answer?.blobs.uploaded, 4);
    assert.ok(
      large.peakMemory - small.peakMemory < 100,
      `${large.peakMemory} MB, from ${small.peakMemory} MB`,
    );
  });

  it("stops before Lambda does, and goes on when it is called again", async () => {
    const image = new TestImage({ layers: 6, layerSize: 200_000 });
    const event = store(image);
    s3.fault = (response, { range }) => {
      const [, first, last] = /=(\d+)-(\d+)/.exec(range ?? "") ?? [];
      const length = Number(last) + 1 - Number(first);
      // The last layers: windows in which headers are read are smaller.
      if (first === undefined || Number(first) < 700_000 || length < 100_000) return false;
      response.writeHead(206, { "content-length": length }).flushHeaders();
      return true;
    };
    const startedAt = Date.now();
    const { failure } = await invoke(event, {}, 7_000);
    assert.ok(Date.now() - startedAt < 7_000);
    assert.equal(failure?.name, "PublishError");
    const [, copied] =
      /^Out of time after 2 s: (\d) of 7 blobs copied to [^ ]+; run `pulumi up` again/.exec(
        failure.message,
      ) ?? [];
    assert.ok(Number(copied) > 0 && Number(copied) < 7, failure.message);
    assert.deepEqual(registry.manifestsOf("ml/fraud"), []);
    s3.fault = undefined;
    const { answer } = await invoke(event);
    assert.deepEqual(answer?.blobs, { uploaded: 7 - Number(copied), present: Number(copied) });
  });

  it("is killed in mid-copy without harm", async () => {
    const image = new TestImage({ layers: 4, layerSize: 500_000 });
    const event = { ...store(image), mediaTypes: "Preserve" };
    let uploads = 0;
    registry.intercept = ({ method }) => {
      // Some blobs are there, and some are under way.
      if (method === "PUT" && ++uploads === 3) running?.kill("SIGKILL");
      return false;
    };
    await assert.rejects(invoke(event));
    assert.equal(running?.signalCode, "SIGKILL");
    assert.deepEqual(registry.manifestsOf("ml/fraud"), []);
    registry.intercept = undefined;
    const { answer } = await invoke(event);
    assert.equal(answer?.digest, image.content.digest);
    assert.deepEqual(registry.manifestsOf("ml/fraud"), [image.content.digest, "1"]);
  });

  it("fails with a sentence alone, which Lambda hands on without a stack", async () => {
    const { failure } = await invoke({ repository: "ml/fraud" });
    assert.deepEqual(failure, {
      name: "PublishError",
      message:
        "The event of the publishing function is not valid: source must be an object with archive, layout; " +
        "source.archive must be an object with bucket, key, versionId, etag, image; " +
        "source.archive needs versionId or etag, so that what is published does not change under way; " +
        "source.archive.bucket is missing; source.archive.key is missing.",
      stack: "",
    });
  });

  it("reports a secret that cannot be used without quoting it", async () => {
    const event = store(new TestImage());
    secrets.answer = { secretString: JSON.stringify({ user: "a", password: USER.password }) };
    assert.equal((await invoke(event)).failure?.message, `The secret ${ARN} has no key "username".`);
    secrets.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
    const startedAt = Date.now();
    assert.match(
      (await invoke(event, {}, 8_000)).failure?.message ?? "",
      /for 127\.0\.0\.1:\d+ failed: AccessDeniedException: not authorized to perform that\. Check that the secret exists/,
    );
    // A permission can be on its way: a quarter of the time is spent on waiting for it.
    assert.ok(Date.now() - startedAt > 700 && secrets.calls.length > 2, `${secrets.calls.length} calls`);
    assert.deepEqual(registry.requests, []);
  });

  it("reports an archive that is gone", async () => {
    const event = store(new TestImage());
    const gone = {
      ...event,
      source: { archive: { bucket: "archives", key: "fraud.tar", versionId: "gone" } },
    };
    const { failure } = await invoke(gone);
    assert.match(failure?.message ?? "", /^The archive s3:\/\/archives\/fraud\.tar is not there any more/);
  });

  it("trusts no authority but those that Node ships", async () => {
    const { failure } = await invoke(store(new TestImage()), { NODE_EXTRA_CA_CERTS: "" });
    assert.match(failure?.message ?? "", /SageMaker, too, wants a certificate of a public authority/);
    assert.ok(registry.requests.every(({ authorization }) => authorization === undefined));
  });

  for (const name of ["REGISTRY", "SECRET_ARN", "USERNAME_KEY", "PASSWORD_KEY"]) {
    it(`does not start without ${name}`, async () => {
      const started = invoke({}, { [name]: "" });
      await assert.rejects(started, new RegExp(`The environment variable ${name} is not set`));
    });
  }

  it("runs as `npm run build` bundles it, in at most 1 MB", async function () {
    const built = join(ROOT, "dist/lambda/publish-image/index.js");
    if (!existsSync(built)) {
      console.log("      dist/ is not built: the bundle made by this test was run instead");
      this.skip();
    }
    assert.ok(statSync(built).size <= 1_000_000);
    const event = store(new TestImage());
    assert.ok((await invoke(event, {}, 60_000, built)).answer);
  });

  it("works against moto's S3 and Secrets Manager", async function () {
    const moto = await startMotoServer();
    if (moto === undefined) this.skip();
    try {
      const image = new TestImage();
      const { versionId, arn } = await prepare(moto.url, tarOf(layoutOf([image])));
      const archive = { bucket: "archives", key: "project/stack/fraud.tar", versionId };
      const environment = {
        AWS_ENDPOINT_URL_S3: moto.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url,
        SECRET_ARN: arn,
      };
      const event = { source: { archive }, repository: "ml/fraud", mediaTypes: "Preserve" };
      const { answer, failure } = await invoke(event, environment);
      assert.equal(failure, undefined);
      assert.equal(answer?.digest, image.content.digest);
      const gone = { ...event, source: { archive: { ...archive, key: "other.tar" } } };
      const missing = await invoke(gone, environment);
      assert.match(missing.failure?.message ?? "", /is not there any more|does not let the function read/);
    } finally {
      await moto.close();
    }
  });

  it("puts images into real registries that crane and skopeo read", async function () {
    const kinds = registryKinds.filter(({ name }) => name !== "embedded registry");
    if (kinds.length === 0) this.skip();
    for (const kind of kinds) {
      const real = await kind.start({ authentication: "basic" });
      const client = clientOf(real.host, { credentials: USER });
      try {
        const { answer } = await invoke(store(new TestImage()), { REGISTRY: real.host });
        assert.ok(answer, kind.name);
        const { digest } = await client.manifest("ml/fraud", "1");
        assert.equal(digest, answer.digest);
        const reference = `${real.host}/ml/fraud@${digest}`;
        const environment = {
          PATH: process.env.PATH,
          SSL_CERT_FILE: join(folder, "authority.pem"),
          HOME: folder,
        };
        if (isInstalled("skopeo")) {
          const credentials = `--creds=${USER.username}:${USER.password}`;
          const arguments_ = ["inspect", "--config", credentials, `docker://${reference}`];
          const configuration = execFileSync("skopeo", arguments_, { env: environment }).toString();
          assert.equal((JSON.parse(configuration) as { architecture: string }).architecture, "amd64");
        }
        if (isInstalled("crane")) {
          const login = ["auth", "login", real.host, "-u", USER.username, "-p", USER.password];
          execFileSync("crane", login, { env: environment, stdio: "pipe" });
          execFileSync("crane", ["validate", "--remote", reference], { env: environment, stdio: "pipe" });
        }
      } finally {
        client.close();
        await real.stop();
      }
    }
  });
});

/** Puts an archive and the credentials where the function finds them. */
async function prepare(endpoint: string, archive: Buffer): Promise<{ versionId: string; arn: string }> {
  const s3 = new S3Client({ ...CLIENT, endpoint });
  const secretsManager = new SecretsManagerClient({ ...CLIENT, endpoint });
  const bucket = { Bucket: "archives" };
  await s3.send(
    new CreateBucketCommand({ ...bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  const key = { ...bucket, Key: "project/stack/fraud.tar" };
  const { VersionId: versionId = "" } = await s3.send(new PutObjectCommand({ ...key, Body: archive }));
  await s3.send(new PutObjectCommand({ ...key, Body: "a later version" }));
  const secret = new CreateSecretCommand({ Name: "push", SecretString: JSON.stringify(USER) });
  const { ARN: arn = "" } = await secretsManager.send(secret);
  s3.destroy();
  secretsManager.destroy();
  return { versionId, arn };
}
