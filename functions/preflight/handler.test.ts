import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import * as https from "node:https";
import type { LookupFunction } from "node:net";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { copyImage } from "../../registry-client";
import { freePort } from "../../cli/local/loopback";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { TestImage } from "../../tests/registry-client/images";
import { authority, certificate, clientOf, USER } from "../../tests/registry-client/registries";
import { check, ids, TRUST } from "../../tests/preflight/environment";
import { AwsServer, awsError, lambdaAnswer, noEndpoint } from "../../tests/preflight/aws-server";
import type { PreflightResult } from "../contract";
import type { PreflightRequest } from "./event";
import { runSchedule } from "./schedule";
import { checkImage, type Overrides, type PreflightEnvironment } from "./check-image";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const ANSWER = { Credentials: { Username: USER.username, Password: USER.password } };

describe("the preflight function", function () {
  this.timeout(60_000);
  let lambdaServer: AwsServer;
  let sageMakerServer: AwsServer;
  let registry: EmbeddedRegistry;
  let lambda: LambdaClient;
  let sageMaker: SageMakerClient;
  const image = new TestImage({ form: "docker" });

  beforeEach(async () => {
    lambdaServer = await new AwsServer(lambdaAnswer(ANSWER)).start();
    sageMakerServer = await new AwsServer(noEndpoint).start();
    registry = await EmbeddedRegistry.start({ certificate, basic: USER });
    const client = clientOf(registry.host, { credentials: USER });
    await copyImage(image, { client, repository: "ml/fraud", tag: "1" }, { format: "preserve" });
    client.close();
    const clientOptions = {
      region: "eu-west-1",
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      maxAttempts: 1,
      requestHandler: { httpsAgent: new https.Agent({ ca: authority.certificate }) },
    };
    lambda = new LambdaClient({ ...clientOptions, endpoint: lambdaServer.url.href });
    sageMaker = new SageMakerClient({ ...clientOptions, endpoint: sageMakerServer.url.href });
  });
  afterEach(async () => {
    lambda.destroy();
    sageMaker.destroy();
    await Promise.all([lambdaServer.stop(), sageMakerServer.stop(), registry.stop()]);
  });

  const inspected = async (
    surroundings: Partial<PreflightEnvironment> = {},
    request: Partial<PreflightRequest> = {},
    overrides: Overrides = {},
  ): Promise<PreflightResult> => {
    const report = await checkImage(
      { image: `${registry.host}/ml/fraud:1`, severities: {}, ...request },
      {
        lambda,
        lambdaUrl: lambdaServer.url,
        sageMaker,
        credentialsProviderArn: ARN,
        vpcCidrBlocks: ["127.0.0.0/8"],
        timeoutMs: 10_000,
        ...surroundings,
      },
      { ...TRUST, ...overrides },
    );
    assert(!JSON.stringify(report).includes(USER.password));
    return report;
  };

  it("gets the credentials from the credentials function at AWS Lambda's API, and pulls with them", async () => {
    const report = await inspected();
    assert.deepEqual(ids(report, "failed"), [], report.summary);
    assert.equal(report.passed, true);
    assert.equal(report.digest, image.content.digest);
    assert.match(
      check(report, "lambda-endpoint").seen,
      /^localhost is 127\.0\.0\.1, and responds in a private network/,
    );
    assert.equal(check(report, "registry-address").seen, "127.0.0.1 is in the VPC.");
    assert.deepEqual(
      lambdaServer.calls.map(({ path, body }) => [path, body]),
      [[`/2015-03-31/functions/${ARN}/invocations`, "{}"]],
    );
    assert.match(lambdaServer.calls[0]?.authorization ?? "", /^AWS4-HMAC-SHA256 /);
    const order = report.checks.map(({ id }) => id);
    assert(order.indexOf("lambda-endpoint") < order.indexOf("credentials-provider"));
  });

  const credentialsCheck = async (reply: (response: ServerResponse) => void) => {
    lambdaServer.reply = reply;
    const report = await inspected();
    assert.deepEqual(ids(report, "failed"), ["credentials-provider"]);
    assert.match(check(report, "authentication").seen, /because of credentials-provider/);
    return check(report, "credentials-provider");
  };
  const failing = (errorType: string, errorMessage: string) => (response: ServerResponse) =>
    void response
      .setHeader("x-amz-function-error", "Unhandled")
      .end(JSON.stringify({ errorType, errorMessage, stackTrace: [USER.password] }));

  for (const [name, answer, seen] of [
    ["another shape", { username: USER.username, password: USER.password }, /answered without "Credentials"/],
    ["no password", { Credentials: { Username: "u" } }, /answered without "Password"/],
    [
      "an empty user",
      { Credentials: { Username: "", Password: USER.password } },
      /a "Username" that is empty/,
    ],
    ["a number", { Credentials: { Username: 1, Password: USER.password } }, /a "Username" that is no text/],
    ["a text", USER.password, /answered without "Credentials"/],
    ["nothing", null, /answered without "Credentials"/],
  ] as const) {
    it(`fails a credentials function that answers ${name}, without showing it`, async () => {
      const found = await credentialsCheck((response) => void response.end(JSON.stringify(answer)));
      assert.match(found.seen, seen);
      assert.match(found.remedy ?? "", /answer exactly \{"Credentials":\{"Username":"…","Password":"…"\}\}/);
    });
  }

  it("passes on what our own credentials function says, and only the kind of error of another", async () => {
    const own = await credentialsCheck(failing("UnusableSecretError", 'The secret x has no key "password".'));
    assert.equal(own.seen, `${ARN} failed: The secret x has no key "password".`);
    const other = await credentialsCheck(failing("KeyError", `no ${USER.password}`));
    assert.equal(other.seen, `${ARN} failed: KeyError.`);
    const slow = await credentialsCheck(
      failing("Sandbox.Timedout", "RequestId: 1 Error: Task timed out after 3.00 seconds"),
    );
    assert.equal(slow.seen, `${ARN} failed: it ran out of time.`);
  });

  it("fails where it may not invoke the credentials function, with the remedy", async () => {
    const found = await credentialsCheck(
      awsError(403, "AccessDeniedException", "not authorized to perform: lambda:InvokeFunction"),
    );
    assert.match(found.seen, /AccessDeniedException: not authorized to perform: lambda:InvokeFunction/);
    assert.match(found.remedy ?? "", /role of the preflight function invoke it \(lambda:InvokeFunction\)/);
  });

  it("asks again where the permission to invoke it was given a moment ago", async () => {
    const { reply } = lambdaServer;
    let refusals = 2;
    lambdaServer.reply = (response, body) => {
      if (refusals-- > 0) awsError(403, "AccessDeniedException", "not authorized")(response);
      else reply(response, body);
    };
    const report = await inspected();
    assert.equal(report.passed, true, report.summary);
    assert.equal(lambdaServer.calls.length, 3);
  });

  it("fails a credentials function that is not there, with the remedy", async () => {
    const found = await credentialsCheck(
      awsError(404, "ResourceNotFoundException", `Function not found: ${ARN}`),
    );
    assert.match(found.seen, /ResourceNotFoundException: Function not found: arn:aws:lambda/);
    assert.match(found.remedy ?? "", /it must exist as long as the endpoint does/);
  });

  it("fails a credentials function that is throttled, with the remedy", async () => {
    const found = await credentialsCheck(awsError(429, "TooManyRequestsException", "Rate Exceeded."));
    assert.match(found.seen, /TooManyRequestsException: Rate Exceeded\./);
    assert.match(found.remedy ?? "", /Set or increase the reserved concurrency of the credentials function/);
  });

  it("fails an API of AWS Lambda that is out of order", async () => {
    const found = await credentialsCheck(awsError(500, "ServiceException", "Internal error"));
    assert.match(found.seen, /Calling arn:.* failed: ServiceException: Internal error/);
    assert.match(found.remedy ?? "", /the endpoint's policy/);
  });

  for (const [name, url, seen] of [
    [
      "is not known to DNS",
      async () => "https://lambda.eu-west-1.example/",
      /DNS has no address of lambda\.eu-west-1\.example/,
    ],
    [
      "takes no connections",
      async () => `https://localhost:${await freePort()}/`,
      /the TLS handshake fails \(ECONNREFUSED\)/,
    ],
  ] as const) {
    it(`fails where the name of AWS Lambda ${name}, and asks for no credentials`, async () => {
      const report = await inspected({ lambdaUrl: new URL(await url()) });
      assert.deepEqual(ids(report, "failed"), ["lambda-endpoint"]);
      assert.match(check(report, "lambda-endpoint").seen, seen);
      assert.match(
        check(report, "lambda-endpoint").remedy ?? "",
        /interface endpoint for Lambda with private DNS/,
      );
      assert.equal(check(report, "credentials-provider").status, "skipped");
      assert.deepEqual(lambdaServer.calls, []);
    });
  }

  for (const [address, cidrBlocks, how] of [
    ["203.0.113.7", ["10.0.0.0/16"], /responds over the internet\.$/],
    ["10.0.3.4", ["10.0.0.0/16"], /responds in a private network, as an interface endpoint\.$/],
    ["10.9.3.4", ["10.0.0.0/16"], /responds in a private network, as an interface endpoint\.$/],
  ] as const) {
    it(`says where AWS Lambda answers, at ${address}`, async () => {
      let asked = 0;
      // The first to ask is told the address; connections go to this machine.
      const lookup: LookupFunction = (_name, options, callback) => {
        const told = asked++ === 0 ? address : "127.0.0.1";
        if (options.all === true) callback(null, [{ address: told, family: 4 }]);
        else callback(null, told, 4);
      };
      const report = await inspected({ vpcCidrBlocks: [...cidrBlocks] }, {}, { lookup });
      const { status, seen } = check(report, "lambda-endpoint");
      assert.equal(status, "passed");
      assert(seen.startsWith(`localhost is ${address}, and `), seen);
      assert.match(seen, how);
    });
  }

  it("looks for a failed endpoint of the provided name", async () => {
    const report = await inspected({}, { endpointName: "fraud" });
    assert.equal(check(report, "endpoint-name").seen, "There is no endpoint fraud yet.");
    assert.equal(report.checks.at(-1)?.id, "endpoint-name");
    assert.equal(check(await inspected(), "endpoint-name").status, "skipped");
    assert.equal(sageMakerServer.calls.length, 1);
  });

  it("on a schedule tells images that pass from those that are warned of and those that fail", async () => {
    const severities = { "certificate-expiry": "off", "registry-address": "off" } as const;
    const names = [`@${image.content.digest}`, ":1", ":absent"].map(
      (end) => `${registry.host}/ml/fraud${end}`,
    );
    const { result, measurements } = await runSchedule(
      { endpoint: "fraud", images: names.map((name) => ({ image: name, severities })) },
      (request, timeoutMs) => inspected({ timeoutMs }, request),
      10_000,
    );
    assert.deepEqual(
      result.images.map((each) => [each.image, each.passed]),
      names.map((name, index) => [name, index < 2]),
    );
    assert.deepEqual(
      [result.failed, result.warned, measurements.failedImages, measurements.warnedImages],
      [1, 1, 1, 1],
    );
    assert.equal(measurements.certificateDaysToExpiry, 0);
    assert.match(result.images[2]?.summary ?? "", /\[manifest\]/);
  });

  it("fails where another server answers in the place of AWS Lambda", async () => {
    const url = new URL(lambdaServer.url);
    url.hostname = "registry.test";
    const report = await inspected({ lambdaUrl: url });
    assert.match(
      check(report, "lambda-endpoint").seen,
      /whose certificate does not name it: it is not AWS Lambda/,
    );
  });

  it("is anonymous without a credentials function", async () => {
    const report = await inspected({ credentialsProviderArn: undefined });
    assert.equal(check(report, "lambda-endpoint").status, "skipped");
    assert.deepEqual(ids(report, "failed"), ["authentication-scheme"]);
    assert.deepEqual(lambdaServer.calls, []);
  });

  it("answers when its time is over", async () => {
    lambdaServer.reply = () => undefined;
    const report = await inspected({ timeoutMs: 2_000 });
    assert.match(
      check(report, "credentials-provider").seen,
      /did not respond in time\.$|No result within the 2 s/,
    );
  });
});
