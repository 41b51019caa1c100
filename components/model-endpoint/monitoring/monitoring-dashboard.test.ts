import assert from "node:assert/strict";
import { dashboardBody, type Shown } from "./monitoring-dashboard";

const shown: Shown = {
  region: "eu-west-1",
  endpointName: "live",
  variants: { blue: "ml.m5.large" },
  asynchronous: false,
  credentialsFunctionNames: [],
  preflightRegistries: [],
};

interface Body {
  readonly widgets: readonly {
    readonly properties: { readonly title: string; readonly metrics: readonly unknown[][] };
  }[];
}
/** The rows of each graph: `namespace metric dimensions…: statistic, label`. */
const graphsOf = (more: Partial<Shown>): Record<string, string[]> =>
  Object.fromEntries(
    (JSON.parse(dashboardBody({ ...shown, ...more })) as Body).widgets.map(({ properties }) => [
      properties.title,
      properties.metrics.map((row) => {
        const { stat, label } = row.at(-1) as { stat: string; label: string };
        return `${row.slice(0, -1).join(" ")}: ${stat}, ${label}`;
      }),
    ]),
  );

/** The rows of metrics, each with its statistic, of one namespace and the same dimensions. */
const rows = (of: string, ...metrics: readonly string[]): string[] =>
  metrics.map((each) => {
    const [namespace = "", ...dimensions] = of.split(" ");
    const [metric = "", statistic = ""] = each.split(" ");
    return `${[namespace, metric, ...dimensions].join(" ")}: ${statistic}, ${each}`;
  });
const ofRequests = "AWS/SageMaker EndpointName live VariantName blue";
const ofInstances = "/aws/sagemaker/Endpoints EndpointName live VariantName blue";

describe("The dashboard of an endpoint", () => {
  it("shows the requests of a real-time endpoint and its instances", () => {
    assert.deepEqual(graphsOf({}), {
      "Requests to live": rows(ofRequests, "Invocations Sum", "InvocationsPerInstance Sum"),
      "Requests that failed": rows(ofRequests, "Invocation4XXErrors Sum", "Invocation5XXErrors Sum"),
      "Microseconds to an answer": rows(
        ofRequests,
        "ModelLatency p50",
        "ModelLatency p99",
        "OverheadLatency p99",
      ),
      "Percent of the instances": rows(
        ofInstances,
        "CPUUtilization Average",
        "MemoryUtilization Average",
        "DiskUtilization Average",
      ),
    });
  });

  it("shows what waits at an asynchronous one, with a GPU", () => {
    assert.deepEqual(graphsOf({ asynchronous: true, variants: { blue: "ml.g5.xlarge" } }), {
      "Requests to live": rows(ofRequests, "InvocationsProcessed Sum"),
      "Requests that failed": rows(
        ofRequests,
        "Invocation4XXErrors Sum",
        "Invocation5XXErrors Sum",
        "InvocationFailures Sum",
        "ExpiredRequests Sum",
        "NotificationFailures Sum",
      ),
      "Microseconds to an answer": rows(ofRequests, "ModelLatency p50", "ModelLatency p99"),
      "Percent of the instances": rows(
        ofInstances,
        "CPUUtilization Average",
        "MemoryUtilization Average",
        "DiskUtilization Average",
        "GPUUtilization Average",
        "GPUMemoryUtilization Average",
      ),
      "Requests that wait, and seconds that the oldest has waited": rows(
        "AWS/SageMaker EndpointName live",
        "ApproximateBacklogSize Maximum",
        "ApproximateBacklogSizePerInstance Average",
        "ApproximateAgeOfOldestRequest Maximum",
      ),
    });
  });

  it("names the variants where there are several, but not what the endpoint has as a whole", () => {
    const graphs = graphsOf({
      asynchronous: true,
      variants: { blue: "ml.m5.large", green: "ml.m5.large" },
    });
    assert.deepEqual(graphs["Requests to live"], [
      "AWS/SageMaker InvocationsProcessed EndpointName live VariantName blue: Sum, blue: InvocationsProcessed Sum",
      "AWS/SageMaker InvocationsProcessed EndpointName live VariantName green: Sum, green: InvocationsProcessed Sum",
    ]);
    const [first, ...others] = graphs["Requests that wait, and seconds that the oldest has waited"] ?? [];
    assert.equal(
      first,
      "AWS/SageMaker ApproximateBacklogSize EndpointName live: Maximum, ApproximateBacklogSize Maximum",
    );
    assert.equal(others.length, 2);
  });

  it("shows the functions and the registry that new instances need", () => {
    const of = (more: Partial<Shown>) =>
      Object.entries(graphsOf({ ...more, variants: {} })).filter(([, each]) => each.length > 0);
    const functions = of({ credentialsFunctionNames: ["one"], preflightRegistries: ["r.example.com"] });
    assert.deepEqual(functions, [
      [
        "Credentials handed out",
        ["Invocations", "Errors", "Throttles"].map(
          (metric) => `AWS/Lambda ${metric} FunctionName one: Sum, one: ${metric} Sum`,
        ),
      ],
      [
        "Milliseconds to the credentials",
        ["p50", "p99"].map((stat) => `AWS/Lambda Duration FunctionName one: ${stat}, one: Duration ${stat}`),
      ],
      [
        "Images that cannot be pulled, or of which something is warned",
        ["FailedImages", "WarnedImages"].map(
          (metric) =>
            `SageMakerPrivateRegistry ${metric} Registry r.example.com Endpoint live: Maximum, r.example.com: ${metric}`,
        ),
      ],
      [
        "Days until the registry's certificate expires",
        ["SageMakerPrivateRegistry CertificateDaysToExpiry Registry r.example.com: Minimum, r.example.com"],
      ],
    ]);
    const registry = { loadBalancer: "app/a/b", clusterName: "c", pullServiceName: "s" };
    assert.deepEqual(of({ registry }), [
      [
        "Requests to the registry",
        rows(
          "AWS/ApplicationELB LoadBalancer app/a/b",
          "RequestCount Sum",
          "HTTPCode_Target_4XX_Count Sum",
          "HTTPCode_Target_5XX_Count Sum",
          "HTTPCode_ELB_5XX_Count Sum",
        ),
      ],
      [
        "Percent of the tasks that serve images",
        ["CPUUtilization", "MemoryUtilization"].map(
          (metric) => `AWS/ECS ${metric} ClusterName c ServiceName s: Average, ${metric}`,
        ),
      ],
    ]);
  });
});
