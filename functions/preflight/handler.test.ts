import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { build } from "esbuild";
import { copyImage } from "../../registry-client";
import { EmbeddedRegistry } from "../../testing/registry/embedded-registry";
import { TestImage } from "../../tests/registry-client/images";
import { authority, certificate, clientOf, freePort, USER } from "../../tests/registry-client/registries";
import { check, ids, TRUST } from "../../tests/preflight/scene";
import type { PreflightAnswer } from "./event";
import { inspect, type Surroundings } from "./inspect";

const ROOT = resolve(__dirname, "../..");
const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const ANSWER = { Credentials: { Username: USER.username, Password: USER.password } };

/** A server that speaks the part of AWS Lambda's API that is used: Invoke. */
class LambdaServer {
  readonly calls: Array<{ readonly path: string; readonly body: string; readonly authorization: string }> =
    [];
  reply = (response: ServerResponse): void => void response.end(JSON.stringify(ANSWER));
  private readonly server = https.createServer(
    { cert: certificate.certificate, key: certificate.key },
    (request, response) => this.serve(request, response),
  );

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this;
  }

  get url(): URL {
    return new URL(`https://localhost:${(this.server.address() as AddressInfo).port}/`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      this.calls.push({
        path: decodeURIComponent(request.url ?? ""),
        body,
        authorization: request.headers.authorization ?? "",
      });
      this.reply(response);
    });
  }
}

describe("the preflight function", function () {
  this.timeout(60_000);
  let lambdaServer: LambdaServer;
  let registry: EmbeddedRegistry;
  let lambda: LambdaClient;
  const image = new TestImage({ form: "docker" });

  beforeEach(async () => {
    lambdaServer = await new LambdaServer().start();
    registry = await EmbeddedRegistry.start({ certificate, basic: USER });
    const client = clientOf(registry.host, { credentials: USER });
    await copyImage(image, { client, repository: "ml/fraud", tag: "1" }, { format: "preserve" });
    client.close();
    lambda = new LambdaClient({
      region: "eu-west-1",
      endpoint: lambdaServer.url.href,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      maxAttempts: 1,
      requestHandler: { httpsAgent: new https.Agent({ ca: authority.certificate }) },
    });
  });
  afterEach(async () => {
    lambda.destroy();
    await Promise.all([lambdaServer.stop(), registry.stop()]);
  });

  const inspected = async (surroundings: Partial<Surroundings> = {}): Promise<PreflightAnswer> => {
    const report = await inspect(
      { image: `${registry.host}/ml/fraud:1`, severities: {} },
      {
        lambda,
        lambdaUrl: lambdaServer.url,
        credentialsProviderArn: ARN,
        vpcCidrBlocks: ["127.0.0.0/8"],
        timeoutMs: 10_000,
        ...surroundings,
      },
      TRUST,
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
      /^localhost is 127\.0\.0\.1, and answers in a private network/,
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
    const found = await credentialsCheck((response) => {
      response.setHeader("x-amzn-errortype", "AccessDeniedException").writeHead(403);
      response.end(JSON.stringify({ Message: "not authorized to perform: lambda:InvokeFunction" }));
    });
    assert.match(found.seen, /AccessDeniedException: not authorized to perform: lambda:InvokeFunction/);
    assert.match(found.remedy ?? "", /lambda:InvokeFunction/);
  });

  for (const [name, url, seen] of [
    [
      "is not known to DNS",
      async () => "https://lambda.eu-west-1.example/",
      /DNS knows no address of lambda\.eu-west-1\.example/,
    ],
    [
      "takes no connections",
      async () => `https://localhost:${await freePort()}/`,
      /no TLS connection comes about \(ECONNREFUSED\)/,
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
    const report = await inspected({ timeoutMs: 500 });
    assert.match(
      check(report, "credentials-provider").seen,
      /did not answer in time\.$|No result within the 0\.5 s/,
    );
  });

  describe("as a bundle", () => {
    let folder: string;
    let bundle: string;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "preflight-"));
      bundle = join(folder, "index.js");
      writeFileSync(join(folder, "authority.pem"), authority.certificate);
      const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
      await build(lambdaBundle(ROOT, "preflight", bundle));
    });
    after(() => rmSync(folder, { recursive: true }));

    /** Loads the bundle in a process of its own, as Lambda does, and calls it once. */
    const invoke = async (event: unknown, environment: Record<string, string> = {}) => {
      const program = `
        const { handler } = require(process.argv[1]);
        const context = { getRemainingTimeInMillis: () => 20_000 };
        process.once("message", (event) => handler(event, context).then(
          (answer) => ({ answer }),
          ({ name, message, stack }) => ({ failure: { name, message, stack } }),
        ).then((run) => process.send(run, () => process.exit())));`;
      const child = spawn(process.execPath, ["-e", program, bundle], {
        env: {
          PATH: process.env.PATH,
          AWS_REGION: "eu-west-1",
          AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
          AWS_SECRET_ACCESS_KEY: "example",
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
          // What a company's machine trusts, SageMaker does not.
          NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
          AWS_ENDPOINT_URL_LAMBDA: lambdaServer.url.href,
          REGISTRY: registry.host,
          CREDENTIALS_PROVIDER_ARN: ARN,
          ...environment,
        },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      });
      let log = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on("data", (chunk: Buffer) => (log += chunk.toString()));
      }
      const run = await new Promise<{ answer?: PreflightAnswer; failure?: Error }>((done, reject) => {
        child.once("message", (message) => done(message as { answer?: PreflightAnswer; failure?: Error }));
        child.once("close", () => reject(new Error(log)));
        child.send(event as object);
      });
      return { ...run, log };
    };

    it("trusts only the public authorities that Node ships, and answers with the report", async () => {
      const { answer, log } = await invoke({ image: `${registry.host}/ml/fraud:1` });
      assert(answer);
      assert.equal(answer.passed, false);
      assert(ids(answer, "failed").includes("certificate-authority"), answer.summary);
      assert(ids(answer, "failed").includes("lambda-endpoint"));
      assert.match(answer.summary, /cannot be pulled as SageMaker pulls it: \d checks failed/);
      assert.deepEqual(JSON.parse(log), answer);
    });

    it("fails for an event that is not valid, with all that is wrong", async () => {
      const { failure } = await invoke({ image: "other.example/a:1", platform: "x" });
      assert.equal(failure?.name, "InvalidEventError");
      assert.match(failure.message, /image is of the registry other\.example.*platform is "x"/);
      assert.equal(failure.stack, "");
    });

    it("does not start without the registry's name, or with blocks that are none", async () => {
      await assert.rejects(invoke({}, { REGISTRY: "" }), /The environment variable REGISTRY is not set/);
      await assert.rejects(
        invoke({}, { VPC_CIDR_BLOCKS: "10.0.0.0/16, 10.0.0.0/33" }),
        /"10\.0\.0\.0\/33", which is no CIDR block/,
      );
    });

    it("has at most 1 MB", () => {
      assert(statSync(bundle).size <= 1_000_000, `${statSync(bundle).size} bytes`);
    });
  });
});
