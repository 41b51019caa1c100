import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { startMotoServer } from "../../tests/support/moto-server";
import {
  startSecretsManagerServer,
  type SecretsManagerServer,
} from "../../tests/support/secrets-manager-server";
import { type Call, deployedBundle, LambdaBundles, ROOT } from "../../tests/support/lambda-bundles";
import { createSecret } from "../../tests/support/moto-account";
import { freePort } from "../../cli/local/loopback";

const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-abcdef";
const PASSWORD = "correct-horse-battery-staple";
const PULLER = { username: "puller", password: PASSWORD };
const SECRET = JSON.stringify(PULLER);

interface Calls {
  /** What each call returned, or the message it was rejected with. */
  readonly answers: readonly unknown[];
  /** All that the function wrote. */
  readonly log: string;
  /** The most that a call took, in milliseconds. */
  readonly elapsed: number;
}

describe("the credentials function", function () {
  this.timeout(60_000);
  let bundles: LambdaBundles;
  let server: SecretsManagerServer;

  before(async () => {
    bundles = await LambdaBundles.build(["credentials"]);
  });
  after(() => {
    bundles.remove();
  });
  beforeEach(async () => {
    server = await startSecretsManagerServer();
  });
  afterEach(async () => {
    await server.close();
  });

  /** Calls the function with each event in turn; the answers hold the password, what it writes never does. */
  async function run({ environment, ...call }: Call = {}, events: readonly unknown[] = [{}]): Promise<Calls> {
    const { outcomes, log } = await bundles.callEach("credentials", events, {
      ...call,
      environment: {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
        SECRET_ARN: ARN,
        USERNAME_KEY: "username",
        PASSWORD_KEY: "password",
        ...environment,
      },
    });
    assert.ok(!log.includes(PASSWORD), "the password has been written");
    return {
      answers: outcomes.map(({ answer, failure }) => answer ?? failure?.message),
      log,
      elapsed: Math.max(...outcomes.map(({ elapsed }) => elapsed)),
    };
  }

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
    const { answers } = await run({ environment: { USERNAME_KEY: "robot", PASSWORD_KEY: "token" } });
    assert.deepEqual(answers, [{ Credentials: { Username: "robot$ml", Password: PASSWORD } }]);
  });

  it("asks in the secret's own region", async () => {
    server.answer = { secretString: SECRET };
    await run({ environment: { SECRET_ARN: ARN.replace("eu-west-1", "us-west-2") } });
    assert.match(server.calls[0]?.authorization ?? "", /\/us-west-2\/secretsmanager\//);
  });

  it("reports a secret that holds no credentials without quoting it", async () => {
    server.answer = { secretString: JSON.stringify({ user: "puller", password: PASSWORD }) };
    const { answers, log } = await run();
    assert.deepEqual({ answers, log }, { answers: [`The secret ${ARN} has no key "username".`], log: "" });
    server.answer = { secretBinary: Buffer.from(SECRET) };
    assert.match(String((await run()).answers[0]), /contains binary data/);
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
    const stalledInBody = await startSecretsManagerServer();
    server.answer = { stalled: "head" };
    stalledInBody.answer = { stalled: "body" };
    const runs = await Promise.all([
      run(),
      run({ environment: { AWS_ENDPOINT_URL_SECRETS_MANAGER: stalledInBody.url } }),
    ]);
    await stalledInBody.close();
    for (const { answers, elapsed } of runs) {
      assert.match(String(answers[0]), /^Reading the secret from Secrets Manager failed: \w+/);
      // The deadline is 7 s; the rest is for a busy machine.
      assert.ok(elapsed < 15_000, `${elapsed} ms`);
    }
  });

  it("says so when there is no connection", async () => {
    const { answers } = await run({
      environment: { AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${await freePort()}` },
    });
    assert.match(String(answers[0]), /ECONNREFUSED/);
  });

  for (const name of ["SECRET_ARN", "USERNAME_KEY", "PASSWORD_KEY"]) {
    it(`does not start without ${name}`, async () => {
      await assert.rejects(
        run({ environment: { [name]: "" } }),
        new RegExp(`The environment variable ${name} is not set`),
      );
    });
  }

  it("is bundled to the same bytes wherever it is built, so that a rebuild changes nothing in the cloud", async () => {
    const { folder } = bundles;
    const bundle = bundles.fileOf("credentials");
    const again = join(folder, "elsewhere", "index.js");
    const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
    await build({ ...lambdaBundle(ROOT, "credentials", again), absWorkingDir: folder });
    assert.deepEqual(readFileSync(again), readFileSync(bundle));
    assert.ok(!readFileSync(bundle, "utf8").includes(ROOT));
  });

  it("runs as `npm run build` bundles it", async function () {
    const file = deployedBundle("credentials") ?? this.skip();
    server.answer = { secretString: SECRET };
    const { answers } = await run({ file });
    assert.deepEqual(answers, [{ Credentials: { Username: "puller", Password: PASSWORD } }]);
  });

  it("works against moto's Secrets Manager", async function () {
    const moto = await startMotoServer();
    if (moto === undefined) this.skip();
    try {
      const arn = await createSecret(moto.url, PULLER);
      const at = { AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url };
      const { answers } = await run({ environment: { ...at, SECRET_ARN: arn } });
      assert.deepEqual(answers, [{ Credentials: { Username: "puller", Password: PASSWORD } }]);
      const missing = await run({ environment: { ...at, SECRET_ARN: `${arn}x` } });
      assert.match(String(missing.answers[0]), /ResourceNotFoundException: Secrets Manager can't find/);
    } finally {
      await moto.close();
    }
  });
});
