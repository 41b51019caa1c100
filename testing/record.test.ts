import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as awsx from "@pulumi/awsx";
import assert from "node:assert/strict";
import { record } from ".";

class Pair extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Pair", name, {}, opts);
    const role = new aws.iam.Role(`${name}-role`, { assumeRolePolicy: "{}" }, { parent: this });
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.name, policy: pulumi.secret("{}") },
      { parent: this, retainOnDelete: true },
    );
    this.arn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}

describe("record", () => {
  it("records resources with parent, inputs, secrets, dependencies and options", async () => {
    const graph = await record(() => {
      const pair = new Pair("p");
      new aws.sagemaker.Model("m", { executionRoleArn: pair.arn });
      return { arn: pair.arn, hidden: pulumi.secret("s") };
    });
    const pair = graph.only("test:index:Pair");
    const role = graph.only("aws:iam/role:Role");
    const policy = graph.only("aws:iam/rolePolicy:RolePolicy");
    const model = graph.only("aws:sagemaker/model:Model");
    assert.deepEqual(graph.childrenOf(pair), [role, policy]);
    assert.deepEqual(policy.inputs, { role: role.outputs.name, policy: "{}" });
    assert.deepEqual(policy.secretPaths, ["policy"]);
    assert.equal(policy.options.retainOnDelete, true);
    assert.equal(role.options.retainOnDelete, false);
    assert.equal(pair.outputs.arn, role.outputs.arn);
    assert.ok(graph.dependsOn(model, policy) && graph.dependsOn(model, role));
    assert.ok(!graph.dependsOn(role, model));
    assert.deepEqual(graph.outputs, {
      arn: { value: role.outputs.arn, secret: false },
      hidden: { value: "s", secret: true },
    });
  });

  it("throws what a program throws, at once and in an apply", async () => {
    await assert.rejects(
      record(() => {
        throw new Error("at once");
      }),
      /at once/,
    );
    await assert.rejects(
      record(() => {
        const role = new aws.iam.Role("r", { assumeRolePolicy: "{}" });
        new aws.iam.Role("s", {
          assumeRolePolicy: role.arn.apply((): string => {
            throw new Error("in an apply");
          }),
        });
      }),
      /in an apply/,
    );
    const graph = await record(() => void new Pair("after"));
    assert.equal(graph.resources.length, 3);
  });

  it("refuses two resources with one URN, as the engine does", async () => {
    await assert.rejects(
      record(() => {
        new aws.iam.Role("r", { assumeRolePolicy: "{}" });
        new aws.iam.Role("r", { assumeRolePolicy: "{}" });
      }),
      /two resources have the URN/,
    );
  });

  it("expands a VPC of awsx into subnets, route tables and routes", async () => {
    const graph = await record(() => {
      const vpc = new awsx.ec2.Vpc("v", {
        numberOfAvailabilityZones: 2,
        natGateways: { strategy: "Single" },
        subnetSpecs: [{ type: "Public" }, { type: "Private" }],
      });
      return { subnets: vpc.privateSubnetIds };
    });
    const subnets = graph.ofType("aws:ec2/subnet:Subnet").filter(({ name }) => name.includes("private"));
    assert.deepEqual(
      subnets.map(({ inputs }) => inputs.availabilityZone),
      ["eu-west-1a", "eu-west-1b"],
    );
    assert.deepEqual(
      graph.outputs.subnets?.value,
      subnets.map(({ outputs }) => outputs.id),
    );
    assert.equal(graph.ofType("aws:ec2/natGateway:NatGateway").length, 1);
    const routes = graph
      .ofType("aws:ec2/route:Route")
      .filter(({ inputs }) => inputs.natGatewayId !== undefined);
    assert.equal(routes.length, 2);
  });
});
