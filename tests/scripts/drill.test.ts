import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { push, newImage } from "../../scripts/drill/drill-clients";
import { isFailedRequest, type Operation, percentile, summarize } from "../../scripts/drill/drill-counts";
import { DrillEnvironment } from "../../scripts/drill/drill-environment";
import { DrillImages } from "../../scripts/drill/drill-images";
import { BUCKET } from "../../scripts/drill/registry-task";
import { type DrillSize, faultsOf, runScenario, SCENARIOS } from "../../scripts/drill/scenarios";
import { barsOf } from "../../scripts/drill/throughput-bars";
import { verdictOn, verifyImages } from "../../scripts/drill/verify-images";
import { isInstalled } from "../registry-client/registries";

const SHORT: DrillSize = {
  pullClients: 8,
  pushClients: 2,
  pullPauseSeconds: 0.5,
  killSeconds: 6,
  killEverySeconds: 2,
  s3Seconds: 4,
  secretSeconds: 4,
  calmSeconds: 1,
};

const operation = (over: Partial<Operation>): Operation => ({
  outcome: "complete",
  ms: 100,
  failedRequests: 0,
  repeats: 0,
  ...over,
});

describe("the figures of a drill", () => {
  it("tell pulls without a failed request from those that were retried, or started again", () => {
    const summary = summarize([
      operation({}),
      operation({ failedRequests: 2, ms: 300 }),
      operation({ failedRequests: 5, repeats: 1, ms: 900 }),
      operation({ outcome: "invisible", ms: 5_000 }),
      operation({ outcome: "half visible" }),
      operation({ outcome: "wrong bytes" }),
      operation({ outcome: "missing" }),
      operation({ outcome: "given up", failedRequests: 3 }),
    ]);
    const { complete, smooth, retried, repeated, failedRequests } = summary;
    assert.deepEqual(
      { complete, smooth, retried, repeated, failedRequests },
      {
        complete: 3,
        smooth: 1,
        retried: 2,
        repeated: 1,
        failedRequests: 10,
      },
    );
    const { givenUp, halfVisible, wrongBytes, missing, p50Ms, p99Ms } = summary;
    assert.deepEqual([givenUp, halfVisible, wrongBytes, missing], [1, 1, 1, 1]);
    assert.deepEqual([p50Ms, p99Ms], [300, 900]);
  });

  it("count as failed what a registry or network lost, and no missing image", () => {
    const failed = (method: string, status: number | undefined, error?: string): boolean =>
      isFailedRequest({ method, status, error });
    assert.deepEqual(
      [failed("GET", 502), failed("GET", undefined, "reset"), failed("PUT", 404)],
      [true, true, true],
    );
    assert.deepEqual([failed("GET", 404), failed("GET", 401), failed("GET", 200)], [false, false, false]);
  });

  it("have percentiles that are observed values", () => {
    assert.deepEqual(
      [1, 50, 99, 100].map((percent) => percentile([4, 1, 3, 2], percent)),
      [1, 2, 4, 4],
    );
    assert.ok(Number.isNaN(percentile([], 50)));
  });

  it("find images that are lost or visible in part, whoever pushed them", () => {
    const found = verdictOn([
      [true, "complete"],
      [true, "missing"],
      [true, "half visible"],
      [false, "complete"],
      [false, "invisible"],
      [false, "half visible"],
      [false, "wrong bytes"],
    ]);
    assert.deepEqual(found, {
      kept: 1,
      lost: 2,
      unacknowledged: 1,
      invisible: 1,
      halfVisible: 2,
      wrongBytes: 1,
    });
  });

  it("are compared with bars, and what could not be measured meets none", () => {
    const rate = (perSecond: number) => ({ perSecond, serverCpu: 0.001, clientCpu: 0.0001 });
    const measured = {
      authentication: rate(1_000),
      manifests: rate(999),
      clients: 200,
      imageBytes: 1e8,
      registry: rate(8.9e8),
      nginx: rate(1e9),
    };
    assert.deepEqual(
      barsOf(measured).map(({ isMet }) => isMet),
      [true, false, false],
    );
    assert.equal(barsOf({ ...measured, registry: rate(9e8) })[2]?.isMet, true);
    assert.equal(barsOf({ ...measured, nginx: undefined })[2]?.isMet, undefined);
  });
});

describe("a short drill of two services of the CNCF registry over moto's S3", function () {
  this.timeout(300_000);
  let environment: DrillEnvironment | undefined;

  before(async function () {
    if (isInstalled("registry")) environment = await DrillEnvironment.start();
    if (environment === undefined) this.skip();
  });
  after(() => environment?.stop());

  function running(): DrillEnvironment {
    assert.ok(environment);
    return environment;
  }

  for (const scenario of SCENARIOS) {
    it(`loses nothing and shows nothing in part: ${scenario.title}`, async () => {
      const result = await runScenario(scenario, running(), SHORT);
      assert.deepEqual(faultsOf(result), [], JSON.stringify(result));
      const { pulls, pushes } = result;
      // Otherwise there was no fault.
      assert.ok(pulls.failedRequests + pushes.failedRequests > 0, JSON.stringify(result));
    });
  }

  it("finds an image that lacks a layer, and one whose tag is lost", async () => {
    const { s3 } = running();
    const images = new DrillImages();
    const stored = ["whole", "part", "tag"].map((tag) => images.add("ml/damaged", tag, newImage()));
    for (const image of stored) await push(running().access("push"), image);
    const layer = [...(stored[1]?.image.blobs.keys() ?? [])].at(-1)?.replace("sha256:", "") ?? "";
    const client = new S3Client({
      endpoint: s3.url,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    for (const key of [
      `blobs/sha256/${layer.slice(0, 2)}/${layer}/data`,
      "repositories/ml/damaged/_manifests/tags/tag/current/link",
    ]) {
      await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: `docker/registry/v2/${key}` }));
    }
    client.destroy();
    const { kept, lost, halfVisible } = await verifyImages(running().access("pull"), images.all);
    assert.deepEqual({ kept, lost, halfVisible }, { kept: 1, lost: 2, halfVisible: 1 });
  });
});
