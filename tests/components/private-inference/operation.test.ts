import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { PrivateInference, type PrivateInferenceArgs } from "../../../components/private-inference";
import { record, type ResourceGraph } from "../../../testing";
import { TYPES } from "../model-endpoint/recorded-endpoint";

const digest = `sha256:${"a".repeat(64)}`;
const registry: PrivateInferenceArgs = {
  image: `artifactory.bank.example/ml/fraud@${digest}`,
  registry: {
    credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
    cidrBlocks: ["10.20.0.0/16"],
  },
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
  instanceType: "ml.m5.large",
  endpointName: "fraud",
};
const rollback: Partial<PrivateInferenceArgs> = {
  deploymentConfig: {
    blueGreenUpdatePolicy: { terminationWaitInSeconds: 600 },
    autoRollbackConfiguration: {
      alarmNames: ["mine"],
      alarms: { errors: { metric: "Invocation5XXErrors", threshold: 0.05 } },
    },
  },
};
const make = (args: Partial<PrivateInferenceArgs> = {}): Promise<ResourceGraph> =>
  record(() => ({ ...new PrivateInference("fraud", { ...registry, ...args }) }));

interface Statement {
  readonly Sid?: string;
  readonly Action: string;
  readonly Resource: unknown;
}
/** The statements of all policies of the models' role. */
const statements = (graph: ResourceGraph): Statement[] =>
  graph
    .ofType("aws:iam/rolePolicy:RolePolicy")
    .filter(({ name }) => name.startsWith("fraud-role"))
    .flatMap(({ inputs }) => (JSON.parse(String(inputs.policy)) as { Statement: Statement[] }).Statement);

describe("How a PrivateInference is run", () => {
  it("passes scaling, deployment and monitoring on, and tells metrics and the policy of callers", async () => {
    const scaling = {
      maxCapacity: 2,
      targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 60 } },
    } as const;
    const graph = await make({
      ...rollback,
      scaling,
      initialInstanceCount: 2,
      monitoring: { dashboard: {} },
    });
    assert.equal(graph.only(TYPES.target).inputs.resourceId, "endpoint/fraud/variant/AllTraffic");
    assert.ok("deploymentConfig" in graph.only(TYPES.endpoint).inputs);
    assert.ok(!String(graph.only(TYPES.dashboard).inputs.dashboardBody).includes("AWS/ApplicationELB"));
    const endpoint = graph.only("sagemaker-private-registry:index:ModelEndpoint").outputs;
    assert.deepEqual(graph.outputs.metrics?.value, endpoint.metrics);
    assert.equal(graph.outputs.invokePolicyJson?.value, endpoint.invokePolicyJson);
  });

  it("shows a registry that it makes on the dashboard", async () => {
    const graph = await make({
      image: `registry.ml.example.com/ml/fraud@${digest}`,
      registry: undefined,
      network: undefined,
      newRegistry: { domainName: "registry.ml.example.com", validationZoneId: "Z0123456789" },
      monitoring: { dashboard: {} },
    });
    const body = String(graph.only(TYPES.dashboard).inputs.dashboardBody);
    const balancer = String(graph.only("aws:lb/loadBalancer:LoadBalancer").outputs.arnSuffix);
    assert.ok(body.includes(balancer));
    assert.ok(
      body.includes(String(graph.only("aws:ecs/service:Service", "fraud-registry-pull").outputs.name)),
    );
  });

  it("lets the role that it makes look at the alarms of a rollback, beside what its own code does", async () => {
    const alarm = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
    const look = {
      Sid: "DescribeRollbackAlarms",
      Effect: "Allow",
      Action: "cloudwatch:DescribeAlarms",
      Resource: [alarm("mine"), alarm("fraud-rollback-errors")],
    };
    const allows = (graph: ResourceGraph) =>
      statements(graph).filter(({ Action }) => Action === "cloudwatch:DescribeAlarms");
    assert.deepEqual(allows(await make()), []);
    assert.deepEqual(allows(await make(rollback)), [look]);
    const beside = { rollbackAlarmNames: [pulumi.output("theirs")] };
    assert.deepEqual(
      allows(await make({ ...rollback, executionRole: beside })).map(({ Resource }) => Resource),
      [[...look.Resource, alarm("theirs")]],
    );
    const own = { Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" };
    for (const Statement of [own, [own]]) {
      const additionalPolicyJson = JSON.stringify({ Version: "2012-10-17", Statement });
      const graph = await make({ ...rollback, executionRole: { additionalPolicyJson } });
      assert.deepEqual(allows(graph), [look]);
      assert.ok(statements(graph).some(({ Action }) => Action === own.Action));
    }
    const roleArn = "arn:aws:iam::123456789012:role/models";
    assert.deepEqual(statements(await make({ ...rollback, executionRole: { roleArn } })), []);
  });

  it("says what a role that exists must allow, the alarms of a rollback among it", async () => {
    const executionRole = { roleArn: "arn:aws:iam::123456789012:role/models" };
    const required = async (args: Partial<PrivateInferenceArgs>) => {
      const { outputs } = await make({ ...args, modelDataUrl: "s3://models/fraud.tar.gz", executionRole });
      const policy = JSON.parse(String(outputs.requiredPolicyJson?.value)) as { Statement: Statement[] };
      return policy.Statement.map(({ Sid, Action }) => Sid ?? Action);
    };
    const always = [
      "CreateNetworkInterfaces",
      "ManageNetworkInterfaces",
      "DescribeNetwork",
      "WriteLogs",
      "PublishMetrics",
      "InvokeCredentialsProviders",
      "ReadModelData",
    ];
    const withoutList = (sids: string[]) => sids.filter((sid) => sid !== "s3:ListBucket");
    assert.deepEqual(withoutList(await required({})), always);
    assert.deepEqual(withoutList(await required(rollback)), [...always, "DescribeRollbackAlarms"]);
  });
});
