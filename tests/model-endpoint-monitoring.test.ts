import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { EndpointMetric, type EndpointAlarm } from "../components/model-endpoint";
import { alarmFindings } from "../components/model-endpoint/monitoring-checks";
import { METRICS } from "../components/model-endpoint/monitoring-metrics";
import { base, image, make, problems, TOPIC, twoVariants, TYPES } from "./model-endpoint-scene";

const asyncInference = { s3OutputPath: "s3://answers/fraud" };
const registry = {
  loadBalancerArn:
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/registry/0123456789abcdef",
  clusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/registry",
  pullServiceName: "registry-pull",
};
const found = (alarm: object, asynchronous = false): string[] =>
  alarmFindings("a", alarm as pulumi.Unwrap<EndpointAlarm>, ["AllTraffic"], asynchronous).map(
    ({ path }) => path,
  );

interface Widget {
  readonly properties: { readonly title: string; readonly region: string; readonly metrics: unknown[][] };
}
const widgetsOf = (body: unknown): Widget[] => (JSON.parse(String(body)) as { widgets: Widget[] }).widgets;

describe("ModelEndpoint's monitoring", () => {
  it("is none unless asked for", async () => {
    const graph = await make({ monitoring: {} });
    assert.deepEqual([...graph.ofType(TYPES.alarm), ...graph.ofType(TYPES.dashboard)], []);
  });

  it("makes alarms by name, on one variant or the whole endpoint, that tell topics of both changes", async () => {
    const graph = await make({
      ...twoVariants,
      asyncInference,
      monitoring: {
        alarms: {
          errors: { metric: "Invocation5XXErrors", threshold: 0.05, variant: "blue" },
          "disk-full": {
            metric: "DiskUtilization",
            threshold: pulumi.output(90),
            variant: "green",
            statistic: "Maximum",
            comparisonOperator: "GreaterThanThreshold",
            period: 300,
            evaluationPeriods: 4,
            datapointsToAlarm: 2,
            treatMissingData: "missing",
          },
          backlog: { metric: "ApproximateBacklogSize", threshold: 1000 },
        },
        alarmTopicArns: [TOPIC],
      },
      tags: { team: "ml" },
    });
    assert.deepEqual(graph.only(TYPES.alarm, "fraud-alarm-disk-full").inputs, {
      alarmDescription: "disk-full: an alarm on the endpoint Fraud-Live",
      namespace: "/aws/sagemaker/Endpoints",
      metricName: "DiskUtilization",
      dimensions: { EndpointName: "Fraud-Live", VariantName: "green" },
      statistic: "Maximum",
      threshold: 90,
      comparisonOperator: "GreaterThanThreshold",
      period: 300,
      evaluationPeriods: 4,
      datapointsToAlarm: 2,
      treatMissingData: "missing",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      tags: { team: "ml" },
    });
    const errors = graph.only(TYPES.alarm, "fraud-alarm-errors").inputs;
    assert.deepEqual(
      [errors.statistic, errors.threshold, errors.dimensions],
      ["Average", 0.05, { EndpointName: "Fraud-Live", VariantName: "blue" }],
    );
    const backlog = graph.only(TYPES.alarm, "fraud-alarm-backlog").inputs;
    assert.deepEqual(backlog.dimensions, { EndpointName: "Fraud-Live" });
  });

  it("shows endpoint, credentials function, preflights and registry on one dashboard", async () => {
    const graph = await make({
      ...twoVariants,
      preflightFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:preflight",
      preflightScheduleRoleArn: "arn:aws:iam::123456789012:role/schedule",
      monitoring: { dashboard: { dashboardName: "fraud", registry } },
    });
    const { dashboardName, dashboardBody } = graph.only(TYPES.dashboard, "fraud-dashboard").inputs;
    assert.equal(dashboardName, "fraud");
    const widgets = widgetsOf(dashboardBody);
    assert.ok(widgets.every(({ properties }) => properties.region === "eu-west-1"));
    assert.deepEqual(
      widgets.map(({ properties }) => properties.title),
      [
        "Requests to Fraud-Live",
        "Requests that failed",
        "Microseconds to an answer",
        "Percent of the instances",
        "Credentials handed out",
        "Milliseconds to the credentials",
        "Images that cannot be pulled, or of which something is warned",
        "Days until the registry's certificate expires",
        "Requests to the registry",
        "Percent of the tasks that serve images",
      ],
    );
    const rows = widgets.flatMap(({ properties }) =>
      properties.metrics.map((row) => row.slice(0, -1).join(" ")),
    );
    for (const row of [
      "AWS/SageMaker ModelLatency EndpointName Fraud-Live VariantName green",
      "/aws/sagemaker/Endpoints CPUUtilization EndpointName Fraud-Live VariantName blue",
      "AWS/Lambda Errors FunctionName credentials",
      "SageMakerPrivateRegistry FailedImages Registry registry.example.com Endpoint Fraud-Live",
      "SageMakerPrivateRegistry CertificateDaysToExpiry Registry registry.example.com",
      "AWS/ApplicationELB HTTPCode_Target_5XX_Count LoadBalancer app/registry/0123456789abcdef",
      "AWS/ECS CPUUtilization ClusterName registry ServiceName registry-pull",
    ]) {
      assert.ok(rows.includes(row), row);
    }
  });

  it("leaves out of the dashboard what there is not, and names it after the endpoint", async () => {
    const args = { credentialsProviderArn: undefined, asyncInference, monitoring: { dashboard: {} } };
    const { dashboardName, dashboardBody } = (await make(args)).only(TYPES.dashboard).inputs;
    assert.equal(dashboardName, "Fraud-Live");
    assert.deepEqual(
      widgetsOf(dashboardBody).map(({ properties }) => properties.title),
      [
        "Requests to Fraud-Live",
        "Requests that failed",
        "Microseconds to an answer",
        "Percent of the instances",
        "Requests that wait",
      ],
    );
  });

  it("tells every metric's name and dimensions", async () => {
    const metrics = (await make(twoVariants)).outputs.metrics?.value as Record<string, unknown>[];
    assert.ok(
      metrics.some(
        (metric) =>
          JSON.stringify(metric) ===
          JSON.stringify({
            namespace: "AWS/SageMaker",
            metricName: "ModelLatency",
            dimensions: { EndpointName: "Fraud-Live", VariantName: "green" },
          }),
      ),
    );
    assert.ok(!metrics.some(({ metricName }) => metricName === "ApproximateBacklogSize"));
    const waiting = (await make({ asyncInference })).outputs.metrics?.value as Record<string, unknown>[];
    assert.deepEqual(
      waiting.map(({ metricName }) => metricName),
      Object.values(EndpointMetric),
    );
  });

  it("refuses what CloudWatch or SageMaker would, with the paths", async () => {
    const rule = { metric: "CPUUtilization", threshold: 80 } as const;
    const monitoring = {
      alarms: { "a b": rule, c: { ...rule, variant: "x" }, d: { ...rule, treshold: 1 } },
      alarmTopicArns: ["topic"],
      dashboard: { dashboardName: "a b", registry: { ...registry, clusterArn: "registry" } },
    };
    assert.deepEqual(Object.keys(await problems({ monitoring })).sort(), [
      "monitoring.alarmTopicArns[0]",
      "monitoring.alarms.c.variant",
      "monitoring.alarms.d.treshold",
      'monitoring.alarms["a b"]',
      "monitoring.dashboard.dashboardName",
      "monitoring.dashboard.registry.clusterArn",
    ]);
    assert.deepEqual(Object.keys(await problems({ monitoring: pulumi.output({}) })), ["monitoring"]);
    assert.deepEqual(found({ ...rule, metric: "x" }), ["a.metric"]);
    assert.deepEqual(found({ metric: "ApproximateBacklogSize", threshold: 1 }), ["a.metric"]);
    assert.deepEqual(found({ metric: "ApproximateBacklogSize", threshold: 1, variant: "AllTraffic" }, true), [
      "a.variant",
    ]);
    assert.deepEqual(
      found({ ...rule, comparisonOperator: "x", treatMissingData: "x", statistic: "median" }),
      ["a.statistic", "a.comparisonOperator", "a.treatMissingData"],
    );
  });

  it("holds thresholds to what the metric can be", () => {
    for (const metric of Object.values(EndpointMetric)) {
      const { above, max } = METRICS[metric].thresholds;
      fc.assert(
        fc.property(fc.double({ min: -10, max: 2000, noNaN: true }), (threshold) => {
          assert.equal(
            found({ metric, threshold }, true).length === 0,
            threshold > above && threshold <= max,
          );
        }),
      );
    }
    assert.deepEqual(found({ metric: "Invocation5XXErrors", threshold: 5, statistic: "Sum" }), []);
    assert.deepEqual(found({ metric: "Invocation5XXErrors", threshold: -1, statistic: "Sum" }), [
      "a.threshold",
    ]);
  });

  it("holds periods to those of CloudWatch", () => {
    const alarm = { metric: "CPUUtilization", threshold: 1 };
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 90_000 }), (period) => {
        const allowed =
          [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0 && period <= 86_400);
        assert.equal(found({ ...alarm, period, evaluationPeriods: 1 }).length === 0, allowed);
      }),
    );
    for (const [period, most] of [
      [60, 1440],
      [3600, 168],
      [86_400, 7],
    ] as const) {
      assert.deepEqual(found({ ...alarm, period, evaluationPeriods: most }), []);
      assert.deepEqual(found({ ...alarm, period, evaluationPeriods: most + 1 }), ["a.evaluationPeriods"]);
    }
    assert.deepEqual(found({ ...alarm, evaluationPeriods: 2, datapointsToAlarm: 3 }), [
      "a.datapointsToAlarm",
    ]);
  });

  it("shows no preflights where none are on a schedule", async () => {
    const graph = await make({
      image: image("other"),
      monitoring: { dashboard: {} },
      endpointName: base.endpointName,
    });
    assert.ok(!String(graph.only(TYPES.dashboard).inputs.dashboardBody).includes("SageMakerPrivateRegistry"));
  });
});
