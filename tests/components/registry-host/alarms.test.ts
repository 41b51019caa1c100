import assert from "node:assert/strict";
import type { ResourceGraph } from "../../../testing";
import { SERVICE, ALARM, CLUSTER, BALANCER, TARGET_GROUP, host, inputsOf } from "./host";

describe("RegistryHost: alarms", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  const suffixes = ["5xx", "unhealthy", "no-task", "cpu"].flatMap((each) => [`pull-${each}`, `push-${each}`]);

  it("watch both services, the load balancer and the certificate, and tell nobody unless asked", () => {
    assert.deepEqual(
      graph
        .ofType(ALARM)
        .map(({ name }) => name)
        .sort(),
      [...suffixes, "load-balancer-5xx", "certificate-expiry"].map((each) => `demo-${each}`).sort(),
    );
    for (const { inputs } of graph.ofType(ALARM)) assert.equal(inputs.alarmActions, undefined);
  });

  it("wait for the services, or the first deployment would tell of a registry without a task", () => {
    for (const alarm of graph.ofType(ALARM)) {
      for (const service of graph.ofType(SERVICE)) assert.ok(graph.dependsOn(alarm, service), alarm.name);
    }
  });

  it("look at the right numbers", () => {
    const alarm = (suffix: string): unknown => {
      const { alarmDescription: _description, ...rest } = inputsOf(graph, ALARM, `demo-${suffix}`);
      return rest;
    };
    const LoadBalancer = graph.only(BALANCER).outputs.arnSuffix;
    for (const endpoint of ["pull", "push"]) {
      const TargetGroup = graph.only(TARGET_GROUP, `demo-${endpoint}`).outputs.arnSuffix;
      const target = { namespace: "AWS/ApplicationELB", dimensions: { LoadBalancer, TargetGroup } };
      const most = "GreaterThanOrEqualToThreshold";
      assert.deepEqual(alarm(`${endpoint}-5xx`), {
        ...target,
        metricName: "HTTPCode_Target_5XX_Count",
        statistic: "Sum",
        comparisonOperator: most,
        threshold: 5,
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      });
      assert.deepEqual(alarm(`${endpoint}-unhealthy`), {
        ...target,
        metricName: "UnHealthyHostCount",
        statistic: "Maximum",
        comparisonOperator: most,
        threshold: 1,
        period: 60,
        evaluationPeriods: 5,
        treatMissingData: "notBreaching",
      });
      assert.deepEqual(alarm(`${endpoint}-no-task`), {
        ...target,
        metricName: "HealthyHostCount",
        statistic: "Maximum",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: 60,
        evaluationPeriods: 2,
        treatMissingData: "breaching",
      });
      assert.deepEqual(alarm(`${endpoint}-cpu`), {
        namespace: "AWS/ECS",
        dimensions: {
          ClusterName: graph.only(CLUSTER).outputs.name,
          ServiceName: graph.only(SERVICE, `demo-${endpoint}`).outputs.name,
        },
        metricName: "CPUUtilization",
        statistic: "Average",
        comparisonOperator: most,
        threshold: 85,
        period: 300,
        evaluationPeriods: 3,
        treatMissingData: "notBreaching",
      });
    }
    assert.deepEqual(alarm("load-balancer-5xx"), {
      namespace: "AWS/ApplicationELB",
      dimensions: { LoadBalancer },
      metricName: "HTTPCode_ELB_5XX_Count",
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    });
    assert.deepEqual(alarm("certificate-expiry"), {
      namespace: "AWS/CertificateManager",
      dimensions: { CertificateArn: graph.only("aws:acm/certificate:Certificate").outputs.arn },
      metricName: "DaysToExpiry",
      statistic: "Minimum",
      comparisonOperator: "LessThanThreshold",
      threshold: 30,
      period: 86_400,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
    });
  });

  it("tell the topics given, also that all is well again", async () => {
    const topics = ["arn:aws:sns:eu-west-1:123456789012:on-call"];
    for (const { inputs } of (await host({ alarmTopicArns: topics })).ofType(ALARM)) {
      assert.deepEqual([inputs.alarmActions, inputs.okActions], [topics, topics]);
    }
  });
});
