import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { startMotoServer } from "../../testing/moto-server";
import { startSecretsManagerServer, type SecretsManagerServer } from "../../testing/secrets-manager-server";

const ROOT = resolve(__dirname, "../..");
const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-abcdef";
const PASSWORD = "correct-horse-battery-staple";
const SECRET = JSON.stringify({ username: "puller", password: PASSWORD });

interface Run {
  /** What each call returned, or the message it was rejected with. */
  readonly answers: readonly (Record<string, unknown> | string)[];
  /** All that the function wrote. */
  readonly log: string;
}

/**
 * Loads a bundle in a process of its own, as Lambda does, and calls it with each event in turn.
 * @throws Error with what the process wrote, where the bundle cannot be loaded
 */
async function invoke(
  bundle: string,
  environment: Record<string, string>,
  events: readonly unknown[] = [{}],
): Promise<Run> {
  const program = `
    const { handler } = require(process.argv[1]);
    process.once("message", async (events) => {
      const answers = [];
      for (const event of events) answers.push(await handler(event, {}).catch((error) => error.message));
      process.send(answers, () => process.disconnect());
    });`;
  const child = spawn(process.execPath, ["-e", program, bundle], {
    env: {
      PATH: process.env.PATH,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
      AWS_SESSION_TOKEN: "session",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      SECRET_ARN: ARN,
      USERNAME_KEY: "username",
      PASSWORD_KEY: "password",
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
  const answers = await new Promise<Run["answers"]>((resolveAnswers, reject) => {
    child.once("message", (message) => {
      resolveAnswers(message as Run["answers"]);
    });
    child.once("close", () => {
      reject(new Error(log));
    });
    child.send(events);
  });
  return { answers, log };
}

describe("the credentials function", function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;
  let server: SecretsManagerServer;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "credentials-"));
    bundle = join(folder, "index.js");
    const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
    await build(lambdaBundle(ROOT, "credentials", bundle));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    server = await startSecretsManagerServer();
  });
  afterEach(async () => {
    await server.close();
  });
  const run = async (environment: Record<string, string> = {}, events?: readonly unknown[]): Promise<Run> =>
    invoke(bundle, { AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url, ...environment }, events);

  it("answers in exactly the shape that SageMaker reads, whatever the event, from one signed call", async () => {
    server.answer = { secretString: SECRET };
    const { answers, log } = await run({}, [{ any: "event" }, null, "text"]);
    const answer = { Credentials: { Username: "puller", Password: PASSWORD } };
    assert.deepEqual(answers, [answer, answer, answer]);
    assert.equal(log, "");
    assert.equal(server.calls.length, 1);
    const [call] = server.calls;
    assert.equal(call?.target, "secretsmanager.GetSecretValue");
    assert.deepEqual(call.body, { SecretId: ARN });
    assert.match(
      call.authorization ?? "",
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/[0-9]{8}\/eu-west-1\/secretsmanager\/aws4_request/,
    );
  });

  it("reads the keys that it is told to", async () => {
    server.answer = { secretString: JSON.stringify({ robot: "robot$ml", token: PASSWORD }) };
    const { answers } = await run({ USERNAME_KEY: "robot", PASSWORD_KEY: "token" });
    assert.deepEqual(answers, [{ Credentials: { Username: "robot$ml", Password: PASSWORD } }]);
  });

  it("asks in the secret's own region", async () => {
    server.answer = { secretString: SECRET };
    await run({ SECRET_ARN: ARN.replace("eu-west-1", "us-west-2") });
    assert.match(server.calls[0]?.authorization ?? "", /\/us-west-2\/secretsmanager\//);
  });

  it("reports a secret that holds no credentials without quoting it", async () => {
    server.answer = { secretString: JSON.stringify({ user: "puller", password: PASSWORD }) };
    assert.deepEqual(await run(), { answers: [`The secret ${ARN} has no key "username".`], log: "" });
    server.answer = { secretBinary: Buffer.from(SECRET) };
    assert.match(String((await run()).answers[0]), /holds binary data/);
  });

  it("passes on what AWS says when it refuses", async () => {
    server.answer = { error: "AccessDeniedException", message: "User is not authorized to perform that" };
    const { answers } = await run();
    assert.deepEqual(answers, [
      "Reading the secret from Secrets Manager failed: AccessDeniedException: User is not authorized to perform that.",
    ]);
    assert.equal(server.calls.length, 1);
  });

  it("tries again while AWS is at fault, three times in all", async () => {
    server.answer = { error: "InternalServiceError", message: "Try later", status: 500 };
    const { answers } = await run();
    assert.deepEqual(answers, [
      "Reading the secret from Secrets Manager failed: InternalServiceError: Try later.",
    ]);
    assert.equal(server.calls.length, 3);
  });

  it("does not quote an answer that it cannot read", async () => {
    server.answer = { body: `{"SecretString":"${PASSWORD}` };
    const { answers, log } = await run();
    assert.match(String(answers[0]), /^Reading the secret from Secrets Manager failed: \w+\.$/);
    assert.ok(!log.includes(PASSWORD));
  });

  it("gives up in time when the answer, or the rest of it, does not come", async () => {
    const start = performance.now();
    const stalledInBody = await startSecretsManagerServer();
    server.answer = { stalled: "head" };
    stalledInBody.answer = { stalled: "body" };
    const runs = await Promise.all([run(), run({ AWS_ENDPOINT_URL_SECRETS_MANAGER: stalledInBody.url })]);
    await stalledInBody.close();
    for (const { answers } of runs) {
      assert.match(String(answers[0]), /^Reading the secret from Secrets Manager failed: \w+/);
    }
    // The deadline is 7 s; the rest is for the start of a process on a busy machine.
    assert.ok(performance.now() - start < 20_000);
  });

  it("says so when there is no connection", async () => {
    const { answers } = await run({
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${await freePort()}`,
    });
    assert.match(String(answers[0]), /ECONNREFUSED/);
  });

  for (const name of ["SECRET_ARN", "USERNAME_KEY", "PASSWORD_KEY"]) {
    it(`does not start without ${name}`, async () => {
      await assert.rejects(run({ [name]: "" }), new RegExp(`The environment variable ${name} is not set`));
    });
  }

  it("is bundled to the same bytes wherever it is built, so that a rebuild changes nothing in the cloud", async () => {
    const again = join(folder, "elsewhere", "index.js");
    const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
    await build({ ...lambdaBundle(ROOT, "credentials", again), absWorkingDir: folder });
    assert.deepEqual(readFileSync(again), readFileSync(bundle));
    assert.ok(!readFileSync(bundle, "utf8").includes(ROOT));
  });

  it("runs as `npm run build` bundles it", async function () {
    const built = join(ROOT, "dist/lambda/credentials/index.js");
    if (!existsSync(built)) {
      console.log("      dist/ is not built: the bundle made by this test was run instead");
      this.skip();
    }
    server.answer = { secretString: SECRET };
    const { answers } = await invoke(built, { AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url });
    assert.deepEqual(answers, [{ Credentials: { Username: "puller", Password: PASSWORD } }]);
  });

  it("works against moto's Secrets Manager", async function () {
    const moto = await startMotoServer();
    if (moto === undefined) this.skip();
    try {
      const { ARN: arn } = await createSecret(moto.url, SECRET);
      const { answers } = await run({ AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url, SECRET_ARN: arn });
      assert.deepEqual(answers, [{ Credentials: { Username: "puller", Password: PASSWORD } }]);
      const missing = await run({ AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url, SECRET_ARN: `${arn}x` });
      assert.match(String(missing.answers[0]), /ResourceNotFoundException: Secrets Manager can't find/);
    } finally {
      await moto.close();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function createSecret(url: string, secretString: string): Promise<{ ARN: string }> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "secretsmanager.CreateSecret",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({
      Name: "registry",
      SecretString: secretString,
      ClientRequestToken: "0".repeat(36),
    }),
  });
  return (await response.json()) as { ARN: string };
}
