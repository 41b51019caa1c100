import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { ModelEndpointArgs, VariantScaling } from "../../../components/model-endpoint";
import type { RecordOptions, ResourceGraph } from "../../../testing";
import { image, make, problems, twoVariants, TYPES, warned } from "./recorded-endpoint";

const requests = { metric: "SageMakerVariantInvocationsPerInstance", requestsPerSecond: 20 } as const;
const cpu = { metric: "CPUUtilization", targetValue: 60 } as const;
/** The AWS provider takes an absent cooldown for 0, so that AWS's own is said. */
const cooldowns = { scaleInCooldown: 300, scaleOutCooldown: 300 };
const asyncInference = { s3OutputPath: "s3://answers/fraud" };
const scaled = (scaling: object, more: Partial<ModelEndpointArgs> = {}): Partial<ModelEndpointArgs> => ({
  scaling: scaling as VariantScaling,
  ...more,
});
/** What each part says of the variant that it scales. */
const ofVariant = {
  serviceNamespace: "sagemaker",
  scalableDimension: "sagemaker:variant:DesiredInstanceCount",
  resourceId: "endpoint/Fraud-Live/variant/AllTraffic",
};
const tracking = (graph: ResourceGraph, name: string) =>
  graph.only(TYPES.policy, name).inputs.targetTrackingScalingPolicyConfiguration;

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
      ...ofVariant,
      minCapacity: 2,
      maxCapacity: 8,
      tags: { team: "ml" },
    });
    assert.ok(graph.dependsOn(target, graph.only(TYPES.endpoint)));
    const policy = graph.only(TYPES.policy, "fraud-scaling-AllTraffic-target-requests");
    assert.deepEqual(policy.inputs, {
      policyType: "TargetTrackingScaling",
      ...ofVariant,
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
      ...cooldowns,
      predefinedMetricSpecification: {
        predefinedMetricType: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
      },
    });
    assert.deepEqual(tracking(graph, "fraud-scaling-AllTraffic-target-cpu"), {
      targetValue: 60,
      ...cooldowns,
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
      ...cooldowns,
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

  it("follows an expression over metrics", async () => {
    const graph = await make(
      scaled({
        maxCapacity: 4,
        targetTracking: {
          backlog: {
            customizedMetric: {
              queries: [
                {
                  id: "queued",
                  namespace: "AWS/SQS",
                  metricName: "ApproximateNumberOfMessagesVisible",
                  dimensions: { QueueName: pulumi.output("q") },
                  statistic: "p90",
                  unit: "Count",
                },
                { id: "workers", namespace: "Mine", metricName: "Workers" },
                { id: "each", expression: "queued / workers" },
              ],
            },
            targetValue: 10,
          },
        },
      }),
    );
    assert.deepEqual(tracking(graph, "fraud-scaling-AllTraffic-target-backlog"), {
      targetValue: 10,
      ...cooldowns,
      customizedMetricSpecification: {
        metrics: [
          {
            id: "queued",
            metricStat: {
              metric: {
                namespace: "AWS/SQS",
                metricName: "ApproximateNumberOfMessagesVisible",
                dimensions: [{ name: "QueueName", value: "q" }],
              },
              stat: "p90",
              unit: "Count",
            },
            returnData: false,
          },
          {
            id: "workers",
            metricStat: {
              metric: { namespace: "Mine", metricName: "Workers", dimensions: [] },
              stat: "Average",
            },
            returnData: false,
          },
          { id: "each", expression: "queued / workers", returnData: true },
        ],
      },
    });
  });

  it("adds and removes instances by steps when an alarm of its own fires, and sets limits on a schedule", async () => {
    const graph = await make({
      tags: { team: "ml" },
      ...scaled({
        maxCapacity: 4,
        stepScaling: {
          out: {
            alarm: { metric: "CPUUtilization", threshold: 80, evaluationPeriods: 2 },
            adjustmentType: "PercentChangeInCapacity",
            metricAggregationType: "Maximum",
            cooldown: 120,
            minAdjustmentMagnitude: 1,
            stepAdjustments: [
              { metricIntervalLowerBound: 0, metricIntervalUpperBound: 10, scalingAdjustment: 50 },
              { metricIntervalLowerBound: 10, scalingAdjustment: 100 },
            ],
          },
          in: {
            alarm: {
              metric: "InvocationsPerInstance",
              threshold: 10,
              comparisonOperator: "LessThanThreshold",
            },
            stepAdjustments: [{ metricIntervalUpperBound: 0, scalingAdjustment: -1 }],
          },
        },
        scheduledActions: {
          morning: { schedule: "cron(0 7 ? * MON-FRI *)", timezone: "Europe/Rome", minCapacity: 2 },
          sale: {
            schedule: "rate(1 day)",
            startTime: "2026-11-27T00:00:00Z",
            endTime: "2026-11-30T00:00:00Z",
            minCapacity: 3,
            maxCapacity: 9,
          },
        },
      }),
    });
    const policy = graph.only(TYPES.policy, "fraud-scaling-AllTraffic-step-out");
    assert.deepEqual(policy.inputs, {
      policyType: "StepScaling",
      ...ofVariant,
      stepScalingPolicyConfiguration: {
        adjustmentType: "PercentChangeInCapacity",
        cooldown: 120,
        metricAggregationType: "Maximum",
        minAdjustmentMagnitude: 1,
        stepAdjustments: [
          { metricIntervalLowerBound: "0", metricIntervalUpperBound: "10", scalingAdjustment: 50 },
          { metricIntervalLowerBound: "10", scalingAdjustment: 100 },
        ],
      },
    });
    assert.deepEqual(graph.only(TYPES.alarm, "fraud-scaling-AllTraffic-step-out").inputs, {
      alarmDescription: "Scales the variant AllTraffic by the policy out",
      namespace: "/aws/sagemaker/Endpoints",
      metricName: "CPUUtilization",
      dimensions: { EndpointName: "Fraud-Live", VariantName: "AllTraffic" },
      statistic: "Average",
      threshold: 80,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      period: 60,
      evaluationPeriods: 2,
      treatMissingData: "notBreaching",
      alarmActions: [policy.outputs.arn],
      tags: { team: "ml" },
    });
    assert.deepEqual(
      graph.only(TYPES.policy, "fraud-scaling-AllTraffic-step-in").inputs.stepScalingPolicyConfiguration,
      {
        adjustmentType: "ChangeInCapacity",
        cooldown: 300,
        metricAggregationType: "Average",
        stepAdjustments: [{ metricIntervalUpperBound: "0", scalingAdjustment: -1 }],
      },
    );
    // An idle endpoint has no data of its requests, and would else never be scaled in.
    const idle = graph.only(TYPES.alarm, "fraud-scaling-AllTraffic-step-in").inputs;
    assert.equal(idle.treatMissingData, "breaching");
    assert.deepEqual(graph.only(TYPES.scheduled, "fraud-scaling-AllTraffic-scheduled-morning").inputs, {
      ...ofVariant,
      schedule: "cron(0 7 ? * MON-FRI *)",
      timezone: "Europe/Rome",
      scalableTargetAction: { minCapacity: 2 },
    });
    assert.deepEqual(graph.only(TYPES.scheduled, "fraud-scaling-AllTraffic-scheduled-sale").inputs, {
      ...ofVariant,
      schedule: "rate(1 day)",
      startTime: "2026-11-27T00:00:00Z",
      endTime: "2026-11-30T00:00:00Z",
      scalableTargetAction: { minCapacity: 3, maxCapacity: 9 },
    });
    assert.equal(graph.only(TYPES.target).inputs.minCapacity, 1);
  });

  it("goes down to no instance, and up again for the first request, with asynchronous inference alone", async () => {
    const backlog = { metric: "ApproximateBacklogSizePerInstance", targetValue: 5 };
    const graph = await make(
      scaled(
        { minCapacity: 0, maxCapacity: 3, targetTracking: { backlog } },
        { asyncInference, tags: { team: "ml" } },
      ),
    );
    assert.equal(graph.only(TYPES.target).inputs.minCapacity, 0);
    const policy = graph.only(TYPES.policy, "fraud-scaling-AllTraffic-from-zero");
    assert.deepEqual(policy.inputs, {
      policyType: "StepScaling",
      ...ofVariant,
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Average",
        cooldown: 300,
        stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
      },
    });
    assert.deepEqual(graph.only(TYPES.alarm, "fraud-scaling-AllTraffic-from-zero").inputs, {
      alarmDescription: "Requests wait, and the variant AllTraffic has no instance",
      namespace: "AWS/SageMaker",
      metricName: "HasBacklogWithoutCapacity",
      dimensions: { EndpointName: "Fraud-Live" },
      statistic: "Average",
      period: 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "missing",
      alarmActions: [policy.outputs.arn],
      tags: { team: "ml" },
    });
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
    assert.match(found.scaling ?? "", /cannot be combined with `variants`/);
    const shadow = await problems({
      instanceType: undefined,
      variants: { live: blue },
      shadowVariants: { next: { ...blue, scaling } },
      image: image("a"),
    });
    assert.match(shadow["shadowVariants.next.scaling"] ?? "", /a shadow variant keeps its instances/);
  });

  it("says at a preview that the update to come undoes what it decided, and nothing else says so", async () => {
    const scaling: VariantScaling = { maxCapacity: 4, targetTracking: { cpu } };
    const args = { scaling, initialInstanceCount: 3 };
    // What is yet to be made has no id at a preview, but a name, which the AWS provider makes before.
    const unknown = (...types: string[]): RecordOptions => ({
      preview: true,
      outputs: ({ type }) => (types.includes(type) ? { id: "" } : undefined),
    });
    const [undone] = await warned(args, unknown(TYPES.configuration));
    assert.match(
      undone,
      /this update starts the variant AllTraffic with initialInstanceCount again, which is 3, also where scaling has made it up to 4/,
    );
    for (const [quiet, options] of [
      [args, { preview: true }],
      [args, {}],
      [args, unknown(TYPES.configuration, TYPES.endpoint)],
      [{ scaling, initialInstanceCount: 4 }, unknown(TYPES.configuration)],
    ] as const) {
      assert.doesNotMatch((await warned(quiet, options))[0], /starts the variant/);
    }
  });
});
