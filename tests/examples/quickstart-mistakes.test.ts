import assert from "node:assert/strict";
import { join } from "node:path";
import { judge } from "../../policies";
import { runProgram } from "../../cli/program/run-program";
import { findProject } from "../../cli/program/project";
import { ResourceGraph, type RecordedResource } from "../../testing";

type Inputs = Record<string, unknown>;
/** What becomes of a resource; `undefined` takes it away. */
type Change = (resource: RecordedResource) => RecordedResource | undefined;

/** Changes the inputs of the resource of a type and name. */
const change =
  (type: string, name: string, of: (inputs: Inputs) => Inputs): Change =>
  (resource) =>
    resource.type === type && resource.name === name
      ? { ...resource, inputs: { ...resource.inputs, ...of(resource.inputs) } }
      : resource;

const remove =
  (name: string): Change =>
  (resource) =>
    resource.name === name ? undefined : resource;

const container = (inputs: Inputs): Inputs => inputs.primaryContainer as Inputs;
const MODEL = "aws:sagemaker/model:Model";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

/** One mistake for each requirement that the quickstart meets, and what the verdict must speak of. */
const mistakes: [string, string, Change, RegExp][] = [
  [
    "image-by-digest",
    "a tag for the digest",
    change(MODEL, "demo-model", (inputs) => ({
      primaryContainer: { ...container(inputs), image: "registry.ml.example.com/ml/demo:latest" },
    })),
    /names a tag/,
  ],
  [
    "vpc-access-mode",
    "the access mode of ECR",
    change(MODEL, "demo-model", (inputs) => ({
      primaryContainer: { ...container(inputs), imageConfig: { repositoryAccessMode: "Platform" } },
    })),
    /Platform/,
  ],
  [
    "no-serverless",
    "a serverless variant",
    change("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "demo-config", (inputs) => ({
      productionVariants: (inputs.productionVariants as Inputs[]).map(({ variantName, modelName }) => ({
        variantName,
        modelName,
        serverlessConfig: { maxConcurrency: 1, memorySizeInMb: 1024 },
      })),
    })),
    /serverless/i,
  ],
  [
    "two-zones",
    "one subnet",
    change(MODEL, "demo-model", ({ vpcConfig }) => {
      const { subnets, securityGroupIds } = vpcConfig as { subnets: string[]; securityGroupIds: string[] };
      return { vpcConfig: { subnets: subnets.slice(0, 1), securityGroupIds } };
    }),
    /has one subnet/,
  ],
  [
    "free-addresses",
    "more instances than addresses",
    change("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "demo-config", (inputs) => ({
      productionVariants: (inputs.productionVariants as Inputs[]).map((variant) => ({
        ...variant,
        initialInstanceCount: 1_000_000,
      })),
    })),
    /1000000 instances start/,
  ],
  ["registry-reachable", "no egress to the registry", remove("demo-registry-pull-client-egress"), /443/],
  [
    "registry-admits-model",
    "a registry that admits nobody",
    remove("demo-registry-pull-client-ingress"),
    /demo-registry-load-balancer/,
  ],
  [
    "registry-trusted-certificate",
    "a certificate of a private authority",
    change("aws:acm/certificate:Certificate", "demo-registry-certificate", () => ({
      certificateAuthorityArn: "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/a",
    })),
    /private|authority/,
  ],
  [
    "credentials-provider",
    "no function for a registry that asks for credentials",
    change(MODEL, "demo-model", (inputs) => ({
      primaryContainer: { ...container(inputs), imageConfig: { repositoryAccessMode: "Vpc" } },
    })),
    /credentials/i,
  ],
  [
    "lambda-reachable",
    "an endpoint that does not admit the models",
    remove("demo-access-lambda-admits-models"),
    /demo-network-lambda-endpoint/,
  ],
  [
    "lambda-reachable",
    "an endpoint to which no name leads",
    change("aws:ec2/vpcEndpoint:VpcEndpoint", "demo-network-lambda", () => ({ privateDnsEnabled: false })),
    /lambda\.eu-west-1\.amazonaws\.com/,
  ],
  [
    "role-usable-by-sagemaker",
    "a role of another service",
    change("aws:iam/role:Role", "demo-role-role", ({ assumeRolePolicy }) => ({
      assumeRolePolicy: String(assumeRolePolicy).replace("sagemaker.amazonaws.com", "ec2.amazonaws.com"),
    })),
    /sagemaker\.amazonaws\.com/,
  ],
  [
    "role-invokes-credentials-function",
    "a role that may invoke another function",
    change(ROLE_POLICY, "demo-role-policy", ({ policy }) => ({
      policy: String(policy).replaceAll(/function:demo-access-credentials[\w-]*/g, "function:another"),
    })),
    /demo-role/,
  ],
  [
    "least-privilege",
    "a function that may read every secret",
    change(ROLE_POLICY, "demo-access-credentials-function-policy", ({ policy }) => ({
      policy: String(policy).replaceAll(/"arn:aws:secretsmanager:[^"]*"/g, '"*"'),
    })),
    /\*/,
  ],
  [
    "nothing-open",
    "a registry open to the internet",
    change(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "demo-registry-pull-client-ingress",
      () => ({
        cidrIpv4: "0.0.0.0/0",
        referencedSecurityGroupId: undefined,
      }),
    ),
    /0\.0\.0\.0\/0/,
  ],
  [
    "model-egress",
    "an endpoint for Lambda that lets every account pass",
    change("aws:ec2/vpcEndpoint:VpcEndpoint", "demo-network-lambda", () => ({ policy: undefined })),
    /has no policy/,
  ],
];

describe("the quickstart with a mistake in it", function () {
  this.timeout(60_000);
  let graph: ResourceGraph;
  before(async () => {
    const project = findProject(join(__dirname, "..", "..", "examples", "quickstart"), {
      stack: undefined,
      config: {},
    });
    graph = await runProgram(project, {});
  });

  for (const [id, mistake, apply, evidence] of mistakes) {
    it(`fails ${id}: ${mistake}`, () => {
      const changed = graph.resources.map(apply).filter((resource) => resource !== undefined);
      assert.notDeepEqual(changed, graph.resources, "the mistake changes nothing");
      const verdict = judge(new ResourceGraph(changed, graph.calls, graph.outputs)).find(
        (each) => each.id === id,
      );
      assert.equal(verdict?.status, "failed");
      const failed = verdict.evidence.filter(({ status }) => status === "failed");
      assert.ok(failed.length > 0);
      assert.match(JSON.stringify(failed), evidence);
      assert.ok(
        failed.every(({ remedy }) => remedy !== undefined),
        "every failure says what to do",
      );
    });
  }

  it("fails s3-reachable: redirects to S3 without a way there", () => {
    const redirecting = graph.resources.map((resource) =>
      resource.type === "aws:ecs/taskDefinition:TaskDefinition"
        ? {
            ...resource,
            inputs: JSON.parse(
              JSON.stringify(resource.inputs).replaceAll(/(redirect[^}]*disable[^}]*?)true/g, "$1false"),
            ) as Inputs,
          }
        : resource,
    );
    const verdict = judge(new ResourceGraph(redirecting, graph.calls, graph.outputs)).find(
      ({ id }) => id === "s3-reachable",
    );
    assert.equal(verdict?.status, "failed");
  });

  it("speaks of another software than CNCF distribution as not known", () => {
    const other = graph.resources.map((resource) =>
      resource.type === "aws:ecs/taskDefinition:TaskDefinition"
        ? {
            ...resource,
            inputs: { ...resource.inputs, containerDefinitions: '[{"name":"x","image":"nginx"}]' },
          }
        : resource,
    );
    const verdict = judge(new ResourceGraph(other, graph.calls, graph.outputs)).find(
      ({ id }) => id === "registry-speaks-v2",
    );
    assert.notEqual(verdict?.status, "passed");
  });
});
