import assert from "node:assert/strict";
import { peeringOf } from "../network/peering-connections";
import { routeTableOf } from "../network/route-tables";
import { readState, StateError } from ".";
import { UNKNOWN } from "./values";

const PREFIX = "urn:pulumi:dev::project::";
const STACK = { urn: `${PREFIX}pulumi:pulumi:Stack::project-dev`, type: "pulumi:pulumi:Stack" };
const PROVIDER = `${PREFIX}pulumi:providers:aws::default_7_0_0`;
const secret = (more: object) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...more,
});

function resource(type: string, name: string, more: object = {}) {
  return {
    urn: `${PREFIX}${type}::${name}`,
    type,
    custom: true,
    id: `${name}-id`,
    parent: STACK.urn,
    provider: `${PROVIDER}::0123`,
    ...more,
  };
}
const read = (...resources: object[]) =>
  readState([{ version: 3, deployment: { resources: [STACK, ...resources] } }]);

describe("a stack's state", () => {
  it("tells what AWS has before what was asked for", () => {
    const group = resource("aws:ec2/securityGroup:SecurityGroup", "group", {
      inputs: { vpcId: "vpc-1", ingress: [{ protocol: "tcp" }], description: "asked", __defaults: [] },
      outputs: { vpcId: "vpc-1", ingress: [], egress: [{ description: "", protocol: "-1" }], tags: null },
    });
    const {
      inputs,
      outputs,
      name,
      parent,
      read: isRead,
    } = read(group).only("aws:ec2/securityGroup:SecurityGroup");
    assert.deepEqual(inputs, {
      vpcId: "vpc-1",
      ingress: [],
      description: "asked",
      egress: [{ protocol: "-1" }],
    });
    assert.deepEqual([outputs.id, name, parent, isRead], ["group-id", "group", undefined, false]);
  });

  it("leaves out what an update has replaced, and keeps what the engine only reads as not known in full", () => {
    const zone = "aws:route53/zone:Zone";
    const graph = read(
      resource(zone, "old", { delete: true }),
      resource(zone, "read", { external: true }),
      resource(zone, "own"),
      resource("aws:ec2/subnet:Subnet", "read", { external: true }),
    );
    assert.deepEqual(
      graph.ofType(zone).map(({ name, read: isRead }) => [name, isRead]),
      [
        ["read", true],
        ["own", false],
      ],
    );
    // Its outputs tell all that is asked of it.
    assert.equal(graph.only("aws:ec2/subnet:Subnet").read, false);
  });

  it("has secrets as plain values where they are not encrypted, and else as unknown ones", () => {
    const policy = "aws:iam/rolePolicy:RolePolicy";
    const graph = read(
      resource(policy, "shown", { inputs: { policy: secret({ plaintext: '"text"' }) } }),
      resource(policy, "hidden", { inputs: { policy: secret({ ciphertext: "v1:x" }) } }),
      resource(policy, "later", { inputs: { policy: UNKNOWN } }),
    );
    const [shown, hidden, later] = graph.ofType(policy);
    assert.deepEqual([shown?.inputs.policy, shown?.secretPaths], ["text", ["policy"]]);
    assert.match(String(hidden?.inputs.policy), /^not-known-/);
    assert.match(String(later?.inputs.policy), /^not-known-/);
    assert.notEqual(hidden?.inputs.policy, later?.inputs.policy);
  });

  it("does not know a group whose rules are encrypted", () => {
    const group = resource("aws:ec2/securityGroup:SecurityGroup", "group", {
      inputs: { ingress: secret({ ciphertext: "v1:x" }) },
    });
    assert.ok(read(group).only("aws:ec2/securityGroup:SecurityGroup").read);
  });

  it("tells of routes that lead nowhere any more", () => {
    const graph = read(
      resource("aws:ec2/routeTable:RouteTable", "table", { outputs: { vpcId: "vpc-1" } }),
      resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {
        inputs: { subnetId: "subnet-1", routeTableId: "table-id" },
      }),
      resource("aws:ec2/route:Route", "route", {
        inputs: { routeTableId: "table-id", destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
        outputs: { state: "blackhole", natGatewayId: "nat-1", gatewayId: "" },
      }),
    );
    assert.equal(routeTableOf(graph, "subnet-1")?.routes[0]?.target.property, "blackhole");
  });

  it("takes the Region of what has none of its own from the provider", () => {
    const provider = (region: string) => ({
      urn: PROVIDER,
      type: "pulumi:providers:aws",
      custom: true,
      id: "0123",
      inputs: { region },
    });
    const peering = resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", {
      outputs: { vpcId: "vpc-1", peerVpcId: "vpc-2", peerRegion: "eu-west-1", acceptStatus: "active" },
    });
    const found = (region: string) => peeringOf(read(provider(region), peering), "peering-id", "vpc-1");
    assert.deepEqual([found("eu-west-1")?.inOneRegion, found("eu-west-1")?.accepted], [true, "yes"]);
    assert.equal(found("us-east-1")?.inOneRegion, false);
  });

  it("of several stacks belongs together", () => {
    const document = (name: string) => ({
      deployment: { resources: [STACK, resource("aws:ec2/vpc:Vpc", name)] },
    });
    assert.equal(readState([document("one"), document("two")]).ofType("aws:ec2/vpc:Vpc").length, 2);
  });

  it("is refused where it is something else", () => {
    for (const document of [{}, [], null, { deployment: null }, { deployment: { resources: [{}] } }]) {
      assert.throws(() => readState([document]), StateError);
    }
    assert.deepEqual(readState([{ deployment: {} }]).resources, []);
  });
});
