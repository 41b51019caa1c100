import assert from "node:assert/strict";
import { PrivateInference, type PrivateInferenceArgs } from "../../../components/private-inference";
import { record, type RecordedResource } from "../../../testing";
import { digest, existing, newRegistry } from "./recorded-inference";
import { problemsOf } from "../refusals";

/** What Pulumi adds to a logical name, and the provider to a prefix. */
const RANDOM_PART = 8;
const PREFIX_PART = 26;

/** The longest names that AWS takes, by the types that have one, with the property that holds it. */
const LIMITS: Readonly<Record<string, readonly [number, string?]>> = {
  "aws:cloudwatch/dashboard:Dashboard": [255, "dashboardName"],
  "aws:cloudwatch/logGroup:LogGroup": [512],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [255],
  "aws:ec2/securityGroup:SecurityGroup": [255],
  "aws:ecr/repository:Repository": [256],
  "aws:ecs/cluster:Cluster": [255],
  "aws:ecs/service:Service": [255],
  "aws:ecs/taskDefinition:TaskDefinition": [255, "family"],
  "aws:iam/role:Role": [64],
  "aws:iam/rolePolicy:RolePolicy": [128],
  "aws:lambda/function:Function": [64],
  "aws:lb/loadBalancer:LoadBalancer": [32],
  "aws:lb/targetGroup:TargetGroup": [32],
  "aws:s3/bucket:Bucket": [63, "bucket"],
  "aws:sagemaker/endpoint:Endpoint": [63],
  "aws:sagemaker/endpointConfiguration:EndpointConfiguration": [63],
  "aws:sagemaker/model:Model": [63],
  "aws:scheduler/schedule:Schedule": [64],
  "aws:secretsmanager/secret:Secret": [512],
};

/** The length of the physical name that a resource gets. */
function lengthOf({ name, inputs }: RecordedResource, property = "name"): number {
  const given = inputs[property];
  if (typeof given === "string") return given.length;
  const prefix = inputs.namePrefix ?? inputs.bucketPrefix;
  return typeof prefix === "string" ? prefix.length + PREFIX_PART : name.length + RANDOM_PART;
}

const made: PrivateInferenceArgs = {
  newRegistry: { domainName: newRegistry.domainName, validationZoneId: newRegistry.validationZoneId },
  publish: { source: `quay.io/ml/fraud@${digest}`, repository: "ml/fraud" },
  instanceType: "ml.m5.large",
  scaling: { maxCapacity: 2, targetTracking: { cpu: { metric: "CPUUtilization", targetValue: 60 } } },
  monitoring: { alarms: { errors: { metric: "Invocation5XXErrors", threshold: 0.05 } }, dashboard: {} },
};

describe("The name of a PrivateInference", () => {
  const MAX = 46;
  for (const [what, args] of [
    ["a registry that exists", existing],
    ["a new one", made],
  ] as const) {
    it(`has up to ${MAX} characters over ${what}, and every physical name is one that AWS takes`, async () => {
      const graph = await record(() => new PrivateInference("f".repeat(MAX), args));
      const limited = graph.resources.filter(({ type }) => type in LIMITS);
      assert.ok(limited.length > 10);
      for (const resource of limited) {
        const [limit, property] = LIMITS[resource.type] ?? assert.fail();
        const length = lengthOf(resource, property);
        assert.ok(length <= limit, `${resource.urn}: ${length} > ${limit}`);
      }
      const names = graph.ofType("aws:lambda/function:Function").map(({ outputs }) => outputs.name);
      assert.equal(new Set(names).size, names.length);
    });

    it(`has no more, which is said with the number, over ${what}`, async () => {
      await record(() => {
        const problems = problemsOf(() => new PrivateInference("f".repeat(MAX + 1), args));
        assert.deepEqual(Object.keys(problems), ["name"]);
        assert.match(
          problems.name ?? "",
          new RegExp(`give the component a name of at most ${MAX} characters`),
        );
      });
    });
  }

  it("may be as long as the names of other resources allow where the endpoint's is given", async () => {
    const args = { ...existing, endpointName: "fraud" };
    const longest = await record(() => new PrivateInference("f".repeat(48), args));
    for (const resource of longest.resources.filter(({ type }) => type in LIMITS)) {
      const [limit, property] = LIMITS[resource.type] ?? assert.fail();
      assert.ok(lengthOf(resource, property) <= limit, resource.urn);
    }
  });
});
