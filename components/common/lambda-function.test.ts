import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { record, type RecordedResource, type ResourceGraph } from "../../testing";
import { createLambdaFunction, type LambdaFunctionArgs } from "./lambda-function";

const LAMBDA = "aws:lambda/function:Function";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

class Parent extends pulumi.ComponentResource {
  readonly functionArn: pulumi.Output<string>;
  constructor(name: string, args: LambdaFunctionArgs) {
    super("test:index:Parent", name, {});
    this.functionArn = createLambdaFunction(`${name}-function`, args, this).function.arn;
    this.registerOutputs({ functionArn: this.functionArn });
  }
}

const ARGS: LambdaFunctionArgs = {
  bundle: "credentials",
  description: "Does a thing",
  environment: { KEY: "value" },
  statements: ({ partition, region }) => [
    { Effect: "Allow", Action: "sns:Publish", Resource: `arn:${partition}:sns:${region}:1:t` },
  ],
  timeoutInSeconds: 10,
  memoryInMb: 256,
  common: {},
};
const recordFunction = async (args: Partial<LambdaFunctionArgs> = {}): Promise<ResourceGraph> =>
  record(() => new Parent("p", { ...ARGS, ...args }));
const statementsOf = (policy: RecordedResource): Record<string, unknown>[] =>
  (JSON.parse(String(policy.inputs.policy)) as { Statement: Record<string, unknown>[] }).Statement;

const VPC = {
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
};

describe("createLambdaFunction", () => {
  it("makes a function with a log group and a role of its own, all children of the parent", async () => {
    const graph = await recordFunction();
    const parent = graph.only("test:index:Parent");
    const lambda = graph.only(LAMBDA, "p-function");
    const role = graph.only(ROLE, "p-function-role");
    const policy = graph.only(POLICY, "p-function-policy");
    const logGroup = graph.only(LOG_GROUP, "p-function-logs");
    assert.deepEqual(graph.childrenOf(parent), [logGroup, role, policy, lambda]);
    const { code, ...inputs } = lambda.inputs;
    assert.deepEqual(inputs, {
      description: "Does a thing",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      role: role.outputs.arn,
      timeout: 10,
      memorySize: 256,
      environment: { variables: { KEY: "value" } },
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.outputs.name },
    });
    assert.ok(code instanceof pulumi.asset.AssetArchive);
    const assets = await code.assets;
    assert.deepEqual(Object.keys(assets), ["index.js"]);
    const file = assets["index.js"] as pulumi.asset.FileAsset;
    assert.equal(await file.path, join(resolve(__dirname, "../.."), "dist/lambda/credentials/index.js"));
    assert.deepEqual(logGroup.inputs, { retentionInDays: 30 });
  });

  it("may do what it is given and write its own log, and nothing else", async () => {
    const graph = await recordFunction();
    const logGroup = graph.only(LOG_GROUP);
    const policy = graph.only(POLICY);
    assert.equal(policy.inputs.role, graph.only(ROLE).outputs.name);
    assert.deepEqual(JSON.parse(String(policy.inputs.policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${String(logGroup.outputs.arn)}:*`,
        },
        { Effect: "Allow", Action: "sns:Publish", Resource: "arn:aws:sns:eu-west-1:1:t" },
      ],
    });
    assert.deepEqual(JSON.parse(String(graph.only(ROLE).inputs.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    });
  });

  it("exists only once its permissions are attached", async () => {
    const graph = await recordFunction();
    assert.ok(graph.dependsOn(graph.only(LAMBDA), graph.only(POLICY)));
  });

  it("is placed in a VPC, where its role may manage interfaces but its code may not", async () => {
    const graph = await recordFunction({ settings: { vpc: VPC } });
    const { vpcConfig, replaceSecurityGroupsOnDestroy } = graph.only(LAMBDA).inputs;
    const { outputs } = graph.only(GROUP, "p-function-interfaces");
    assert.deepEqual(vpcConfig, { ...VPC, securityGroupIds: ["sg-1", outputs.id] });
    // It would leave the interfaces with the default group of somebody's VPC.
    assert.equal(replaceSecurityGroupsOnDestroy, undefined);
    const policies = ["p-function-policy", "p-function-interfaces-policy"].map((name) =>
      graph.only(POLICY, name),
    );
    for (const policy of policies) assert.ok(graph.dependsOn(graph.only(LAMBDA), policy), policy.name);
    const [own, interfaces] = policies.map(statementsOf);
    assert.equal(own?.length, 2);
    assert.equal(interfaces?.length, 1);
    assert.deepEqual(interfaces?.[0], {
      Sid: "ManageNetworkInterfaces",
      Effect: "Allow",
      Action: [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
      ],
      Resource: "*",
      Condition: { Null: { "lambda:SourceFunctionArn": "true" } },
    });
  });

  it("keeps the VPC's group and all that Lambda needs until its interfaces are deleted", async () => {
    let [group, subnet]: (string | undefined)[] = [];
    const graph = await record(() => {
      const own = new aws.ec2.SecurityGroup("own", { vpcId: "vpc-2" });
      const place = new aws.ec2.Subnet("place", { vpcId: "vpc-2", cidrBlock: "10.0.0.0/24" });
      const vpc = { subnetIds: [place.id], securityGroupIds: [own.id] };
      new Parent("p", { ...ARGS, settings: { vpc }, common: { tags: { team: "ml" } } });
      own.urn.apply((urn) => (group = urn));
      place.urn.apply((urn) => (subnet = urn));
    });
    const interfaces = graph.only(GROUP, "p-function-interfaces");
    const { description: _, ...inputs } = interfaces.inputs;
    assert.deepEqual(inputs, { vpcId: "vpc-2", ingress: [], egress: [], tags: { team: "ml" } });
    const policy = graph.only(POLICY, "p-function-interfaces-policy");
    for (const urn of [policy.urn, group, subnet]) {
      assert.ok(urn !== undefined && interfaces.dependencies.includes(urn), urn);
    }
    assert.ok(graph.dependsOn(interfaces, graph.only(ROLE)));
  });

  it("takes the VPC that its caller knows", async () => {
    const graph = await recordFunction({ settings: { vpc: VPC }, vpcId: "vpc-7" });
    assert.equal(graph.only(GROUP).inputs.vpcId, "vpc-7");
    assert.ok(!graph.calls.some(({ token }) => token.includes("getSubnet")));
  });

  it("has no group and no right to interfaces outside a VPC", async () => {
    const graph = await recordFunction();
    assert.deepEqual(graph.ofType(GROUP), []);
    assert.ok(!JSON.stringify(graph.only(POLICY).inputs).includes("NetworkInterface"));
  });

  it("is signed, limited, encrypted, tagged, bounded and kept in a path as it is told", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/k";
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/b";
    const codeSigningConfigArn = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1";
    const tags = { team: "ml" };
    const graph = await recordFunction({
      settings: { architecture: "x86_64", codeSigningConfigArn, reservedConcurrency: 5 },
      common: { kmsKeyArn, permissionsBoundaryArn, rolePath: "/ml/", logRetentionInDays: 7, tags },
    });
    const lambda = graph.only(LAMBDA).inputs;
    assert.deepEqual(lambda.architectures, ["x86_64"]);
    assert.equal(lambda.codeSigningConfigArn, codeSigningConfigArn);
    assert.equal(lambda.reservedConcurrentExecutions, 5);
    assert.equal(lambda.kmsKeyArn, kmsKeyArn);
    assert.deepEqual(lambda.tags, tags);
    const role = graph.only(ROLE).inputs;
    assert.equal(role.path, "/ml/");
    assert.equal(role.permissionsBoundary, permissionsBoundaryArn);
    assert.deepEqual(role.tags, tags);
    assert.deepEqual(graph.only(LOG_GROUP).inputs, { retentionInDays: 7, kmsKeyId: kmsKeyArn, tags });
  });

  it("says what to do where the bundle has not been built", async () => {
    await assert.rejects(
      recordFunction({ bundle: "nothing" }),
      /nothing\/index\.js is missing: run `npm run build`/,
    );
  });
});
