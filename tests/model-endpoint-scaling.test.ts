import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import type { ModelEndpointArgs, VariantScaling } from "../components/model-endpoint";
import { scalingFindings, targetValueOf } from "../components/model-endpoint/scaling-checks";
import { stepsProblem } from "../components/model-endpoint/scaling-policy-checks";
import type { ResourceGraph } from "../testing";
import { image, make, problems, twoVariants, TYPES, warned } from "./model-endpoint-scene";

const requests = { metric: "SageMakerVariantInvocationsPerInstance", requestsPerSecond: 20 } as const;
const cpu = { metric: "CPUUtilization", targetValue: 60 } as const;
const asyncInference = { s3OutputPath: "s3://answers/fraud" };
const scaled = (scaling: object, more: Partial<ModelEndpointArgs> = {}): Partial<ModelEndpointArgs> => ({
  scaling: scaling as VariantScaling,
  ...more,
});
const tracking = (graph: ResourceGraph, name: string) =>
  graph.only(TYPES.policy, name).inputs.targetTrackingScalingPolicyConfiguration;
const found = (scaling: object, variant: object = {}): string[] =>
  scalingFindings("scaling", scaling as pulumi.Unwrap<VariantScaling>, {
    instanceType: "ml.m5.large",
    initialInstanceCount: 1,
    asynchronous: false,
    ...variant,
  }).map(({ path }) => path.replace(/^scaling\.?/, ""));

describe("ModelEndpoint's scaling", () => {
  it("is none unless asked for", async () => {
    assert.deepEqual((await make()).ofType(TYPES.target), []);
  });

  it("follows requests, utilization, concurrency and metrics of one's own", async () => {
    const graph = await make(
      scaled(
        {
          minCapacity: 2,
          maxCapacity: 8,
          targetTracking: {
            requests: { ...requests, safetyFactor: 0.7, scaleInCooldown: 600, scaleOutCooldown: 0 },
            concurrency: {
              metric: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
              targetValue: 5,
            },
            cpu: { ...cpu, disableScaleIn: true },
            queue: {
              customizedMetric: {
                namespace: "Mine",
                metricName: "Depth",
                statistic: "Maximum",
                unit: "Count",
                dimensions: { Queue: pulumi.output("q") },
              },
              targetValue: pulumi.output(3),
            },
          },
        },
        { tags: { team: "ml" } },
      ),
    );
    const target = graph.only(TYPES.target, "fraud-scaling-AllTraffic");
    assert.deepEqual(target.inputs, {
      serviceNamespace: "sagemaker",
      scalableDimension: "sagemaker:variant:DesiredInstanceCount",
      resourceId: "endpoint/Fraud-Live/variant/AllTraffic",
      minCapacity: 2,
      maxCapacity: 8,
      tags: { team: "ml" },
    });
    assert.ok(graph.dependsOn(target, graph.only(TYPES.endpoint)));
    const policy = graph.only(TYPES.policy, "fraud-scaling-AllTraffic-target-requests");
    assert.deepEqual(policy.inputs, {
      policyType: "TargetTrackingScaling",
      serviceNamespace: "sagemaker",
      scalableDimension: "sagemaker:variant:DesiredInstanceCount",
      resourceId: "endpoint/Fraud-Live/variant/AllTraffic",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: 840,
        scaleInCooldown: 600,
        scaleOutCooldown: 0,
        predefinedMetricSpecification: { predefinedMetricType: "SageMakerVariantInvocationsPerInstance" },
      },
    });
    assert.ok(graph.dependsOn(policy, target));
    assert.deepEqual(tracking(graph, "fraud-scaling-AllTraffic-target-concurrency"), {
      targetValue: 5,
      predefinedMetricSpecification: {
        predefinedMetricType: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
      },
    });
    assert.deepEqual(tracking(graph, "fraud-scaling-AllTraffic-target-cpu"), {
      targetValue: 60,
      disableScaleIn: true,
      customizedMetricSpecification: {
        namespace: "/aws/sagemaker/Endpoints",
        metricName: "CPUUtilization",
        statistic: "Average",
        dimensions: [
          { name: "EndpointName", value: "Fraud-Live" },
          { name: "VariantName", value: "AllTraffic" },
        ],
      },
    });
    assert.deepEqual(tracking(graph, "fraud-scaling-AllTraffic-target-queue"), {
      targetValue: 3,
      customizedMetricSpecification: {
        namespace: "Mine",
        metricName: "Depth",
        statistic: "Maximum",
        unit: "Count",
        dimensions: [{ name: "Queue", value: "q" }],
      },
    });
    const [variant] = graph.only(TYPES.configuration).inputs.productionVariants as Record<string, unknown>[];
    assert.equal(variant?.initialInstanceCount, 2);
  });

  it("adds and removes instances by steps when an alarm of its own goes off, and sets limits on a schedule", async () => {
    const graph = await make(
      scaled({
        maxCapacity: 4,
        stepScaling: {
          out: {
            alarm: { metric: "GPUUtilization", threshold: 80, evaluationPeriods: 2 },
            adjustmentType: "PercentChangeInCapacity",
            cooldown: 120,
            minAdjustmentMagnitude: 1,
            stepAdjustments: [
              { metricIntervalLowerBound: 0, metricIntervalUpperBound: 10, scalingAdjustment: 50 },
              { metricIntervalLowerBound: 10, scalingAdjustment: 100 },
            ],
          },
        },
        scheduledActions: {
          morning: { schedule: "cron(0 7 ? * MON-FRI *)", timezone: "Europe/Rome", minCapacity: 2 },
        },
      }),
    );
    const policy = graph.only(TYPES.policy, "fraud-scaling-AllTraffic-step-out");
    assert.equal(policy.inputs.policyType, "StepScaling");
    assert.deepEqual(policy.inputs.stepScalingPolicyConfiguration, {
      adjustmentType: "PercentChangeInCapacity",
      cooldown: 120,
      metricAggregationType: "Average",
      minAdjustmentMagnitude: 1,
      stepAdjustments: [
        { metricIntervalLowerBound: "0", metricIntervalUpperBound: "10", scalingAdjustment: 50 },
        { metricIntervalLowerBound: "10", scalingAdjustment: 100 },
      ],
    });
    const alarm = graph.only(TYPES.alarm, "fraud-scaling-AllTraffic-step-out").inputs;
    assert.deepEqual(alarm.alarmActions, [policy.outputs.arn]);
    assert.ok(!("okActions" in alarm));
    assert.equal(alarm.threshold, 80);
    assert.deepEqual(alarm.dimensions, { EndpointName: "Fraud-Live", VariantName: "AllTraffic" });
    assert.deepEqual(graph.only(TYPES.scheduled, "fraud-scaling-AllTraffic-scheduled-morning").inputs, {
      serviceNamespace: "sagemaker",
      scalableDimension: "sagemaker:variant:DesiredInstanceCount",
      resourceId: "endpoint/Fraud-Live/variant/AllTraffic",
      schedule: "cron(0 7 ? * MON-FRI *)",
      timezone: "Europe/Rome",
      scalableTargetAction: { minCapacity: 2 },
    });
  });

  it("goes down to no instance, and up again for the first request, with asynchronous inference alone", async () => {
    const backlog = { metric: "ApproximateBacklogSizePerInstance", targetValue: 5 };
    const graph = await make(
      scaled({ minCapacity: 0, maxCapacity: 3, targetTracking: { backlog } }, { asyncInference }),
    );
    assert.equal(graph.only(TYPES.target).inputs.minCapacity, 0);
    const policy = graph.only(TYPES.policy, "fraud-scaling-AllTraffic-from-zero");
    assert.deepEqual(policy.inputs.stepScalingPolicyConfiguration, {
      adjustmentType: "ChangeInCapacity",
      metricAggregationType: "Average",
      cooldown: 300,
      stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
    });
    const alarm = graph.only(TYPES.alarm, "fraud-scaling-AllTraffic-from-zero").inputs;
    assert.deepEqual(
      [alarm.metricName, alarm.dimensions, alarm.threshold, alarm.alarmActions],
      ["HasBacklogWithoutCapacity", { EndpointName: "Fraud-Live" }, 1, [policy.outputs.arn]],
    );
    const [variant] = graph.only(TYPES.configuration).inputs.productionVariants as Record<string, unknown>[];
    assert.equal(variant?.initialInstanceCount, 1);
    const always = await make(scaled({ maxCapacity: 3, targetTracking: { backlog } }, { asyncInference }));
    assert.equal(always.ofType(TYPES.alarm).length, 0);
    assert.deepEqual(
      Object.keys(await problems(scaled({ minCapacity: 0, maxCapacity: 3, targetTracking: { cpu } }))),
      ["scaling.minCapacity"],
    );
    assert.deepEqual(Object.keys(await problems(scaled({ maxCapacity: 3, targetTracking: { backlog } }))), [
      "scaling.targetTracking.backlog.metric",
    ]);
  });

  it("is each variant's own", async () => {
    const scaling: VariantScaling = { minCapacity: 2, maxCapacity: 4, targetTracking: { cpu } };
    const blue = { instanceType: "ml.m5.large" };
    const graph = await make({
      instanceType: undefined,
      variants: {
        blue: { ...blue, scaling },
        green: { ...blue, scaling: { ...scaling, minCapacity: 3 } },
        red: blue,
      },
    });
    assert.deepEqual(
      graph.ofType(TYPES.target).map(({ inputs }) => [inputs.resourceId, inputs.minCapacity]),
      [
        ["endpoint/Fraud-Live/variant/blue", 2],
        ["endpoint/Fraud-Live/variant/green", 3],
      ],
    );
    const variants = graph.only(TYPES.configuration).inputs.productionVariants as Record<string, unknown>[];
    assert.deepEqual(
      variants.map((each) => each.initialInstanceCount),
      [2, 3, 1],
    );
    const found = await problems({ ...twoVariants, scaling });
    assert.match(found.scaling ?? "", /is given beside `variants`/);
    const shadow = await problems({
      instanceType: undefined,
      variants: { live: blue },
      shadowVariants: { next: { ...blue, scaling } },
      image: image("a"),
    });
    assert.match(shadow["shadowVariants.next.scaling"] ?? "", /a shadow variant keeps its instances/);
  });

  it("says that a deployment undoes what it decided, where it does", async () => {
    const scaling: VariantScaling = { maxCapacity: 4, targetTracking: { cpu } };
    const [undone] = await warned({ scaling, initialInstanceCount: 3 });
    assert.match(
      undone,
      /starts the variant AllTraffic with initialInstanceCount again, which is 3, also where scaling had made it up to 4/,
    );
    const [kept] = await warned({ scaling, initialInstanceCount: 4 });
    assert.equal(kept, "");
  });

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
      { maxCapacity: 2, stepScaling: { a: { stepAdjustments: [{ scalingAdjustment: 1 }] } } },
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
            stepAdjustments: [{ scalingAdjustment: 1 }],
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
      "a schedule to zero",
      { maxCapacity: 2, scheduledActions: { a: { schedule: "rate(1 day)", minCapacity: 0 } } },
      {},
      ["scheduledActions.a.minCapacity"],
    ],
    [
      "51 policies",
      {
        maxCapacity: 2,
        stepScaling: Object.fromEntries(
          Array.from({ length: 51 }, (_, index) => [
            `a${index}`,
            {
              alarm: { metric: "CPUUtilization", threshold: 1 },
              stepAdjustments: [{ scalingAdjustment: 1 }],
            },
          ]),
        ),
      },
      {},
      [""],
    ],
  ];
  for (const [what, scaling, variant, paths] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(found(scaling, variant), paths);
    });
  }

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
    assert.match(stepsProblem([step(0, undefined, 0.5)], undefined) ?? "", /whole number/);
  });
});
