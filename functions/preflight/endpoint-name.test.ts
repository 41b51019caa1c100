import assert from "node:assert/strict";
import * as https from "node:https";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { Context } from "../../preflight";
import { AwsServer, awsError, endpointWith, noEndpoint } from "../../tests/preflight/aws-server";
import { freePort } from "../../cli/local/loopback";
import { authority } from "../../tests/registry-client/registries";
import { endpointNameCheck } from "./endpoint-name";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("the check of the endpoint's name", () => {
  let server: AwsServer;
  let clients: SageMakerClient[];
  beforeEach(async () => {
    server = await new AwsServer(noEndpoint).start();
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await server.stop();
  });

  const clientOf = (endpoint: string, httpsAgent = new https.Agent({ ca: authority.certificate })) => {
    const client = new SageMakerClient({
      region: "eu-west-1",
      endpoint,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      maxAttempts: 1,
      requestHandler: { httpsAgent, connectionTimeout: 1_500 },
    });
    clients.push(client);
    return client;
  };
  const looked = async (
    client = clientOf(server.url.href),
    name: string | undefined = "fraud",
    timeoutMs = 10_000,
  ) => {
    const context = new Context({ image: "registry.example/a:1", timeoutMs });
    try {
      return await endpointNameCheck(client, name).run(context);
    } finally {
      context.close();
    }
  };

  it("does not apply where no endpoint is named", async () => {
    const context = new Context({ image: "registry.example/a:1" });
    const outcome = await endpointNameCheck(clientOf(server.url.href), undefined).run(context);
    context.close();
    assert.deepEqual(outcome, { kind: "inapplicable", seen: "No endpoint name is provided" });
    assert.deepEqual(server.calls, []);
  });

  it("is good where there is no endpoint of the name", async () => {
    assert.deepEqual(await looked(), { kind: "good", seen: "There is no endpoint fraud yet" });
    assert.deepEqual(
      server.calls.map(({ target, body }) => [target, body]),
      [["SageMaker.DescribeEndpoint", '{"EndpointName":"fraud"}']],
    );
  });

  it("is good where the endpoint is in service", async () => {
    server.reply = endpointWith("InService");
    const { kind, seen } = await looked();
    assert.equal(kind, "good");
    assert.equal(seen, "The endpoint fraud exists, with the status InService");
  });

  it("is a problem where the endpoint failed, with the reason, and says how to delete it", async () => {
    server.reply = endpointWith("Failed", "Please make sure all images included in the model exist");
    const { kind, seen, remedy } = await looked();
    assert.equal(kind, "problem");
    assert.equal(
      seen,
      "The endpoint fraud exists, with the status Failed: Please make sure all images included in the model exist",
    );
    assert.match(remedy ?? "", /`aws sagemaker delete-endpoint --endpoint-name fraud`.*`pulumi up`/);
  });

  it("cuts a long reason off", async () => {
    server.reply = endpointWith("Failed", "x".repeat(10_000));
    assert((await looked()).seen.length < 600);
  });

  for (const [status, remedy] of [
    ["Creating", /Wait/],
    ["Updating", /Wait/],
    ["SystemUpdating", /Wait/],
    ["RollingBack", /Wait/],
    ["Deleting", /Wait/],
    ["OutOfService", /console/],
    ["UpdateRollbackFailed", /console/],
  ] as const) {
    it(`is suspicious where the endpoint is ${status}`, async () => {
      server.reply = endpointWith(status);
      const outcome = await looked();
      assert.equal(outcome.kind, "suspicion");
      assert.match(outcome.seen, new RegExp(`status ${status}$`));
      assert.match(outcome.remedy ?? "", remedy);
    });
  }

  for (const [name, reply, seen] of [
    [
      "is not allowed to ask",
      awsError(
        400,
        "AccessDeniedException",
        "User: x is not authorized to perform: sagemaker:DescribeEndpoint",
      ),
      /whether there is an endpoint fraud: AccessDeniedException: User: x is not authorized/,
    ],
    [
      "is throttled",
      awsError(400, "ThrottlingException", "Rate exceeded"),
      /ThrottlingException: Rate exceeded/,
    ],
    [
      "is told that the call is not valid",
      awsError(400, "ValidationException", "1 validation error detected"),
      /ValidationException: 1 validation error/,
    ],
    ["finds SageMaker out of order", awsError(503, "ServiceUnavailable", "later"), /ServiceUnavailable/],
  ] as const) {
    it(`does not apply where it ${name}, and says so`, async () => {
      server.reply = reply;
      const outcome = await looked();
      assert.equal(outcome.kind, "inapplicable");
      assert.match(outcome.seen, seen);
    });
  }

  for (const [name, url, seen] of [
    ["refuses connections", async () => `https://localhost:${await freePort()}/`, /ECONNREFUSED/],
    ["has no address", async () => "https://sagemaker.invalid/", /ENOTFOUND|EAI_AGAIN/],
    // Reserved for documentation: nobody is there (RFC 5737).
    ["is out of reach", async () => "https://192.0.2.1/", /whether there is an endpoint fraud: ./],
  ] as const) {
    it(`does not apply where SageMaker's API ${name}, as in a closed VPC`, async () => {
      const started = performance.now();
      const outcome = await looked(clientOf(await url()));
      assert.equal(outcome.kind, "inapplicable", outcome.seen);
      assert.match(outcome.seen, seen);
      assert(performance.now() - started < 10_000);
    });
  }

  it("does not apply where SageMaker's API does not answer, and waits for 3 s at most, also where garbage is collected", async () => {
    server.reply = () => setTimeout(collectGarbage, 200);
    const started = performance.now();
    const outcome = await looked(undefined, undefined, 20_000);
    const ms = performance.now() - started;
    assert.deepEqual(outcome, {
      kind: "inapplicable",
      seen: "It cannot be determined from here whether there is an endpoint fraud: no response in time",
    });
    assert(ms > 2_500 && ms < 10_000, `${ms} ms`);
  });

  it("does not apply where a server answers that is not trusted", async () => {
    const outcome = await looked(clientOf(server.url.href, new https.Agent()));
    assert.equal(outcome.kind, "inapplicable");
    assert.deepEqual(server.calls, []);
  });
});
