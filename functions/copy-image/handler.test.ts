import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { copyImage } from "../../registry-client";
import { startEcrServer, type EcrServer } from "../../testing/ecr-server";
import { startSecretsManagerServer, type SecretsManagerServer } from "../../testing/secrets-manager-server";
import { EmbeddedRegistry, sendError } from "../../testing/registry/embedded-registry";
import { TestImage } from "../../tests/registry-client/images";
import { authority, certificate, clientOf, USER } from "../../tests/registry-client/registries";
import type { CopyImageAnswer, CopyImageEvent } from "./event";

const ROOT = resolve(__dirname, "../..");
const ARN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:hub-AbCdEf";
/** ECR's tokens hold colons, too. */
const AWS = { username: "AWS", password: "token:of-the-tests" };

interface Run {
  readonly answer?: CopyImageAnswer;
  /** What Lambda would hand to the caller. */
  readonly failure?: { readonly name: string; readonly message: string; readonly stack: string };
  /** All that the function wrote. */
  readonly log: string;
}

describe("the copying function", function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;
  let secrets: SecretsManagerServer;
  let authorization: EcrServer;
  let registry: EmbeddedRegistry;
  let ecr: EmbeddedRegistry;
  let image: TestImage;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "copy-image-"));
    bundle = join(folder, "index.js");
    writeFileSync(join(folder, "authority.pem"), authority.certificate);
    const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
    await build(lambdaBundle(ROOT, "copy-image", bundle));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    secrets = await startSecretsManagerServer();
    secrets.answer = { secretString: JSON.stringify(USER) };
    ecr = await EmbeddedRegistry.start({ certificate, basic: AWS });
    authorization = await startEcrServer({
      token: `${AWS.username}:${AWS.password}`,
      proxyEndpoint: `https://${ecr.host}`,
    });
    registry = await EmbeddedRegistry.start({ certificate });
    image = new TestImage();
    await store(registry);
  });
  afterEach(async () => {
    await Promise.all([secrets.close(), authorization.close(), registry.stop(), ecr.stop()]);
  });

  /** Puts the image into a registry. */
  async function store(into: EmbeddedRegistry): Promise<void> {
    const client = clientOf(into.host, { credentials: USER });
    await copyImage(image, { client, repository: "registry" }, { format: "preserve" });
    client.close();
    into.requests.length = 0;
  }

  const eventOf = (from = registry): CopyImageEvent => ({
    source: `${from.host}/registry@${image.content.digest}`,
    targetRepository: "demo-image",
  });

  /** Loads the bundle in a process of its own, as Lambda does, and calls it once. */
  async function invoke(
    event: unknown,
    environment: Record<string, string> = {},
    file = bundle,
    milliseconds = 60_000,
  ): Promise<Run> {
    const program = `
      const { handler } = require(process.argv[1]);
      process.once("message", async ({ event, milliseconds }) => {
        const until = Date.now() + milliseconds;
        const run = await handler(event, { getRemainingTimeInMillis: () => until - Date.now() }).then(
          (answer) => ({ answer }),
          ({ name, message, stack }) => ({ failure: { name, message, stack } }),
        );
        process.send(run, () => process.exit());
      });`;
    const child = spawn(process.execPath, ["-e", program, file], {
      env: {
        PATH: process.env.PATH,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
        AWS_ENDPOINT_URL_ECR: authorization.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
        SOURCE_REGISTRY: registry.host,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        log += chunk.toString();
      });
    }
    const run = await new Promise<Omit<Run, "log">>((resolveRun, reject) => {
      child.once("message", (message) => resolveRun(message as Omit<Run, "log">));
      child.once("close", () => reject(new Error(log)));
      child.send({ event, milliseconds });
    });
    const written = log + JSON.stringify(run);
    for (const { username, password } of [USER, AWS]) {
      const encoded = Buffer.from(`${username}:${password}`).toString("base64");
      assert.ok(!written.includes(password) && !written.includes(encoded), "a secret has been written");
    }
    return { ...run, log };
  }

  it("copies from a registry that lets everyone read to ECR, with ECR's token, and tells of each blob", async () => {
    const { answer, log } = await invoke(eventOf());
    const size = [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0);
    assert.deepEqual(answer, { digest: image.content.digest, uploadedBlobs: 4, uploadedBytes: size });
    assert.deepEqual(ecr.manifestsOf("demo-image"), [image.content.digest]);
    const told = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      told.map(({ outcome, copied, total }) => [outcome, copied, total]),
      [1, 2, 3, 4].map((copied) => ["uploaded", copied, 4]),
    );
    assert.equal(authorization.calls.length, 1);
    assert.match(
      authorization.calls[0] ?? "",
      /Credential=AKIDEXAMPLE\/[0-9]{8}\/eu-west-1\/ecr\/aws4_request/,
    );
    assert.deepEqual(secrets.calls, []);
    assert.ok(registry.requests.every((request) => request.authorization === undefined));
  });

  it("reads with the secret's credentials from a registry that asks for some", async () => {
    const locked = await EmbeddedRegistry.start({ certificate, basic: USER });
    try {
      await store(locked);
      const environment = { SOURCE_REGISTRY: locked.host, SOURCE_SECRET_ARN: ARN };
      const { answer } = await invoke(eventOf(locked), environment);
      assert.equal(answer?.digest, image.content.digest);
      assert.deepEqual(
        secrets.calls.map(({ body }) => body),
        [{ SecretId: ARN }],
      );
      assert.match(secrets.calls[0]?.authorization ?? "", /\/us-west-2\/secretsmanager\//);
      const basic = (user: typeof USER): string =>
        `Basic ${Buffer.from(`${user.username}:${user.password}`).toString("base64")}`;
      const sentTo = (to: EmbeddedRegistry): Set<string | undefined> =>
        new Set(to.requests.map((request) => request.authorization));
      assert.deepEqual(sentTo(locked), new Set([undefined, basic(USER)]));
      assert.deepEqual(sentTo(ecr), new Set([undefined, basic(AWS)]));
      assert.match(
        (await invoke({ ...eventOf(locked), targetRepository: "other" }, { SOURCE_REGISTRY: locked.host }))
          .failure?.message ?? "",
        /no credentials were given\. Check that imageCredentialsSecretArn/,
      );
    } finally {
      await locked.stop();
    }
  });

  it("sends nothing to a registry that is not the one it was made for", async () => {
    const { failure } = await invoke(eventOf(), {
      SOURCE_REGISTRY: "public.ecr.aws",
      SOURCE_SECRET_ARN: ARN,
    });
    assert.match(failure?.message ?? "", /this function copies from public\.ecr\.aws only\.$/);
    assert.deepEqual([registry.requests, ecr.requests, secrets.calls, authorization.calls], [[], [], [], []]);
  });

  it("fails with a sentence alone, which Lambda hands on without a stack", async () => {
    assert.deepEqual((await invoke({})).failure, {
      name: "CopyError",
      message:
        "The event of the copying function is not valid: source must be the reference of an image by digest; " +
        "targetRepository is undefined, but must be the name of a repository in ECR.",
      stack: "",
    });
  });

  it("reports a secret that cannot be used without quoting it", async () => {
    const locked = await EmbeddedRegistry.start({ certificate, basic: USER });
    try {
      const environment = { SOURCE_REGISTRY: locked.host, SOURCE_SECRET_ARN: ARN };
      secrets.answer = { secretString: JSON.stringify({ user: "a", password: USER.password }) };
      const unusable = await invoke(eventOf(locked), environment);
      assert.equal(unusable.failure?.message, `The secret ${ARN} has no key "username".`);
      secrets.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
      // A quarter of the time is spent on waiting for a permission that may be on its way.
      const denied = await invoke(eventOf(locked), environment, bundle, 8_000);
      assert.ok(secrets.calls.length > 2, `${secrets.calls.length} calls`);
      assert.match(
        denied.failure?.message ?? "",
        /failed: AccessDeniedException: not authorized to perform that\. Check that the secret exists, that the function can reach/,
      );
    } finally {
      await locked.stop();
    }
  });

  it("passes on what ECR says when it refuses", async () => {
    authorization.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
    assert.match(
      (await invoke(eventOf(), {}, bundle, 8_000)).failure?.message ?? "",
      /^Asking ECR for an authorization token failed: AccessDeniedException: not authorized to perform that\. Check/,
    );
    assert.ok(authorization.calls.length > 1, `${authorization.calls.length} calls`);
    for (const answer of [
      { token: "AWS", proxyEndpoint: `https://${ecr.host}` },
      { token: `AWS:${AWS.password}`, proxyEndpoint: "" },
      { token: `AWS:${AWS.password}`, proxyEndpoint: `http://${ecr.host}` },
    ]) {
      authorization.answer = answer;
      assert.match(
        (await invoke(eventOf())).failure?.message ?? "",
        /^ECR answered without a token or without/,
      );
    }
    assert.deepEqual([registry.requests, ecr.requests], [[], []]);
  });

  it("waits for permissions that were given a moment ago", async () => {
    const answer = authorization.answer;
    authorization.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
    let refusals = 2;
    ecr.intercept = ({ method }, response) => {
      if (method !== "HEAD" || refusals-- <= 0) return false;
      sendError(response, 403, "DENIED", "User is not authorized to perform: ecr:BatchGetImage");
      return true;
    };
    setTimeout(() => {
      authorization.answer = answer;
    }, 1_000);
    assert.equal((await invoke(eventOf())).answer?.digest, image.content.digest);
    assert.ok(authorization.calls.length > 1 && refusals <= 0);
  });

  it("trusts no authority but those that Node ships", async () => {
    const { failure } = await invoke(eventOf(), { NODE_EXTRA_CA_CERTS: "" });
    assert.match(failure?.message ?? "", /certificate/);
    assert.ok(ecr.requests.every((request) => request.authorization === undefined));
  });

  it("does not start without SOURCE_REGISTRY", async () => {
    await assert.rejects(
      invoke({}, { SOURCE_REGISTRY: "" }),
      /The environment variable SOURCE_REGISTRY is not set/,
    );
  });

  it("runs as `npm run build` bundles it, in at most 1 MB", async function () {
    const built = join(ROOT, "dist/lambda/copy-image/index.js");
    if (!existsSync(built)) {
      console.log("      dist/ is not built: the bundle made by this test was run instead");
      this.skip();
    }
    assert.ok(statSync(built).size <= 1_000_000);
    assert.equal((await invoke(eventOf(), {}, built)).answer?.digest, image.content.digest);
  });
});
