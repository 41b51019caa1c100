import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { scalingProblems } from "./scaling-checks";
import type { VariantScaling } from "./scaling-settings";

const requests = { metric: "SageMakerVariantInvocationsPerInstance", requestsPerSecond: 20 } as const;
const cpu = { metric: "CPUUtilization", targetValue: 60 } as const;
/** What is wrong with a scaling, by the paths below it. */
const reasons = (scaling: object, variant: object = {}): Record<string, string> =>
  Object.fromEntries(
    scalingProblems("scaling", scaling as pulumi.Unwrap<VariantScaling>, {
      instanceType: "ml.m5.large",
      initialInstanceCount: 1,
      asynchronous: false,
      ...variant,
    }).map(({ propertyPath, reason }) => [propertyPath.replace(/^scaling\.?/, ""), reason]),
  );
const found = (scaling: object, variant: object = {}): string[] => Object.keys(reasons(scaling, variant));

describe("The limits of scaling", () => {
  const scheduled = (action: object, more: object = {}): object => ({
    maxCapacity: 9,
    scheduledActions: { a: { schedule: "rate(1 day)", minCapacity: 1, ...action } },
    ...more,
  });
  const tracked = (policy: object): object => ({ maxCapacity: 2, targetTracking: { a: policy } });
  const stepped = (steps: object[], alarm: object = {}, more: object = {}): object => ({
    maxCapacity: 2,
    stepScaling: {
      a: { alarm: { metric: "CPUUtilization", threshold: 50, ...alarm }, stepAdjustments: steps, ...more },
    },
  });
  const step = (from?: number, to?: number, scalingAdjustment = 1) => ({
    metricIntervalLowerBound: from,
    metricIntervalUpperBound: to,
    scalingAdjustment,
  });

  it("hold numbers to the API's 32 bits, and targets to its range", () => {
    const most = 2 ** 31 - 1;
    for (const [value, fits] of [
      [most, true],
      [most + 1, false],
    ] as const) {
      assert.equal(found({ ...tracked(cpu), maxCapacity: value }).length === 0, fits);
      assert.equal(found(tracked({ ...cpu, scaleOutCooldown: value })).length === 0, fits);
      assert.equal(found(stepped([step(0)], {}, { cooldown: value })).length === 0, fits);
      const percent = { adjustmentType: "PercentChangeInCapacity", minAdjustmentMagnitude: value };
      assert.equal(found(stepped([step(0)], {}, percent)).length === 0, fits);
    }
    assert.deepEqual(found(tracked({ ...cpu, targetValue: 2 ** 360 })), []);
    assert.deepEqual(found(tracked({ ...cpu, targetValue: 2 ** 361 })), ["targetTracking.a.targetValue"]);
    const none = { adjustmentType: "PercentChangeInCapacity", minAdjustmentMagnitude: 0 };
    assert.deepEqual(found(stepped([step(0)], {}, none)), ["stepScaling.a.minAdjustmentMagnitude"]);
  });

  it("refuse names that AWS takes for no part of a name", () => {
    const a = { schedule: "rate(1 day)", minCapacity: 1 };
    for (const [name, fits] of [
      ["night-1", true],
      ["n".repeat(63), true],
      ["n".repeat(64), false],
      ["every/night", false],
      ["night: all", false],
      ["", false],
    ] as const) {
      assert.equal(found({ maxCapacity: 2, scheduledActions: { [name]: a } }).length === 0, fits, name);
      assert.equal(found({ maxCapacity: 2, targetTracking: { [name]: cpu } }).length === 0, fits, name);
    }
  });

  it("want steps that an alarm finds when it fires, as AWS takes them", () => {
    const below = { comparisonOperator: "LessThanThreshold" };
    for (const [steps, alarm, problem] of [
      [[step(0)], {}, undefined],
      [[step(undefined, 0)], below, undefined],
      [[step(undefined, 0), step(0)], {}, undefined],
      [[step()], {}, /a step without bounds/],
      [[step(undefined, 0)], {}, /no step for an alarm that fires above its threshold/],
      [[step(5)], {}, /no step for an alarm that fires above/],
      [[step(0)], below, /no step for an alarm that fires below/],
      [[step(undefined, -5)], below, /no step for an alarm that fires below/],
      [[step(0, 10)], {}, /with an upper bound above 0 there must be a step without one/],
      [[step(0, 1)], {}, /with an upper bound above 0 there must be a step without one/],
      [[step(-1, 0)], below, /with a lower bound below 0 there must be a step without one/],
      [[step(-10, 0)], below, /with a lower bound below 0 there must be a step without one/],
      [[step(-10), step(undefined, -10)], below, undefined],
    ] as const) {
      const reason = reasons(stepped([...steps], alarm))["stepScaling.a.stepAdjustments"];
      if (problem === undefined) assert.equal(reason, undefined);
      else assert.match(reason ?? "", problem);
    }
    const many = (count: number) => [
      ...Array.from({ length: count - 1 }, (_, index) => step(index, index + 1)),
      step(count - 1),
    ];
    assert.deepEqual(found(stepped(many(20))), []);
    assert.match(reasons(stepped(many(21)))["stepScaling.a.stepAdjustments"] ?? "", /1 to 20 steps/);
    assert.deepEqual(found(stepped([step(0)], {}, { metricAggregationType: "Sum" })), [
      "stepScaling.a.metricAggregationType",
    ]);
    assert.deepEqual(found(stepped([step(0)], {}, { adjustmentType: "Exact" })), [
      "stepScaling.a.adjustmentType",
    ]);
  });

  it("take only metrics that the endpoint publishes", () => {
    const asynchronous = { asynchronous: true };
    for (const metric of [
      "SageMakerVariantInvocationsPerInstance",
      "SageMakerVariantConcurrentRequestsPerModelHighResolution",
    ]) {
      assert.deepEqual(found(tracked({ metric, targetValue: 5 })), []);
      const reason = reasons(tracked({ metric, targetValue: 5 }), asynchronous)["targetTracking.a.metric"];
      assert.match(reason ?? "", /asynchronous endpoints do not publish: choose .*async-inference-monitor/);
    }
    const backlog = { metric: "ApproximateBacklogSizePerInstance", targetValue: 5 };
    assert.deepEqual(found(tracked(backlog), asynchronous), []);
    for (const metric of ["GPUUtilization", "GPUMemoryUtilization"]) {
      const policy = tracked({ metric, targetValue: 60 });
      for (const instanceType of ["ml.g5.xlarge", "ml.p4d.24xlarge", "ml.gr6.4xlarge", "ml.new1.xlarge"]) {
        assert.deepEqual(found(policy, { instanceType }), [], instanceType);
      }
      for (const instanceType of ["ml.m5.large", "ml.c7g.large", "ml.inf2.xlarge", "ml.trn1.2xlarge"]) {
        assert.deepEqual(found(policy, { instanceType }), ["targetTracking.a.metric"], instanceType);
      }
    }
  });

  it("take the grammar of schedules, and days and zones that there are", () => {
    for (const [schedule, fits] of [
      ["at(2026-12-24T18:00:00)", true],
      ["at(2028-02-29T23:59:59)", true],
      ["at(2027-02-29T00:00:00)", false],
      ["at(2026-13-01T00:00:00)", false],
      ["at(2026-12-24T25:00:00)", false],
      ["at(2026-12-24 18:00:00)", false],
      ["rate(1 minute)", true],
      ["rate(12 hours)", true],
      ["rate(0 hours)", false],
      ["rate(1 week)", false],
      ["cron(0 7 ? * MON-FRI *)", true],
      ["cron(0 7 ? * MON-FRI)", false],
      ["0 7 ? * MON-FRI *", false],
    ] as const) {
      assert.equal(found(scheduled({ schedule })).length === 0, fits, schedule);
    }
    for (const [timezone, fits] of [
      ["Europe/Rome", true],
      ["America/Argentina/Buenos_Aires", true],
      ["Etc/GMT+9", true],
      ["UTC", true],
      ["europe/rome", false],
      ["+01:00", false],
      ["Europe/rome", false],
      ["Europe/Atlantis", false],
    ] as const) {
      assert.equal(found(scheduled({ timezone })).length === 0, fits, timezone);
    }
    for (const [startTime, fits] of [
      ["2026-12-01T00:00:00Z", true],
      ["2026-12-01T00:00:00.5+01:00", true],
      ["2026-12-01", false],
      ["2026-11-31T00:00:00Z", false],
    ] as const) {
      assert.equal(found(scheduled({ startTime })).length === 0, fits, startTime);
      assert.equal(found(scheduled({ endTime: startTime })).length === 0, fits, startTime);
    }
  });

  it("let a schedule go down to 0 only where a request that finds no instance has one started", () => {
    const asynchronous = { asynchronous: true };
    const toZero = scheduled({ minCapacity: 0 });
    assert.match(
      reasons(toZero, asynchronous)["scheduledActions.a.minCapacity"] ?? "",
      /from 1 to .*0 takes the variant's own minCapacity to be 0/,
    );
    assert.deepEqual(found({ ...toZero, minCapacity: 0 }, asynchronous), []);
    const off = scheduled({ minCapacity: 0, maxCapacity: 0 }, { minCapacity: 0 });
    assert.deepEqual(found(off, asynchronous), []);
    assert.deepEqual(found(scheduled({ minCapacity: 3, maxCapacity: 2 })), [
      "scheduledActions.a.maxCapacity",
    ]);
  });

  it("hold metrics of one's own, and expressions over them, to the API's grammar", () => {
    const own = (customizedMetric: object): string[] =>
      found(tracked({ customizedMetric, targetValue: 1 })).map((path) =>
        path.replace("targetTracking.a.customizedMetric.", ""),
      );
    const metric = { namespace: "Mine", metricName: "Depth" };
    const query = { id: "a", ...metric };
    for (const [given, paths] of [
      [metric, []],
      [{ ...metric, statistic: "SampleCount", unit: "Count/Second" }, []],
      [{ ...metric, namespace: "n".repeat(255) }, []],
      [{ ...metric, namespace: "n".repeat(256) }, ["namespace"]],
      [{ metricName: "Depth" }, ["namespace"]],
      [{}, ["metricName"]],
      [{ ...metric, statistic: "p90", unit: "Requests" }, ["statistic", "unit"]],
      [{ ...metric, dimensions: { Queue: "" } }, ["dimensions.Queue"]],
      [{ ...metric, queries: [query] }, ["namespace", "metricName"]],
      [{ queries: [] }, ["queries"]],
      [{ queries: [query, { id: "b", expression: "a / 2" }] }, []],
      [{ queries: [{ ...query, statistic: "p90" }] }, []],
      [{ queries: [{ ...query, statistic: "median" }] }, ["queries[0].statistic"]],
      [{ queries: [query, query] }, ["queries[1].id"]],
      [{ queries: [{ id: "b", expression: "a", metricName: "Depth" }] }, ["queries[0].metricName"]],
      [{ queries: [{ id: "a" }] }, ["queries[0].metricName"]],
      [{ queries: [{ id: "a", expression: "x".repeat(2048) }] }, []],
      [{ queries: [{ id: "a", expression: "x".repeat(2049) }] }, ["queries[0].expression"]],
      [{ queries: [{ ...query, id: `a${"_".repeat(254)}` }] }, []],
      [{ queries: [{ ...query, id: `a${"_".repeat(255)}` }] }, ["queries[0].id"]],
      [{ queries: [{ ...query, id: "A" }] }, ["queries[0].id"]],
    ] as const) {
      assert.deepEqual(own(given), paths, JSON.stringify(given).slice(0, 80));
    }
    for (const statistic of ["Average", "Minimum", "Maximum", "SampleCount", "Sum"]) {
      assert.deepEqual(own({ ...metric, statistic }), [], statistic);
    }
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
    const times = "Seconds Microseconds Milliseconds Percent None";
    const amounts =
      "Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits Terabits Count";
    for (const unit of [times, amounts, amounts.replace(/\w+/g, "$&/Second")].join(" ").split(" ")) {
      assert.deepEqual(own({ ...metric, unit }), [], unit);
    }
  });

  it("name the page that a limit comes from", () => {
    const wrong: [object, object?][] = [
      [{ minCapacity: 3, maxCapacity: 2, targetTracking: { cpu } }],
      [{ maxCapacity: 0, targetTracking: { cpu } }],
      [{ maxCapacity: 2, targetTracking: { cpu } }, { instanceType: "ml.t3.medium" }],
      [tracked({ ...cpu, targetValue: 0 })],
      [tracked({ ...cpu, scaleInCooldown: -1 })],
      [tracked({ ...requests, safetyFactor: 2 })],
      [stepped([])],
      [stepped([step()])],
      [stepped([step(0)], {}, { minAdjustmentMagnitude: 1 })],
      [scheduled({ schedule: "daily" })],
      [scheduled({ timezone: "Rome" })],
    ];
    const below = { minCapacity: -1, maxCapacity: 2, targetTracking: { cpu } };
    assert.match(reasons(below).minCapacity ?? "", /only asynchronous inference scales to 0/);
    assert.match(reasons(below, { asynchronous: true }).minCapacity ?? "", /API_RegisterScalableTarget/);
    for (const [scaling, variant] of wrong) {
      const all = Object.values(reasons(scaling, variant));
      assert.equal(all.length, 1, JSON.stringify(scaling));
      assert.match(all[0] ?? "", /https:\/\/docs\.aws\.amazon\.com\/\S+\.html/);
    }
  });
});
