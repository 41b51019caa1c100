import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { LambdaBundles, linesOf, type Run } from "../../tests/support/lambda-bundles";
import { AwsServer, lambdaAnswer, noEndpoint } from "../../tests/preflight/aws-server";
import { check, ids } from "../../tests/preflight/environment";
import { certificate, USER } from "../../tests/registry-client/registries";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import type { PreflightResult, ScheduledPreflightEvent, ScheduledPreflightResult } from "../contract";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const ANSWER = { Credentials: { Username: USER.username, Password: USER.password } };

interface LogLine {
  readonly level?: string;
  readonly message?: string;
  readonly _aws?: { readonly Timestamp: number };
}

describe("the preflight function, as a bundle", function () {
  this.timeout(60_000);
  let bundles: LambdaBundles;
  let registry: EmbeddedRegistry;
  let lambdaServer: AwsServer;
  let sageMakerServer: AwsServer;
  before(async () => {
    bundles = await LambdaBundles.build(["preflight"], [USER]);
    registry = await EmbeddedRegistry.start({ certificate, basic: USER });
    lambdaServer = await new AwsServer(lambdaAnswer(ANSWER)).start();
    sageMakerServer = await new AwsServer(noEndpoint).start();
  });
  after(async () => {
    await Promise.all([registry.stop(), lambdaServer.stop(), sageMakerServer.stop()]);
    bundles.remove();
  });

  const invoke = <T = PreflightResult>(
    event: unknown,
    environment: Record<string, string> = {},
  ): Promise<Run<T>> =>
    bundles.call("preflight", event, {
      milliseconds: 20_000,
      environment: {
        AWS_ENDPOINT_URL_LAMBDA: lambdaServer.url.href,
        AWS_ENDPOINT_URL_SAGEMAKER: sageMakerServer.url.href,
        // As it is deployed. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
        AWS_LAMBDA_LOG_FORMAT: "JSON",
        REGISTRY: registry.host,
        CREDENTIALS_PROVIDER_ARN: ARN,
        ...environment,
      },
    });

  it("trusts only the public authorities that Node ships, answers with the report, and makes no metric", async () => {
    const { answer, log } = await invoke({ image: `${registry.host}/ml/fraud:1`, endpointName: "fraud" });
    assert(answer);
    assert.equal(answer.passed, false);
    assert(ids(answer, "failed").includes("certificate-authority"), answer.summary);
    assert(ids(answer, "failed").includes("lambda-endpoint"));
    assert.match(answer.summary, /cannot be pulled as SageMaker pulls it: \d checks failed/);
    const lines = linesOf<LogLine>(log);
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
    const { answer, log } = await invoke<ScheduledPreflightResult>({
      scheduled: { endpoint: "fraud", images: names.map((image) => ({ image })) },
    } satisfies ScheduledPreflightEvent);
    assert(answer);
    assert.deepEqual([answer.failed, answer.warned], [6, 0]);
    assert.deepEqual(
      answer.images.map(({ image, passed }) => [image, passed]),
      names.map((name) => [name, false]),
    );
    assert.match(answer.images[0]?.summary ?? "", /^127.*fraud:1 cannot be pulled as SageMaker pulls it/);
    const lines = linesOf<LogLine>(log);
    const reports = lines.flatMap(({ message }) =>
      message === undefined ? [] : [JSON.parse(message) as PreflightResult],
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
    assert.match(failure.message, /image is in the registry other\.example.*platform is "x"/);
    assert.equal(failure.stack, "");
  });

  it("does not start without the registry's name, or with blocks that are none", async () => {
    await assert.rejects(invoke({}, { REGISTRY: "" }), /The environment variable REGISTRY is not set/);
    await assert.rejects(
      invoke({}, { VPC_CIDR_BLOCKS: "10.0.0.0/16, 10.0.0.0/33" }),
      /"10\.0\.0\.0\/33", which is not a CIDR block/,
    );
  });

  it("has at most 1 MB", () => {
    const { size } = statSync(bundles.fileOf("preflight"));
    assert(size <= 1_000_000, `${size} bytes`);
  });
});
