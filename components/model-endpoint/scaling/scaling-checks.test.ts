import type * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { scalingProblems, targetValueOf } from "./scaling-checks";
import { stepsProblem } from "./scaling-policy-checks";
import type { VariantScaling } from "./scaling-settings";

const requests = { metric: "SageMakerVariantInvocationsPerInstance", requestsPerSecond: 20 } as const;
const cpu = { metric: "CPUUtilization", targetValue: 60 } as const;
/** The paths, below the scaling, of what is wrong with it. */
const found = (scaling: object, variant: object = {}): string[] =>
  scalingProblems("scaling", scaling as pulumi.Unwrap<VariantScaling>, {
    instanceType: "ml.m5.large",
    initialInstanceCount: 1,
    asynchronous: false,
    ...variant,
  }).map(({ propertyPath }) => propertyPath.replace(/^scaling\.?/, ""));

describe("The checks of scaling", () => {
  const refused: [string, object, object, string[]][] = [
    ["no policy", { maxCapacity: 2 }, {}, [""]],
    [
      "burstable instances",
      { maxCapacity: 2, targetTracking: { cpu } },
      { instanceType: "ml.t3.medium" },
      [""],
    ],
    ["a start below the limits", { minCapacity: 2, maxCapacity: 4, targetTracking: { cpu } }, {}, [""]],
    ["a start above them", { maxCapacity: 4, targetTracking: { cpu } }, { initialInstanceCount: 5 }, [""]],
    [
      "no metric",
      { maxCapacity: 2, targetTracking: { a: { targetValue: 1 } } },
      {},
      ["targetTracking.a.metric"],
    ],
    [
      "two metrics",
      {
        maxCapacity: 2,
        targetTracking: { a: { ...cpu, customizedMetric: { namespace: "n", metricName: "m" } } },
      },
      {},
      ["targetTracking.a.metric"],
    ],
    [
      "an unknown metric",
      { maxCapacity: 2, targetTracking: { a: { ...cpu, metric: "x" } } },
      {},
      ["targetTracking.a.metric"],
    ],
    [
      "no target",
      { maxCapacity: 2, targetTracking: { a: { metric: "CPUUtilization" } } },
      {},
      ["targetTracking.a.targetValue"],
    ],
    [
      "two targets",
      { maxCapacity: 2, targetTracking: { a: { ...requests, targetValue: 1 } } },
      {},
      ["targetTracking.a.targetValue"],
    ],
    [
      "requests a second of another metric",
      { maxCapacity: 2, targetTracking: { a: { metric: "CPUUtilization", requestsPerSecond: 2 } } },
      {},
      ["targetTracking.a.requestsPerSecond"],
    ],
    [
      "a factor without requests",
      { maxCapacity: 2, targetTracking: { a: { ...cpu, safetyFactor: 0.5 } } },
      {},
      ["targetTracking.a.safetyFactor"],
    ],
    ["a metric twice", { maxCapacity: 2, targetTracking: { a: cpu, b: cpu } }, {}, ["targetTracking.b"]],
    [
      "a step policy without alarm",
      {
        maxCapacity: 2,
        stepScaling: { a: { stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }] } },
      },
      {},
      ["stepScaling.a.alarm"],
    ],
    [
      "a magnitude of a count",
      {
        maxCapacity: 2,
        stepScaling: {
          a: {
            alarm: { metric: "CPUUtilization", threshold: 1 },
            minAdjustmentMagnitude: 2,
            stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }],
          },
        },
      },
      {},
      ["stepScaling.a.minAdjustmentMagnitude"],
    ],
    [
      "a schedule that changes nothing",
      { maxCapacity: 2, scheduledActions: { a: { schedule: "rate(1 day)" } } },
      {},
      ["scheduledActions.a"],
    ],
    [
      "a schedule of no form",
      { maxCapacity: 2, scheduledActions: { a: { schedule: "daily", minCapacity: 1 } } },
      {},
      ["scheduledActions.a.schedule"],
    ],
    [
      "a cron of five fields",
      { maxCapacity: 2, scheduledActions: { a: { schedule: "cron(0 7 ? * *)", minCapacity: 1 } } },
      {},
      ["scheduledActions.a.schedule"],
    ],
    [
      "no time zone",
      {
        maxCapacity: 2,
        scheduledActions: { a: { schedule: "rate(1 day)", minCapacity: 1, timezone: "Rome" } },
      },
      {},
      ["scheduledActions.a.timezone"],
    ],
    [
      "an end before the start",
      {
        maxCapacity: 2,
        scheduledActions: {
          a: {
            schedule: "rate(1 day)",
            minCapacity: 1,
            startTime: "2026-12-02T00:00:00Z",
            endTime: "2026-12-01T00:00:00Z",
          },
        },
      },
      {},
      ["scheduledActions.a.endTime"],
    ],
    [
      "an end at the start",
      {
        maxCapacity: 2,
        scheduledActions: {
          a: {
            schedule: "rate(1 day)",
            minCapacity: 1,
            startTime: "2026-12-01T01:00:00+01:00",
            endTime: "2026-12-01T00:00:00Z",
          },
        },
      },
      {},
      ["scheduledActions.a.endTime"],
    ],
    [
      "a schedule to zero",
      { maxCapacity: 2, scheduledActions: { a: { schedule: "rate(1 day)", minCapacity: 0 } } },
      {},
      ["scheduledActions.a.minCapacity"],
    ],
  ];
  for (const [what, scaling, variant, paths] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(found(scaling, variant), paths);
    });
  }

  it("takes 50 policies of both kinds together, and 200 scheduled actions, and no more", () => {
    const named = <T>(count: number, value: (index: number) => T): Record<string, T> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, value(index)]));
    const step = {
      alarm: { metric: "CPUUtilization", threshold: 1 },
      stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: 1 }],
    };
    const own = (index: number) => ({
      customizedMetric: { namespace: "Mine", metricName: `m${index}` },
      targetValue: 1,
    });
    const policies = (tracked: number, stepped: number) =>
      found({ maxCapacity: 2, targetTracking: named(tracked, own), stepScaling: named(stepped, () => step) });
    assert.deepEqual([policies(50, 0), policies(20, 30), policies(0, 50)], [[], [], []]);
    assert.deepEqual([policies(51, 0), policies(20, 31), policies(0, 51)], [[""], [""], [""]]);
    const actions = (count: number) =>
      found({
        maxCapacity: 2,
        scheduledActions: named(count, () => ({ schedule: "rate(1 day)", minCapacity: 1 })),
      });
    assert.deepEqual([actions(200), actions(201)], [[], ["scheduledActions"]]);
    const scheduledActions = { a: { schedule: "rate(1 day)", minCapacity: 1 } };
    assert.deepEqual(found({ maxCapacity: 2, targetTracking: { cpu }, scheduledActions }), []);
  });

  it("holds capacities, targets, factors and cooldowns to their ranges", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2, max: 6 }),
        fc.integer({ min: -2, max: 6 }),
        fc.boolean(),
        (min, max, asynchronous) => {
          const low = min >= (asynchronous ? 0 : 1);
          const high = max >= 1;
          const scaling = { minCapacity: min, maxCapacity: max, targetTracking: { cpu } };
          const start = Math.max(1, min);
          assert.equal(
            found(scaling, { asynchronous, initialInstanceCount: Math.min(start, Math.max(max, 1)) })
              .length === 0,
            low && high && min <= max,
          );
        },
      ),
    );
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), (factor) => {
        const scaling = { maxCapacity: 2, targetTracking: { a: { ...requests, safetyFactor: factor } } };
        assert.equal(found(scaling).length === 0, factor > 0 && factor <= 1);
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(0.5)), (value) => {
        const policy = { ...cpu, scaleInCooldown: value };
        assert.equal(
          found({ maxCapacity: 2, targetTracking: { policy } }).length === 0,
          Number.isInteger(value) && value >= 0,
        );
        const target = { ...cpu, targetValue: value };
        assert.equal(found({ maxCapacity: 2, targetTracking: { target } }).length === 0, value > 0);
        const rate = { ...requests, requestsPerSecond: value };
        assert.deepEqual(
          found({ maxCapacity: 2, targetTracking: { rate } }),
          value > 0 ? [] : ["targetTracking.rate.requestsPerSecond"],
        );
      }),
    );
    assert.equal(targetValueOf({ requestsPerSecond: 20 }), 600);
  });

  it("takes steps whose intervals follow one another, in any order, and no others", () => {
    const step = (from: number | undefined, to: number | undefined, scalingAdjustment = 1) => ({
      metricIntervalLowerBound: from,
      metricIntervalUpperBound: to,
      scalingAdjustment,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 19 }),
        fc.infiniteStream(fc.integer()),
        (bounds, order) => {
          const sorted = [...bounds].sort((one, other) => one - other);
          const steps = [...sorted, undefined].map((to, index) => step(sorted[index - 1], to));
          const shuffled = steps
            .map((each) => ({ each, at: order.next().value as number }))
            .sort((one, other) => one.at - other.at)
            .map(({ each }) => each);
          assert.equal(stepsProblem(shuffled, undefined), undefined);
          if (steps.length > 2) {
            assert.match(
              stepsProblem(steps.toSpliced(1, 1), undefined) ?? "",
              /neither overlap nor leave a gap/,
            );
          }
          assert.match(
            stepsProblem([...steps, step(sorted[0], undefined)], undefined) ?? "",
            /overlap|20 steps/,
          );
        },
      ),
    );
    assert.match(stepsProblem([], undefined) ?? "", /1 to 20 steps/);
    assert.match(stepsProblem([step(1, 1)], undefined) ?? "", /must end above where it begins/);
    assert.match(stepsProblem([step(0, undefined, -1)], "ExactCapacity") ?? "", /at least 0/);
    assert.equal(stepsProblem([step(0, undefined, 0)], "ExactCapacity"), undefined);
    assert.match(stepsProblem([step(0, undefined, 0.5)], undefined) ?? "", /whole number/);
  });
});
