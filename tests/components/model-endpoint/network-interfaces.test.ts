import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ExecutionRole } from "../../../components/execution-role";
import { ModelEndpoint, type ModelEndpointArgs } from "../../../components/model-endpoint";
import { record, type ResourceGraph } from "../../../testing";
import { base, make, problems, TYPES } from "./recorded-endpoint";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const MODEL = "aws:sagemaker/model:Model";

/** What the engine is told of the group of the interfaces beside its inputs. */
interface Told {
  readonly customTimeouts?: pulumi.CustomTimeouts | undefined;
  readonly trigger?: string;
}

/** Records an endpoint, and what the engine is told of its group. */
async function told(args: Partial<ModelEndpointArgs> = {}): Promise<Told> {
  const found: { -readonly [Key in keyof Told]: Told[Key] } = {};
  const transformation: pulumi.ResourceTransformation = ({ type, opts }) => {
    if (type !== GROUP) return undefined;
    found.customTimeouts = (opts as pulumi.CustomResourceOptions).customTimeouts;
    pulumi.output(opts.replacementTrigger).apply((known) => (found.trigger = JSON.stringify(known)));
    return undefined;
  };
  await record(
    () => void new ModelEndpoint("fraud", { ...base, ...args }, { transformations: [transformation] }),
  );
  return found;
}

const groupsOf = (graph: ResourceGraph): unknown =>
  (graph.only(MODEL).inputs.vpcConfig as { securityGroupIds: unknown }).securityGroupIds;

describe("ModelEndpoint: the network interfaces of its models", () => {
  it("carry one more group, without rules, in the VPC of the subnets", async () => {
    const graph = await make({ tags: { team: "ml" } });
    const { inputs, outputs } = graph.only(GROUP, "fraud-interfaces");
    const { description: _, ...rest } = inputs;
    assert.deepEqual(rest, { vpcId: "vpc-of-subnet-a", ingress: [], egress: [], tags: { team: "ml" } });
    assert.deepEqual(groupsOf(graph), ["sg-1", outputs.id]);
  });

  it("hold up the deletion of that group for an hour, in place of the provider's 15 minutes", async () => {
    assert.deepEqual((await told()).customTimeouts, { delete: "60m" });
  });

  it("keep the role, its policies, groups, subnets and what the endpoint depends on", async () => {
    const graph = await record(() => {
      const role = new ExecutionRole("role", {
        managedPolicyArns: { own: "arn:aws:iam::123456789012:policy/own" },
      });
      const own = new aws.ec2.SecurityGroup("own", { vpcId: "vpc-1" });
      const subnets = ["a", "b"].map((zone) => new aws.ec2.Subnet(zone, { vpcId: "vpc-1" }));
      const route = new aws.ec2.Route("route", { routeTableId: "rtb-1" });
      new ModelEndpoint(
        "fraud",
        {
          ...base,
          executionRoleArn: role.roleArn,
          subnetIds: subnets.map(({ id }) => id),
          securityGroupIds: pulumi.output([own.id]),
        },
        { dependsOn: route },
      );
    });
    const group = graph.only(GROUP, "fraud-interfaces");
    const direct = group.dependencies.map((urn) => graph.byUrn(urn)?.name);
    for (const name of ["role-role", "role-policy", "role-managed-own", "own", "a", "b", "route"]) {
      assert.ok(direct.includes(name), name);
    }
    assert.ok(graph.dependsOn(graph.only(MODEL), group));
    assert.ok(!graph.dependsOn(group, graph.only(MODEL)));
    assert.ok(!graph.dependsOn(group, graph.only(TYPES.endpoint)));
  });

  it("are others with another role, other subnets or other groups, and so is their group", async () => {
    const groups = { securityGroupIds: ["sg-1", "sg-2"] };
    const { trigger } = await told(groups);
    assert.ok(trigger !== undefined);
    const others: Partial<ModelEndpointArgs>[] = [
      { ...groups, executionRoleArn: "arn:aws:iam::123456789012:role/others" },
      { ...groups, subnetIds: ["subnet-a", "subnet-c"] },
      { securityGroupIds: ["sg-1"] },
    ];
    for (const args of others) assert.notEqual((await told(args)).trigger, trigger);
  });

  it("are the same for another image, and in whichever order their groups and subnets are written", async () => {
    const { trigger } = await told({ securityGroupIds: ["sg-1", "sg-2"] });
    const same = { securityGroupIds: ["sg-2", "sg-1"], subnetIds: ["subnet-b", "subnet-a"] };
    assert.equal((await told(same)).trigger, trigger);
    const image = `registry.example.com/ml/other@sha256:${"b".repeat(64)}`;
    assert.equal((await told({ ...same, image })).trigger, trigger);
  });

  it("are not waited for where that is asked for", async () => {
    const graph = await make({ waitForNetworkInterfaces: false });
    assert.deepEqual(graph.ofType(GROUP), []);
    assert.deepEqual(groupsOf(graph), ["sg-1"]);
  });

  it("leave room for four groups, and say how to have five", async () => {
    const securityGroupIds = ["1", "2", "3", "4", "5"].map((n) => `sg-${n}`);
    const { securityGroupIds: reason } = await problems({ securityGroupIds });
    assert.match(
      reason ?? "",
      /^has 5 items, but must have 1 to 4: .* set waitForNetworkInterfaces to false/,
    );
    assert.deepEqual(await problems({ securityGroupIds, waitForNetworkInterfaces: false }), {});
    await assert.rejects(make({ securityGroupIds: pulumi.output(securityGroupIds) }), /has 5 items/);
  });
});
