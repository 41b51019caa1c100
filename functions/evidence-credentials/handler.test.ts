import assert from "node:assert/strict";
import {
  startSecretsManagerServer,
  type SecretsManagerServer,
} from "../../tests/support/secrets-manager-server";
import { LambdaBundles } from "../../tests/support/lambda-bundles";

const PASSWORD = "correct-horse-battery-staple";

describe("the evidence kit's credentials function", function () {
  this.timeout(60_000);
  let server: SecretsManagerServer;
  let bundles: LambdaBundles;

  before(async () => {
    bundles = await LambdaBundles.build(["evidence-credentials"]);
    server = await startSecretsManagerServer();
    server.answer = { secretString: JSON.stringify({ username: "pull-a", password: PASSWORD }) };
  });
  after(async () => {
    await server.close();
    bundles.remove();
  });

  const call = (event: unknown) =>
    bundles.call("evidence-credentials", event, {
      environment: {
        AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
        SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-abcdef",
        USERNAME_KEY: "username",
        PASSWORD_KEY: "password",
      },
    });

  it("answers as the package's own does, and tells the event's keys", async () => {
    const { answer, log } = await call({ registryName: "host.example.com", tries: 1 });
    assert.deepEqual(answer, { Credentials: { Username: "pull-a", Password: PASSWORD } });
    assert.equal(log.trim(), "asked with registryName (string), tries (number)");
  });

  it("tells of an event without keys, and never a password", async () => {
    const { log } = await call({});
    assert.equal(log.trim(), "asked with no keys");
    assert(!log.includes(PASSWORD));
  });
});
