import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { EndpointMetric } from "../../../components/model-endpoint";
import { base, image, make, problems, TOPIC, twoVariants, TYPES } from "./recorded-endpoint";

const asyncInference = { s3OutputPath: "s3://answers/fraud" };
const registry = {
  loadBalancerArn:
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/registry/0123456789abcdef",
  clusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/registry",
  pullServiceName: "registry-pull",
};
interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region: string;
    readonly view: string;
    readonly period: number;
    readonly metrics: readonly unknown[][];
  };
}
const widgetsOf = (body: unknown): Widget[] => (JSON.parse(String(body)) as { widgets: Widget[] }).widgets;

/**
 * Holds a dashboard's body against the grammar of CloudWatch, which says nothing of a body that it shows in part.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
function assertRenders(body: unknown): void {
  const { widgets, ...rest } = JSON.parse(String(body)) as { widgets: Widget[] };
  assert.deepEqual(rest, {});
  assert.ok(widgets.length >= 1 && widgets.length <= 500);
  const cells = new Set<string>();
  for (const { type, x, y, width, height, properties, ...others } of widgets) {
    assert.deepEqual([type, others], ["metric", {}]);
    assert.ok(x >= 0 && width >= 1 && x + width <= 24 && y >= 0 && height >= 1 && height <= 1000);
    const cell = `${x} ${y}`;
    assert.ok(!cells.has(cell), "widgets lie on each other");
    cells.add(cell);
    assert.deepEqual(Object.keys(properties).sort(), [
      "metrics",
      "period",
      "region",
      "stacked",
      "title",
      "view",
    ]);
    assert.equal(properties.view, "timeSeries");
    assert.ok(properties.period % 60 === 0 && /^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(properties.region));
    assert.ok(properties.metrics.length >= 1 && properties.metrics.length <= 500);
    for (const row of properties.metrics) {
      const [namespace, metricName, ...dimensions] = row.slice(0, -1) as string[];
      const { stat, label, ...unknown } = row.at(-1) as Record<string, string>;
      assert.deepEqual(unknown, {});
      assert.match(String(stat), /^(Sum|Average|Minimum|Maximum|p[0-9]{1,2})$/);
      assert.ok(label !== undefined && label !== "" && !label.includes("${"));
      assert.ok(namespace !== "" && metricName !== "" && dimensions.length % 2 === 0);
      assert.ok(dimensions.length <= 60 && dimensions.every((text) => /^[\x20-\x7e]+$/.test(text)));
    }
  }
}

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
    assertRenders(dashboardBody);
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

  it("leaves out of the dashboard what there is not, and names it after endpoint and region", async () => {
    const args = { credentialsProviderArn: undefined, asyncInference, monitoring: { dashboard: {} } };
    const { dashboardName, dashboardBody } = (await make(args)).only(TYPES.dashboard).inputs;
    // Dashboards are the account's: the endpoint of the same name in another region has one of its own.
    assert.equal(dashboardName, "Fraud-Live-eu-west-1");
    assertRenders(dashboardBody);
    assert.deepEqual(
      widgetsOf(dashboardBody).map(({ properties }) => properties.title),
      [
        "Requests to Fraud-Live",
        "Requests that failed",
        "Microseconds to an answer",
        "Percent of the instances",
        "Requests that wait, and seconds that the oldest has waited",
      ],
    );
    const shown = (body: unknown): string[] =>
      widgetsOf(body).flatMap(({ properties }) => properties.metrics.map((row) => String(row[1])));
    for (const metric of ["Invocations", "InvocationsPerInstance", "OverheadLatency", "GPUUtilization"]) {
      assert.ok(!shown(dashboardBody).includes(metric), metric);
    }
    assert.ok(shown(dashboardBody).includes("InvocationsProcessed"));
    const gpu = await make({ instanceType: "ml.g5.xlarge", monitoring: { dashboard: {} } });
    assert.ok(shown(gpu.only(TYPES.dashboard).inputs.dashboardBody).includes("GPUUtilization"));
  });

  it("watches and shows a shadow variant beside the one that answers", async () => {
    const variant = { instanceType: "ml.m5.large" };
    const graph = await make({
      instanceType: undefined,
      variants: { live: variant },
      shadowVariants: { next: variant },
      monitoring: {
        dashboard: {},
        alarms: {
          live: { metric: "Invocation5XXErrors", threshold: 0.05 },
          next: { metric: "Invocation5XXErrors", threshold: 0.05, variant: "next" },
        },
      },
    });
    const variantOf = (key: string): unknown =>
      (graph.only(TYPES.alarm, `fraud-alarm-${key}`).inputs.dimensions as Record<string, string>).VariantName;
    assert.deepEqual([variantOf("live"), variantOf("next")], ["live", "next"]);
    const { dashboardBody } = graph.only(TYPES.dashboard).inputs;
    assertRenders(dashboardBody);
    const labels = widgetsOf(dashboardBody).flatMap(({ properties }) =>
      properties.metrics.map((row) => (row.at(-1) as { label: string }).label),
    );
    assert.ok(labels.includes("live: ModelLatency p99") && labels.includes("next: ModelLatency p99"));
    const metrics = graph.outputs.metrics?.value as { dimensions: Record<string, string> }[];
    assert.ok(metrics.some(({ dimensions }) => dimensions.VariantName === "next"));
    assert.deepEqual(graph.outputs.variantNames?.value, ["live"]);
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
    // https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html: what is not listed is not published.
    const realTime: string[] = [
      "InvocationModelErrors",
      "MidStreamErrors",
      "Invocations",
      "InvocationsPerInstance",
      "ConcurrentRequestsPerModel",
      "OverheadLatency",
      "FirstChunkLatency",
    ];
    assert.deepEqual(
      waiting.map(({ metricName }) => metricName),
      Object.values(EndpointMetric).filter((metric) => !realTime.includes(metric)),
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
    const topics = (count: number) => Array.from({ length: count }, (_, index) => `${TOPIC}-${index}`);
    const named = (dashboardName: string) => ({ monitoring: { dashboard: { dashboardName } } });
    for (const fits of [{ monitoring: { alarmTopicArns: topics(5) } }, named("a".repeat(255))]) {
      assert.deepEqual(await problems(fits), {});
    }
    for (const [args, path, message] of [
      [{ monitoring: { alarmTopicArns: topics(6) } }, "alarmTopicArns", /has 6 items, .*API_PutMetricAlarm/],
      [{ monitoring: { alarmTopicArns: [TOPIC, TOPIC] } }, "alarmTopicArns[1]", /is the same as/],
      [named("a".repeat(256)), "dashboard.dashboardName", /1 to 255 letters.*API_PutDashboard/],
      [named(""), "dashboard.dashboardName", /1 to 255 letters/],
    ] as const) {
      assert.match((await problems(args))[`monitoring.${path}`] ?? "", message);
    }
    // Also where only the deployment knows what an alarm's variant runs on.
    const late = {
      instanceType: pulumi.output("ml.m5.large"),
      monitoring: { alarms: { a: { ...rule, threshold: 0 } } },
    };
    assert.deepEqual(Object.keys(await problems(late)), ["monitoring.alarms.a.threshold"]);
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
