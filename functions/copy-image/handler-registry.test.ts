import { PutObjectCommand } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { startMotoServer } from "../../tests/support/moto-server";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { type AwsServices, startAwsServices } from "../../tests/support/aws-services";
import { craneAt } from "../../tests/support/crane";
import {
  type Call,
  deployedBundle,
  LambdaBundles,
  linesOf,
  type Run,
} from "../../tests/support/lambda-bundles";
import { createBucket, createSecret } from "../../tests/support/moto-account";
import { layoutOf, tarOf, TestImage } from "../../tests/registry-client/images";
import {
  certificate,
  clientOf,
  installedRegistries,
  isInstalled,
  USER,
} from "../../tests/registry-client/registries";
import type { CopyImageEvent, CopyImageResult } from "../contract";

const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:push-AbCdEf";

describe("the copy-image function, to a registry", function () {
  this.timeout(60_000);
  let bundles: LambdaBundles;
  let aws: AwsServices;
  let registry: EmbeddedRegistry;

  before(async () => {
    bundles = await LambdaBundles.build(["copy-image"], [USER]);
  });
  after(() => {
    bundles.remove();
  });
  beforeEach(async () => {
    aws = await startAwsServices();
    registry = await EmbeddedRegistry.start({ certificate, basic: USER });
  });
  afterEach(async () => {
    await Promise.all([aws.close(), registry.stop()]);
  });

  const publish = (event: unknown, { environment, ...call }: Call = {}): Promise<Run<CopyImageResult>> =>
    bundles.call("copy-image", event, {
      ...call,
      environment: {
        ...aws.environment,
        DESTINATION: "registry",
        REGISTRY: registry.host,
        SECRET_ARN: ARN,
        USERNAME_KEY: "username",
        PASSWORD_KEY: "password",
        ...environment,
      },
    });

  const store = (image: TestImage): CopyImageEvent => {
    const { versionId } = aws.s3.put("archives", "fraud.tar", tarOf(layoutOf([image])));
    return {
      source: { archive: { bucket: "archives", key: "fraud.tar", versionId } },
      destination: { registry: { repository: "ml/fraud", tag: "1" } },
      mediaTypes: "DockerSchema2",
    };
  };

  it("copies an image from S3, with the secret's credentials, and logs each blob", async () => {
    const image = new TestImage();
    const { answer, log } = await publish({ ...store(image), mediaTypes: "Preserve" });
    const size = [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0);
    assert.deepEqual(answer, {
      digest: image.content.digest,
      mediaType: image.content.mediaType,
      size,
      blobs: { uploaded: 4, present: 0 },
      uploadedBytes: size,
    });
    assert.deepEqual(registry.manifestsOf("ml/fraud"), [image.content.digest, "1"]);
    const logged = linesOf(log);
    assert.deepEqual(new Set(logged.map(({ blob }) => blob)), new Set(image.blobs.keys()));
    assert.deepEqual(
      logged.map(({ outcome, copied, total }) => [outcome, copied, total]),
      [1, 2, 3, 4].map((copied) => ["uploaded", copied, 4]),
    );
    assert.deepEqual(
      aws.secrets.calls.map(({ body }) => body),
      [{ SecretId: ARN }],
    );
    assert.ok(
      aws.s3.calls.every(({ versionId, authorization }) => versionId === "version-1" && authorization),
    );
  });

  it("sends the manifest last, and asks only for what is there when it is called again", async () => {
    const event = store(new TestImage());
    const first = await publish(event);
    const last = registry.requests.at(-1);
    assert.deepEqual([last?.method, last?.path], ["PUT", "/v2/ml/fraud/manifests/1"]);
    registry.requests.length = 0;
    const again = await publish(event);
    assert.equal(again.answer?.digest, first.answer?.digest);
    assert.deepEqual(again.answer?.blobs, { uploaded: 0, present: 4 });
    const methods = registry.requests
      .filter(({ authorization }) => authorization)
      .map(({ method }) => method);
    assert.deepEqual(methods.sort(), ["HEAD", "HEAD", "HEAD", "HEAD", "PUT"]);
  });

  it("holds no layer in memory", async () => {
    const publishing = async (layerSize: number): Promise<Run<CopyImageResult>> =>
      publish({
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

  it("stops before Lambda's timeout, and continues with the next call", async () => {
    const image = new TestImage({ layers: 6, layerSize: 200_000 });
    const event = store(image);
    aws.s3.fault = (response, { range }) => {
      const [, first, last] = /=(\d+)-(\d+)/.exec(range ?? "") ?? [];
      const length = Number(last) + 1 - Number(first);
      // The last layers: windows in which headers are read are smaller.
      if (first === undefined || Number(first) < 700_000 || length < 100_000) return false;
      response.writeHead(206, { "content-length": length }).flushHeaders();
      return true;
    };
    const { failure, elapsed } = await publish(event, { milliseconds: 12_000 });
    assert.ok(elapsed < 12_000, `${elapsed} ms`);
    assert.equal(failure?.name, "CopyError");
    const [, copied] =
      /^Out of time after \d+ s: (\d) of 7 blobs of [^ ]+ copied to [^ ]+; run `pulumi up` again/.exec(
        failure.message,
      ) ?? [];
    assert.ok(Number(copied) > 0 && Number(copied) < 7, failure.message);
    assert.deepEqual(registry.manifestsOf("ml/fraud"), []);
    aws.s3.fault = undefined;
    const { answer } = await publish(event);
    assert.deepEqual(answer?.blobs, { uploaded: 7 - Number(copied), present: Number(copied) });
  });

  it("is killed in mid-copy without harm", async () => {
    const image = new TestImage({ layers: 4, layerSize: 500_000 });
    const event = { ...store(image), mediaTypes: "Preserve" };
    let uploads = 0;
    registry.intercept = ({ method }) => {
      // Some blobs are there, and some are under way.
      if (method === "PUT" && ++uploads === 3) bundles.latest?.kill("SIGKILL");
      return false;
    };
    await assert.rejects(publish(event));
    assert.equal(bundles.latest?.signalCode, "SIGKILL");
    assert.deepEqual(registry.manifestsOf("ml/fraud"), []);
    registry.intercept = undefined;
    const { answer } = await publish(event);
    assert.equal(answer?.digest, image.content.digest);
    assert.deepEqual(registry.manifestsOf("ml/fraud"), [image.content.digest, "1"]);
  });

  it("fails with a sentence alone, which Lambda hands on without a stack", async () => {
    const { failure } = await publish({ destination: { registry: { repository: "ml/fraud" } } });
    assert.deepEqual(failure, {
      name: "InvalidEventError",
      message: "The event of the copy-image function is invalid: source is missing.",
      stack: "",
    });
  });

  it("reports a secret that cannot be used without quoting it", async () => {
    const event = store(new TestImage());
    aws.secrets.answer = { secretString: JSON.stringify({ user: "a", password: USER.password }) };
    assert.equal((await publish(event)).failure?.message, `The secret ${ARN} has no key "username".`);
    aws.secrets.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
    const startedAt = Date.now();
    assert.match(
      (await publish(event, { milliseconds: 11_000 })).failure?.message ?? "",
      /for 127\.0\.0\.1:\d+ failed: AccessDeniedException: not authorized to perform that\. Check that the secret exists/,
    );
    // A permission can be on its way: a quarter of the time is spent on waiting for it.
    assert.ok(
      Date.now() - startedAt > 700 && aws.secrets.calls.length > 1,
      `${aws.secrets.calls.length} calls`,
    );
    assert.deepEqual(registry.requests, []);
  });

  it("reports an archive that is gone", async () => {
    const event = store(new TestImage());
    const gone = {
      ...event,
      source: { archive: { bucket: "archives", key: "fraud.tar", versionId: "gone" } },
    };
    const { failure } = await publish(gone);
    assert.match(failure?.message ?? "", /^The archive s3:\/\/archives\/fraud\.tar no longer exists/);
  });

  it("trusts the certificate authorities of Node only", async () => {
    const { failure } = await publish(store(new TestImage()), { environment: { NODE_EXTRA_CA_CERTS: "" } });
    assert.match(failure?.message ?? "", /SageMaker also requires a certificate of a public authority/);
    assert.ok(registry.requests.every(({ authorization }) => authorization === undefined));
  });

  for (const name of ["DESTINATION", "REGISTRY", "SECRET_ARN", "USERNAME_KEY", "PASSWORD_KEY"]) {
    it(`does not start without ${name}`, async () => {
      const started = publish({}, { environment: { [name]: "" } });
      await assert.rejects(started, new RegExp(`The environment variable ${name} is not set`));
    });
  }

  it("runs as `npm run build` bundles it, in at most 1 MB", async function () {
    const file = deployedBundle("copy-image") ?? this.skip();
    assert.ok(statSync(file).size <= 1_000_000);
    assert.ok((await publish(store(new TestImage()), { file })).answer);
  });

  it("works against moto's S3 and Secrets Manager", async function () {
    const moto = await startMotoServer();
    if (moto === undefined) this.skip();
    const client = await createBucket(moto.url, "archives");
    try {
      const image = new TestImage();
      const object = { Bucket: "archives", Key: "project/stack/fraud.tar" };
      const body = tarOf(layoutOf([image]));
      const { VersionId } = await client.send(new PutObjectCommand({ ...object, Body: body }));
      await client.send(new PutObjectCommand({ ...object, Body: "a later version" }));
      const archive = { bucket: object.Bucket, key: object.Key, versionId: VersionId };
      const environment = {
        AWS_ENDPOINT_URL_S3: moto.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url,
        SECRET_ARN: await createSecret(moto.url, USER),
      };
      const event = { source: { archive }, destination: { registry: { repository: "ml/fraud" } } };
      const { answer, failure } = await publish(event, { environment });
      assert.equal(failure, undefined);
      assert.equal(answer?.digest, image.content.digest);
      const gone = { ...event, source: { archive: { ...archive, key: "other.tar" } } };
      const missing = await publish(gone, { environment });
      assert.match(missing.failure?.message ?? "", /no longer exists|refuses the function to read/);
    } finally {
      client.destroy();
      await moto.close();
    }
  });

  it("puts images into real registries that crane and skopeo read", async function () {
    if (installedRegistries.length === 0) this.skip();
    for (const kind of installedRegistries) {
      const real = await kind.start({ authentication: "basic" });
      const client = clientOf(real.host, { credentials: USER });
      try {
        const environment = { REGISTRY: real.host };
        const { answer } = await publish(store(new TestImage()), { environment });
        assert.ok(answer, kind.name);
        const { digest } = await client.manifest("ml/fraud", "1");
        assert.equal(digest, answer.digest);
        const reference = `${real.host}/ml/fraud@${digest}`;
        if (isInstalled("skopeo")) {
          const credentials = `--creds=${USER.username}:${USER.password}`;
          const inspect = ["inspect", "--config", credentials, `docker://${reference}`];
          const env = { PATH: process.env.PATH, SSL_CERT_FILE: bundles.authorityFile, HOME: bundles.folder };
          const configuration = execFileSync("skopeo", inspect, { env }).toString();
          assert.equal((JSON.parse(configuration) as { architecture: string }).architecture, "amd64");
        }
        if (isInstalled("crane")) craneAt(real.host, bundles.folder)("validate", "--remote", reference);
      } finally {
        client.close();
        await real.stop();
      }
    }
  });
});
