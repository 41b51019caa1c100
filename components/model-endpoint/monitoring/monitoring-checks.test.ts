import type * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { ComparisonOperator, EndpointMetric, type EndpointAlarm } from "./monitoring-alarm";
import type { Problem } from "../../common";
import { alarmProblems, isExtended, withDefaults } from "./monitoring-checks";
import { METRICS } from "./monitoring-metrics";

const rule = { metric: "CPUUtilization", threshold: 80 } as const;
const all = (alarm: object, asynchronous = false, production: Record<string, string> = only) =>
  alarmProblems("a", alarm as pulumi.Unwrap<EndpointAlarm>, { asynchronous, production, shadow });
const only = { AllTraffic: "ml.m5.large" };
const shadow = { next: "ml.g5.xlarge" };
/** What is wrong with an alarm, by the paths. */
const found = (...alarm: Parameters<typeof all>): string[] =>
  all(...alarm).map(({ propertyPath }) => propertyPath);
const isAsynchronous = (metric: EndpointMetric): boolean => METRICS[metric].publishedBy === "asynchronous";
/** The instances that have everything. */
const withGpu = { AllTraffic: "ml.g5.xlarge" };

describe("The checks of alarms", () => {
  it("want a metric, a variant and settings that there are", () => {
    assert.deepEqual(found({ ...rule, metric: "x" }), ["a.metric"]);
    assert.deepEqual(found({ ...rule, metric: "x", period: 45 }), ["a.metric", "a.period"]);
    assert.deepEqual(found({ metric: "ApproximateBacklogSize", threshold: 1, variant: "AllTraffic" }, true), [
      "a.variant",
    ]);
    assert.deepEqual(
      found({ ...rule, comparisonOperator: "x", treatMissingData: "x", statistic: "median" }),
      ["a.statistic", "a.comparisonOperator", "a.treatMissingData"],
    );
    const two = { blue: "ml.m5.large", green: "ml.m5.large" };
    assert.deepEqual(found(rule, false, two), ["a.variant"]);
    for (const variant of ["blue", "green", "next"]) {
      assert.deepEqual(found({ ...rule, variant }, false, two), []);
    }
    assert.deepEqual(found({ ...rule, variant: "red" }, false, two), ["a.variant"]);
  });

  it("refuse metrics that the endpoint never publishes, so that the alarm would never fire", () => {
    const real = ["Invocations", "InvocationsPerInstance", "OverheadLatency", "InvocationModelErrors"];
    const waiting = ["ApproximateBacklogSize", "ApproximateAgeOfOldestRequest", "InvocationsProcessed"];
    const both = ["Invocation4XXErrors", "Invocation5XXErrors", "ModelLatency", "CPUUtilization"];
    for (const [metrics, realTime, asynchronous] of [
      [real, [], ["a.metric"]],
      [waiting, ["a.metric"], []],
      [both, [], []],
    ] as const) {
      for (const metric of metrics) {
        const alarm = { metric, threshold: metric.endsWith("Latency") ? 5000 : 0.5 };
        assert.deepEqual(found(alarm), realTime, metric);
        assert.deepEqual(found(alarm, true), asynchronous, metric);
      }
    }
    const gpu = { metric: "GPUUtilization", threshold: 80 };
    assert.deepEqual(found(gpu), ["a.metric"]);
    assert.deepEqual(found({ ...gpu, variant: "next" }), []);
    assert.deepEqual(found(gpu, false, withGpu), []);
  });

  it("hold thresholds to what the metric can reach, so that no alarm is on for ever, or never", () => {
    for (const metric of Object.values(EndpointMetric)) {
      const { least, most } = METRICS[metric].thresholds;
      const check = (alarm: object): string[] => found({ metric, ...alarm }, isAsynchronous(metric), withGpu);
      const near = fc.oneof(
        fc.double({ min: -10, max: 2000, noNaN: true }),
        fc.constantFrom(0, least, most, least - 1, most + 1),
      );
      fc.assert(
        fc.property(near, fc.constantFrom(...Object.values(ComparisonOperator)), (threshold, operator) => {
          // Whether some value of the metric, from 0 to its most, is beyond the threshold, and some is not.
          const beyond = {
            GreaterThanThreshold: most > threshold && threshold >= 0,
            GreaterThanOrEqualToThreshold: most >= threshold && threshold > 0,
            LessThanThreshold: threshold > 0 && threshold <= most,
            LessThanOrEqualToThreshold: threshold >= 0 && threshold < most,
          }[operator];
          const holds = Number.isFinite(threshold) && beyond && threshold >= least;
          assert.equal(check({ threshold, comparisonOperator: operator }).length === 0, holds);
        }),
      );
      assert.deepEqual(check({ threshold: Infinity }), ["a.threshold"]);
    }
    const usual = { metric: "Invocation5XXErrors", threshold: 5, statistic: "Average" };
    assert.deepEqual(found(usual), ["a.threshold"]);
    for (const threshold of [0.5, 5]) assert.deepEqual(found({ ...usual, threshold, statistic: "Sum" }), []);
    for (const threshold of [-1, 0]) {
      const sum = { metric: "Invocation5XXErrors", threshold, statistic: "Sum" };
      assert.deepEqual(found(sum), ["a.threshold"]);
    }
    const any = { metric: "Invocation5XXErrors", threshold: 0, comparisonOperator: "GreaterThanThreshold" };
    assert.deepEqual(found(any), []);
    const [never] = all({ ...any, threshold: 1 });
    assert.match(
      never?.reason ?? "",
      /is 1, but must be a share of the requests of at least 0 and below 1, as 0.05 for 5 %: by GreaterThanThreshold/,
    );
    const [always] = all({ ...usual, threshold: 0 });
    assert.match(always?.reason ?? "", /of the requests above 0 and at most 1, /);
  });

  it("count no request as too few, where that is looked for, and as well elsewhere", () => {
    const missing = (alarm: object): string =>
      withDefaults({ threshold: 1, ...alarm } as pulumi.Unwrap<EndpointAlarm>).treatMissingData;
    for (const metric of ["Invocations", "InvocationsPerInstance", "InvocationsProcessed"]) {
      assert.equal(missing({ metric, comparisonOperator: "LessThanThreshold" }), "breaching");
      assert.equal(missing({ metric, comparisonOperator: "LessThanOrEqualToThreshold" }), "breaching");
      assert.equal(missing({ metric }), "notBreaching");
      const given = { metric, comparisonOperator: "LessThanThreshold", treatMissingData: "ignore" };
      assert.equal(missing(given), "ignore");
    }
    for (const metric of ["CPUUtilization", "ModelLatency", "Invocation5XXErrors"]) {
      assert.equal(missing({ metric, comparisonOperator: "LessThanThreshold" }), "notBreaching");
    }
  });

  it("take the statistics of CloudWatch", () => {
    for (const [statistic, fits] of [
      ["Average", true],
      ["SampleCount", true],
      ["p0", true],
      ["p99.9", true],
      ["p99.99", true],
      ["p100", true],
      ["p101", false],
      ["p99.999", false],
      ["tm90", true],
      ["wm99", true],
      ["IQM", true],
      ["PR(100:2000)", true],
      ["TM(10%:90%)", true],
      ["TC(:0.5)", true],
      ["TM(:)", false],
      ["P99", false],
      ["average", false],
    ] as const) {
      assert.equal(found({ ...rule, statistic }).length === 0, fits, statistic);
    }
    assert.deepEqual([isExtended("p99"), isExtended("Average")], [true, false]);
  });

  it("hold periods to those of CloudWatch, and to how often there is data", () => {
    const week = 7 * 86_400;
    const concurrency = { metric: "ConcurrentRequestsPerModel", threshold: 5 };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: -1, max: week + 61 }),
          fc.integer({ min: -1, max: week / 60 + 1 }).map((minutes) => minutes * 60),
          fc.constantFrom(10, 20, 30, 45, week),
        ),
        (period) => {
          const minutes = period > 0 && period % 60 === 0 && period <= week;
          const alarm = { period, evaluationPeriods: 1 };
          assert.equal(found({ ...rule, ...alarm }).length === 0, minutes);
          const often = minutes || [10, 20, 30].includes(period);
          assert.equal(found({ ...concurrency, ...alarm }).length === 0, often);
        },
      ),
    );
    for (const [period, fits] of [
      [9, false],
      [10, true],
      [20, true],
      [30, true],
      [31, false],
      [week, true],
      [week + 60, false],
    ] as const) {
      const alarm = { ...concurrency, period, evaluationPeriods: 1 };
      assert.equal(found(alarm).length === 0, fits, String(period));
    }
    assert.match(all({ ...rule, period: 10 })[0]?.reason ?? "", /CPUUtilization has data once a minute/);
    for (const [period, most, days] of [
      [60, 1440, "a day"],
      [3540, 24, "a day"],
      [3600, 168, "7 days"],
      [86_400, 7, "7 days"],
      [week, 1, "7 days"],
    ] as const) {
      assert.deepEqual(found({ ...rule, period, evaluationPeriods: most }), []);
      for (const evaluationPeriods of [0, most + 1]) {
        assert.deepEqual(found({ ...rule, period, evaluationPeriods }), ["a.evaluationPeriods"]);
        const [finding] = all({ ...rule, period, evaluationPeriods });
        assert.ok(finding?.reason.includes(`1 to ${most} periods of ${period} seconds, which is ${days}`));
      }
    }
    for (const [datapointsToAlarm, fits] of [
      [0, false],
      [1, true],
      [2, true],
      [3, false],
    ] as const) {
      assert.equal(found({ ...rule, evaluationPeriods: 2, datapointsToAlarm }).length === 0, fits);
    }
  });

  it("name the page that a limit comes from", () => {
    const wrong: Problem[] = [
      { ...rule, threshold: 0 },
      { ...rule, statistic: "median" },
      { ...rule, period: 45 },
      { ...rule, period: 10 },
      { ...rule, evaluationPeriods: 0 },
      { ...rule, datapointsToAlarm: 4 },
      { metric: "GPUUtilization", threshold: 80 },
      { metric: "ApproximateBacklogSize", threshold: 80 },
    ].flatMap((alarm) => [...all(alarm)]);
    assert.equal(wrong.length, 8);
    for (const { reason } of wrong) assert.match(reason, /https:\/\/docs\.aws\.amazon\.com\/\S+\.html/);
  });
});
