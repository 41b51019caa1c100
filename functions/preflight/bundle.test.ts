import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { AwsServer, lambdaAnswer, noEndpoint } from "../../tests/preflight/aws-server";
import { check, ids } from "../../tests/preflight/scene";
import { authority, certificate, USER } from "../../tests/registry-client/registries";
import { EmbeddedRegistry } from "../../testing/registry/embedded-registry";
import type { PreflightAnswer, ScheduledAnswer } from "./event";

const ROOT = resolve(__dirname, "../..");
const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const ANSWER = { Credentials: { Username: USER.username, Password: USER.password } };

interface Run<T> {
  readonly answer?: T;
  readonly failure?: Error;
  /** What was written on standard output and error. */
  readonly log: string;
}

describe("the preflight function, as a bundle", function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;
  let registry: EmbeddedRegistry;
  let lambdaServer: AwsServer;
  let sageMakerServer: AwsServer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "preflight-"));
    bundle = join(folder, "index.js");
    writeFileSync(join(folder, "authority.pem"), authority.certificate);
    const { lambdaBundle } = await import("../../scripts/lambda-bundle.mjs");
    await build(lambdaBundle(ROOT, "preflight", bundle));
    registry = await EmbeddedRegistry.start({ certificate, basic: USER });
    lambdaServer = await new AwsServer(lambdaAnswer(ANSWER)).start();
    sageMakerServer = await new AwsServer(noEndpoint).start();
  });
  after(async () => {
    await Promise.all([registry.stop(), lambdaServer.stop(), sageMakerServer.stop()]);
    rmSync(folder, { recursive: true });
  });

  /**
   * Loads the bundle in a process of its own, as Lambda does for functions that log JSON, and calls it once.
   *
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
   */
  const invoke = async <T = PreflightAnswer>(
    event: unknown,
    environment: Record<string, string> = {},
  ): Promise<Run<T>> => {
    const program = `
      const write = process.stdout.write.bind(process.stdout);
      console.log = (message) => write(JSON.stringify({ level: "INFO", message }) + "\\n");
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
        // What a company's machine trusts, SageMaker does not. The clients of the SDK do.
        NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
        AWS_ENDPOINT_URL_LAMBDA: lambdaServer.url.href,
        AWS_ENDPOINT_URL_SAGEMAKER: sageMakerServer.url.href,
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
    const closed = once(child, "close");
    const run = await new Promise<Omit<Run<T>, "log">>((done, reject) => {
      child.once("message", (message) => done(message as Run<T>));
      child.once("close", () => reject(new Error(log)));
      child.send(event as object);
    });
    await closed;
    assert(!log.includes(USER.password));
    return { ...run, log };
  };
  /** The lines of a log, which are JSON. */
  const linesOf = (log: string) =>
    log
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { level?: string; message?: string; _aws?: { Timestamp: number } });

  it("trusts only the public authorities that Node ships, answers with the report, and makes no metric", async () => {
    const { answer, log } = await invoke({ image: `${registry.host}/ml/fraud:1`, endpointName: "fraud" });
    assert(answer);
    assert.equal(answer.passed, false);
    assert(ids(answer, "failed").includes("certificate-authority"), answer.summary);
    assert(ids(answer, "failed").includes("lambda-endpoint"));
    assert.match(answer.summary, /cannot be pulled as SageMaker pulls it: \d checks failed/);
    const lines = linesOf(log);
    assert.equal(lines.length, 1);
    assert.deepEqual(JSON.parse(lines[0]?.message ?? ""), answer);
    assert(!log.includes("_aws"));
  });

  it("asks SageMaker at the endpoint that the environment names", async () => {
    sageMakerServer.calls.length = 0;
    const { answer } = await invoke({ image: `${registry.host}/ml/fraud:1`, endpointName: "fraud" });
    assert(answer);
    assert.equal(check(answer, "endpoint-name").seen, "There is no endpoint fraud yet.");
    assert.deepEqual(
      sageMakerServer.calls.map(({ target, body }) => [target, body]),
      [["SageMaker.DescribeEndpoint", '{"EndpointName":"fraud"}']],
    );
  });

  it("on a schedule answers and logs every image, and writes the metrics as a line of their own", async () => {
    const names = ["1", "2", "3", "4", "5", "6"].map((tag) => `${registry.host}/ml/fraud:${tag}`);
    const before = Date.now();
    const { answer, log } = await invoke<ScheduledAnswer>({
      scheduled: { endpoint: "fraud", images: names.map((image) => ({ image })) },
    });
    assert(answer);
    assert.deepEqual([answer.failed, answer.warned], [6, 0]);
    assert.deepEqual(
      answer.images.map(({ image, passed }) => [image, passed]),
      names.map((name) => [name, false]),
    );
    assert.match(answer.images[0]?.summary ?? "", /^127.*fraud:1 cannot be pulled as SageMaker pulls it/);
    const lines = linesOf(log);
    const reports = lines.flatMap(({ message }) =>
      message === undefined ? [] : [JSON.parse(message) as PreflightAnswer],
    );
    assert.deepEqual(reports.map(({ image }) => image).sort(), names);
    const metrics = lines.filter(({ _aws }) => _aws !== undefined);
    assert.equal(metrics.length, 1);
    const { _aws, ...members } = metrics[0] ?? {};
    assert(_aws && _aws.Timestamp >= before && _aws.Timestamp <= Date.now());
    assert.deepEqual(members, {
      Registry: registry.host,
      Endpoint: "fraud",
      FailedImages: 6,
      WarnedImages: 0,
      CertificateDaysToExpiry: 0,
    });
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
