import assert from "node:assert/strict";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { startMotoServer, type MotoServer } from "../../tests/support/moto-server";
import { AWS_CLIENT } from "../../tests/support/lambda-bundles";
import type { Account } from "./account";
import { openAccount } from "./aws";
import { collect, type Collection } from "./collect";
import { removeEndpoints } from "./leftovers";
import type { DeployedResources } from "./deployed-resources";

const LINES = readFileSync(join(__dirname, "fixtures", "registry-pull.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean);
const BALANCED =
  `https 2026-11-23T01:36:11.300000Z app/lb/0 10.0.1.2:50000 10.0.2.3:5000 0.001 0.002 0.000 200 200 400 900 ` +
  `"GET https://evidence.example.com:443/v2/evidence/ID/manifests/sha256:abc HTTP/1.1" "puller/1.0" ` +
  `TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:x "Root=1" "evidence.example.com" "arn:aws:acm:x" 1 ` +
  `2026-11-23T01:36:11.290000Z "forward" "-" "-" "10.0.2.3:5000" "200" "-" "-" TID_0`;

/** The account's own client takes its keys from the environment, as a user's does. */
const KEYS = {
  AWS_ACCESS_KEY_ID: AWS_CLIENT.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: AWS_CLIENT.credentials.secretAccessKey,
};

const STANDING: DeployedResources = {
  region: AWS_CLIENT.region,
  registryLogGroups: ["registry-pull", "gone"],
  credentialsLogGroups: { plain: "credentials-plain" },
  bucket: "evidence-logs",
  clusters: [],
  endpoints: { plain: "plain-1", index: "gone-1" },
  models: { plain: "model-1", index: "gone-1" },
};

/** An account in which nothing is, but what a test says. */
const accountOf = (changes: Partial<Account>): Account => ({
  logLines: () => Promise.resolve([]),
  loadBalancerLines: () => Promise.resolve([]),
  endpoint: () => Promise.resolve(undefined),
  modelCreatedAt: () => Promise.resolve(undefined),
  invoke: () => Promise.reject(new Error("not asked")),
  invokeAsync: () => Promise.reject(new Error("not asked")),
  deleteEndpoint: () => Promise.reject(new Error("not asked")),
  deleteLogGroup: () => Promise.reject(new Error("not asked")),
  close: () => undefined,
  ...changes,
});

const collection = (changes: Partial<Collection> = {}): Collection => ({
  questions: ["plain", "index"],
  deployed: STANDING,
  errors: { index: ["the image could not be pulled"] },
  waitOptions: { milliseconds: 1, times: 3, sleep: () => Promise.resolve() },
  tell: () => undefined,
  ...changes,
});

describe("the collection of evidence", () => {
  it("waits for the load balancers' logs until they tell of every pull", async () => {
    let times = 0;
    const account = accountOf({
      logLines: (group) => Promise.resolve(group === "registry-pull" ? LINES : []),
      loadBalancerLines: () =>
        Promise.resolve(["plain", "index"].slice(0, times++).map((id) => BALANCED.replace("ID", id))),
    });
    const { loadBalancerLines } = await collect(account, collection());
    assert.equal(times, 3);
    assert.equal(loadBalancerLines.length, 2);
  });

  it("goes on without them when they do not come, and does not wait where nothing was pulled", async () => {
    let times = 0;
    const loadBalancerLines = (): Promise<string[]> => Promise.resolve(times++ < 0 ? [""] : []);
    await collect(accountOf({ loadBalancerLines, logLines: () => Promise.resolve(LINES) }), collection());
    assert.equal(times, 4);
    times = 0;
    await collect(accountOf({ loadBalancerLines }), collection());
    assert.equal(times, 1);
  });

  it("asks each endpoint in its own way, and none that is not in service", async () => {
    const asked: unknown[] = [];
    const answered = { answered: true, detail: "" };
    const account = accountOf({
      endpoint: (name) =>
        Promise.resolve({ status: name === "broken" ? "Failed" : "InService", failureReason: "no" }),
      invoke: (name, _body, targetModel) =>
        Promise.resolve(asked.push([name, targetModel])).then(() => answered),
      invokeAsync: (name, location) => Promise.resolve(asked.push([name, location])).then(() => answered),
    });
    const endpoints = { plain: "plain", async: "async", "multi-model": "many", isolation: "broken" };
    const { endpoints: found } = await collect(
      account,
      collection({
        questions: ["plain", "async", "multi-model", "isolation"],
        deployed: { ...STANDING, endpoints },
      }),
    );
    assert.deepEqual(asked.sort(), [
      ["async", "s3://evidence-logs/requests/one.json"],
      ["many", "one.tar.gz"],
      ["plain", undefined],
    ]);
    assert.equal(found.isolation?.failureReason, "no");
    assert.equal(found.isolation.invocation, undefined);
  });

  describe("from moto's AWS", function () {
    this.timeout(60_000);
    let moto: MotoServer;
    let account: Account;
    const environment = { ...process.env };

    before(async function () {
      const started = await startMotoServer();
      if (started === undefined) return this.skip();
      moto = started;
      Object.assign(process.env, KEYS);
      await fill(moto.url);
      const polling = { milliseconds: 10, times: 2 };
      account = openAccount({ region: AWS_CLIENT.region, endpoint: moto.url, polling });
    });
    after(async () => {
      account?.close();
      await moto?.close();
      process.env = environment;
    });

    it("reads logs, endpoints and what they answer, and passes over what is not there", async () => {
      const collected = await collect(account, collection());
      assert.deepEqual([...collected.registryLines].sort(), [...LINES].sort());
      assert.equal(collected.credentialsLines.plain?.length, 1);
      assert.deepEqual(
        collected.loadBalancerLines,
        ["plain", "index"].map((id) => BALANCED.replace("ID", id)),
      );
      const { plain, index } = collected.endpoints;
      assert.equal(plain?.status, "InService");
      assert(Math.abs((plain.createdAt ?? 0) - Date.now()) < 60_000);
      assert(Math.abs((plain.modelCreatedAt ?? 0) - Date.now()) < 60_000);
      assert.equal(plain.invocation?.answered, true);
      // Its name is known, but it was never made.
      assert.deepEqual(index, { errors: ["the image could not be pulled"] });
    });

    it("reads the lines of a log in the order of their times", async () => {
      const lines = await account.logLines("registry-pull");
      assert.deepEqual(lines, LINES);
    });

    it("finds nothing where there is no log, bucket or model", async () => {
      assert.deepEqual(await account.logLines("none"), []);
      assert.deepEqual(await account.loadBalancerLines("no-such-bucket"), []);
      assert.equal(await account.modelCreatedAt("none"), undefined);
      assert.equal(await account.endpoint("none"), undefined);
      await account.deleteEndpoint("none");
      await account.deleteLogGroup("none");
    });

    it("deletes endpoints and log groups", async () => {
      const waitOptions = { milliseconds: 10, times: 100, sleep: () => Promise.resolve() };
      await removeEndpoints(account, ["plain-1", "gone-1"], waitOptions, () => undefined);
      assert.equal(await account.endpoint("plain-1"), undefined);
      await account.deleteLogGroup("registry-pull");
      assert.deepEqual(await account.logLines("registry-pull"), []);
    });
  });
});

/** Puts into moto what a run would have left at AWS. */
async function fill(endpoint: string): Promise<void> {
  const options = { ...AWS_CLIENT, endpoint };
  const logs = new CloudWatchLogsClient(options);
  const now = Date.now();
  for (const [group, messages] of [
    ["registry-pull", LINES],
    ["credentials-plain", ['{"timestamp":"2026-11-23T01:36:11Z","message":"asked with no keys"}']],
  ] as const) {
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    // Two tasks write to streams of their own, in turn.
    for (const stream of [0, 1]) {
      const events = messages
        .map((message, index) => ({ message, timestamp: now + index }))
        .filter((_event, index) => index % 2 === stream);
      const names = { logGroupName: group, logStreamName: `task-${stream}` };
      await logs.send(new CreateLogStreamCommand(names));
      if (events.length > 0) await logs.send(new PutLogEventsCommand({ ...names, logEvents: events }));
    }
  }
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const Bucket = "evidence-logs";
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
  );
  const folder = "AWSLogs/123456789012/elasticloadbalancing/eu-west-1/2026/11/23";
  for (const id of ["plain", "index"]) {
    const Body = gzipSync(`${BALANCED.replace("ID", id)}\n`);
    await s3.send(new PutObjectCommand({ Bucket, Key: `${folder}/${id === "plain" ? 1 : 2}.log.gz`, Body }));
  }
  await s3.send(
    new PutObjectCommand({ Bucket, Key: "AWSLogs/123456789012/ELBAccessLogTestFile", Body: "x" }),
  );
  const sageMaker = new SageMakerClient(options);
  const Image = "evidence.example.com/evidence/plain";
  await sageMaker.send(
    new CreateModelCommand({
      ModelName: "model-1",
      ExecutionRoleArn: "arn:aws:iam::123456789012:role/x",
      PrimaryContainer: { Image, Mode: "SingleModel" },
    }),
  );
  const InstanceType = "ml.m5.large";
  await sageMaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: "config-1",
      ProductionVariants: [
        { VariantName: "AllTraffic", ModelName: "model-1", InstanceType, InitialInstanceCount: 1 },
      ],
    }),
  );
  await sageMaker.send(
    new CreateEndpointCommand({ EndpointName: "plain-1", EndpointConfigName: "config-1" }),
  );
  for (const client of [logs, s3, sageMaker]) client.destroy();
}
