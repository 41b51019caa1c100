import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { PreflightReport, Status } from "../../preflight";
import type { PreflightRequest } from "./event";
import { runSchedule } from "./schedule";

/** A report with checks of these statuses. */
const report = (
  { image }: PreflightRequest,
  statuses: readonly Status[],
  certificateDaysToExpiry?: number,
): PreflightReport => ({
  image,
  passed: !statuses.includes("failed"),
  checks: statuses.map((status) => ({
    id: "blobs",
    title: "t",
    status,
    severity: "error",
    seen: "s",
    ms: 0,
  })),
  summary: `${image}: ${statuses.join()}`,
  ms: 0,
  ...(certificateDaysToExpiry === undefined ? {} : { certificateDaysToExpiry }),
});
const requests = (...images: string[]) => images.map((image) => ({ image, severities: {} }));
const numbered = (count: number) =>
  requests(...Array.from({ length: count }, (_, index) => `r.example/a:${index}`));

describe("a preflight on a schedule", () => {
  it("counts the images that failed, and of the others those that are warned of, each once", async () => {
    const statuses: Record<string, readonly Status[]> = {
      good: ["passed", "skipped"],
      warned: ["warned", "warned", "passed"],
      failed: ["failed", "failed"],
      both: ["warned", "failed"],
    };
    const { result, measurements } = await runSchedule(
      { endpoint: "fraud", images: requests(...Object.keys(statuses)) },
      async (request) => report(request, statuses[request.image] ?? []),
      10_000,
    );
    assert.deepEqual(result, {
      failed: 2,
      warned: 1,
      images: [
        { image: "good", passed: true, summary: "good: passed,skipped" },
        { image: "warned", passed: true, summary: "warned: warned,warned,passed" },
        { image: "failed", passed: false, summary: "failed: failed,failed" },
        { image: "both", passed: false, summary: "both: warned,failed" },
      ],
    });
    assert.deepEqual(measurements, {
      endpoint: "fraud",
      failedImages: 2,
      warnedImages: 1,
      certificateDaysToExpiry: undefined,
    });
  });

  it("tells the fewest days of the certificates that were seen", async () => {
    const days = async (...seen: Array<number | undefined>) => {
      const { measurements } = await runSchedule(
        { endpoint: "fraud", images: numbered(seen.length) },
        async (request) => report(request, ["passed"], seen[Number(request.image.split(":")[1])]),
        10_000,
      );
      return measurements.certificateDaysToExpiry;
    };
    assert.equal(await days(undefined, 40, 39), 39);
    assert.equal(await days(0, 5), 0);
    assert.equal(await days(-3, 5), -3);
    assert.equal(await days(undefined), undefined);
  });

  it("goes on where the check of an image breaks down, and says nothing of why", async () => {
    const { result } = await runSchedule(
      { endpoint: "fraud", images: numbered(3) },
      async (request) => {
        if (request.image.endsWith(":1")) throw new TypeError("hunter2");
        return report(request, ["passed"]);
      },
      10_000,
    );
    assert.deepEqual([result.failed, result.warned], [1, 0]);
    assert.deepEqual(result.images[1], {
      image: "r.example/a:1",
      passed: false,
      summary: "r.example/a:1 could not be checked (TypeError): this is a fault of the package.",
    });
  });

  it("checks four images at once at most, and answers in their order", async () => {
    let now = 0;
    let most = 0;
    const images = numbered(10);
    const { result } = await runSchedule(
      { endpoint: "fraud", images },
      async (request) => {
        most = Math.max(most, ++now);
        await sleep(request.image.endsWith("0") ? 40 : 5);
        now--;
        return report(request, ["passed"]);
      },
      10_000,
    );
    assert.equal(most, 4);
    assert.deepEqual(
      result.images.map(({ image }) => image),
      images.map(({ image }) => image),
    );
  });

  it("shares the time among the images, also where each takes all that it is given", async () => {
    const given: number[] = [];
    const started = performance.now();
    await runSchedule(
      { endpoint: "fraud", images: numbered(12) },
      async (request, timeoutMs) => {
        given.push(timeoutMs);
        await sleep(timeoutMs);
        return report(request, ["passed"]);
      },
      3_600,
    );
    const ms = performance.now() - started;
    assert.equal(given.length, 12);
    assert(
      given.every((each) => each > 600 && each <= 1_201),
      given.join(),
    );
    // 3.6 s, and what a busy machine adds; with the whole time for each it would be 10.8 s.
    assert(ms < 9_000, `${ms} ms`);
  });

  it("gives what the quick ones leave to those that come after", async () => {
    const given: number[] = [];
    await runSchedule(
      { endpoint: "fraud", images: numbered(8) },
      async (request, timeoutMs) => {
        given.push(timeoutMs);
        return report(request, ["passed"]);
      },
      60_000,
    );
    assert(given.slice(0, 4).every((each) => each > 29_000 && each <= 30_000));
    assert(given.slice(4).every((each) => each > 59_000 && each <= 60_000));
  });
});
