import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict, pathIn, verdictOf } from "../../policies/verdicts";

const DIGEST = `sha256:${"c".repeat(64)}`;
const TLS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
const to = (block: string) => ({ referencedSecurityGroupId: undefined, ...TLS, cidrIpv4: block });

/** The model pulls from Docker Hub, by what leads to the internet. */
const hub: Changes = {
  fraud: {
    primaryContainer: {
      image: `bank/fraud@${DIGEST}`,
      imageConfig: { repositoryAccessMode: "Vpc" },
    },
  },
  "nat-route": {},
  "model-registry-egress": to("0.0.0.0/0"),
};

/** A second VPC with the registry in it, which the model's VPC is connected to as a test says. */
function registryInAnotherVpc(connect: (ends: Ends) => void, changes: Changes = {}) {
  const hosts = new aws.ec2.Vpc("hosts", { cidrBlock: "10.9.0.0/16", enableDnsHostnames: true });
  const table = new aws.ec2.RouteTable("hosts-table", { vpcId: hosts.id });
  const subnetIds = ["a", "b"].map((zone, index) => {
    const { id } = new aws.ec2.Subnet(`hosts-${zone}`, {
      vpcId: hosts.id,
      availabilityZone: `eu-west-1${zone}`,
      cidrBlock: `10.9.${index}.0/24`,
    });
    new aws.ec2.RouteTableAssociation(`hosts-${zone}`, { subnetId: id, routeTableId: table.id });
    return id;
  });
  const made = closedVpc({
    balancer: { subnets: subnetIds },
    "registry-group": { vpcId: hosts.id },
    service: null,
    "model-registry-egress": to("10.9.0.0/16"),
    "model-registry-ingress": to("10.0.0.0/16"),
    ...changes,
  });
  connect({
    model: { vpcId: made.vpcId, routeTableId: made.routeTableId, subnetIds: made.subnetIds },
    registry: { vpcId: hosts.id, routeTableId: table.id, subnetIds },
  });
}

interface End {
  readonly vpcId: pulumi.Output<string>;
  readonly routeTableId: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string>[];
}

interface Ends {
  readonly model: End;
  readonly registry: End;
}

const peer = ({ model, registry }: Ends, back = true): void => {
  const { id } = new aws.ec2.VpcPeeringConnection("peering", {
    vpcId: model.vpcId,
    peerVpcId: registry.vpcId,
    autoAccept: true,
  });
  const [routeTableId, vpcPeeringConnectionId] = [model.routeTableId, id];
  new aws.ec2.Route("there", { routeTableId, destinationCidrBlock: "10.9.0.0/16", vpcPeeringConnectionId });
  if (back) {
    new aws.ec2.Route("back", {
      routeTableId: registry.routeTableId,
      destinationCidrBlock: "10.0.0.0/16",
      vpcPeeringConnectionId,
    });
  }
};

const attach = ({ model, registry }: Ends, more: object = {}): void => {
  const gateway = new aws.ec2transitgateway.TransitGateway("transit", {});
  for (const [name, end, other] of [
    ["model", model, "10.9.0.0/16"],
    ["registry", registry, "10.0.0.0/16"],
  ] as const) {
    new aws.ec2transitgateway.VpcAttachment(name, {
      transitGatewayId: gateway.id,
      vpcId: end.vpcId,
      subnetIds: end.subnetIds,
      ...more,
    });
    new aws.ec2.Route(`${name}-to-transit`, {
      routeTableId: end.routeTableId,
      destinationCidrBlock: other,
      transitGatewayId: gateway.id,
    });
  }
};

describe("the way to the registry", () => {
  it("is named step by step", async () => {
    const verdict = await verdictOf("registry-reachable", () => closedVpc());
    assert.equal(
      pathIn(verdict),
      [
        'path: the model "fraud"',
        'group "model-group"',
        'egress rule "model-registry-egress" (TCP 443)',
        'group "registry-group"',
        'load balancer "balancer"',
        'listener "https" (HTTPS 443)',
        'group "registry-group"',
        'egress rule "registry-task-egress" (TCP 5000)',
        'ingress rule "registry-task-ingress" (TCP 5000)',
        'group "task-group"',
        'service "service"',
      ].join(" → "),
    );
    assert.match(
      pathIn(await verdictOf("registry-admits-model", () => closedVpc())),
      /ingress rule "model-reg/,
    );
    assert.match(pathIn(await verdictOf("lambda-reachable", () => closedVpc())), /→ endpoint "lambda"$/);
  });

  it("is not named where it is closed", async () => {
    const verdict = await verdictOf("registry-reachable", () => closedVpc({ "model-registry-egress": null }));
    assert.equal(pathIn(verdict), "");
  });

  it("leads through a peering connection and back", async () => {
    const verdict = await verdictOf("registry-reachable", () => {
      registryInAnotherVpc((ends) => {
        peer(ends);
      });
    });
    // What the listener forwards to is left out here.
    assertVerdict(verdict, "unknown", /which service registers in the target group/);
    assert.ok(verdict.evidence.some(({ hop }) => hop === 'peering connection "peering"'));
    assert.equal(verdict.evidence.filter(({ status }) => status === "unknown").length, 1);
  });

  it("needs the way back", async () => {
    const verdict = await verdictOf("registry-reachable", () => {
      registryInAnotherVpc((ends) => {
        peer(ends, false);
      });
    });
    assertVerdict(verdict, "failed", /no route of subnet "hosts-a" leads to the model "fraud"/, "hosts-a");
  });

  it("fails where the peering connection leads to other addresses", async () => {
    const verdict = await verdictOf("registry-reachable", () => {
      registryInAnotherVpc(({ model, registry }) => {
        const third = new aws.ec2.Vpc("third", { cidrBlock: "10.200.0.0/16" });
        const wrong = new aws.ec2.VpcPeeringConnection("wrong", { vpcId: model.vpcId, peerVpcId: third.id });
        for (const { routeTableId, other } of [
          { ...model, other: "10.9.0.0/16" },
          { ...registry, other: "10.0.0.0/16" },
        ]) {
          new aws.ec2.Route(`to-${other}`, {
            routeTableId,
            destinationCidrBlock: other,
            vpcPeeringConnectionId: wrong.id,
          });
        }
      });
    });
    assertVerdict(
      verdict,
      "failed",
      /behind which lies vpc-\w+ with 10\.200\.0\.0\/16, and not the load balancer/,
    );
  });

  it("fails where the load balancer's security groups are of a third VPC, as AWS refuses the load balancer", async () => {
    const verdict = await verdictOf("registry-reachable", () => {
      const third = new aws.ec2.Vpc("third", { cidrBlock: "10.200.0.0/16" });
      registryInAnotherVpc(
        (ends) => {
          peer(ends);
        },
        { "registry-group": { vpcId: third.id } },
      );
    });
    assertVerdict(
      verdict,
      "failed",
      /has the security group "registry-group", which is not of the VPC/,
      "balancer",
    );
  });

  it("leads through a transit gateway that both VPCs are attached to, unless its tables are the user's own", async () => {
    const through = await verdictOf("registry-reachable", () => {
      registryInAnotherVpc((ends) => {
        attach(ends);
      });
    });
    assert.ok(through.evidence.some(({ hop }) => hop === 'transit gateway "transit"'));
    assertVerdict(through, "unknown", /which service registers/);
    const own = await verdictOf("registry-reachable", () => {
      registryInAnotherVpc((ends) => {
        attach(ends, { transitGatewayDefaultRouteTablePropagation: false });
      });
    });
    assertVerdict(
      own,
      "unknown",
      /whether the transit gateway tgw-\w+, .* leads on to the load balancer "balancer"/,
    );
  });

  it("is not known where the route leads to a gateway of elsewhere", async () => {
    for (const target of [
      { transitGatewayId: "tgw-theirs" },
      { vpcPeeringConnectionId: "pcx-theirs" },
      { natGatewayId: "nat-theirs" },
      { gatewayId: "vgw-theirs" },
      { networkInterfaceId: "eni-theirs" },
    ]) {
      const verdict = await verdictOf("registry-reachable", () => {
        registryInAnotherVpc(({ model, registry }) => {
          for (const [name, end, other] of [
            ["there", model, "10.9.0.0/16"],
            ["back", registry, "10.0.0.0/16"],
          ] as const) {
            new aws.ec2.Route(name, {
              routeTableId: end.routeTableId,
              destinationCidrBlock: other,
              ...target,
            });
          }
        });
      });
      assertVerdict(verdict, "unknown", /-theirs/);
    }
  });

  it("takes the narrowest of several routes", async () => {
    const verdict = await verdictOf("registry-reachable", () => {
      registryInAnotherVpc((ends) => {
        peer(ends);
        new aws.ec2.Route("narrower", {
          routeTableId: ends.model.routeTableId,
          destinationCidrBlock: "10.9.0.0/24",
          gatewayId: "igw-1",
        });
      });
    });
    assertVerdict(verdict, "failed", /leads to the load balancer "balancer" by an internet gateway only/);
  });

  it("is open to the entries of a prefix list, inline and of their own", async () => {
    const program = (cidr: string) => () => {
      const list = new aws.ec2.ManagedPrefixList("list", {
        addressFamily: "IPv4",
        maxEntries: 2,
        entries: [{ cidr: "192.168.0.0/16" }],
      });
      new aws.ec2.ManagedPrefixListEntry("entry", { prefixListId: list.id, cidr });
      closedVpc({
        "model-registry-egress": { referencedSecurityGroupId: undefined, prefixListId: list.id, ...TLS },
      });
    };
    assertVerdict(await verdictOf("registry-reachable", program("10.0.0.0/16")), "passed");
    assertVerdict(
      await verdictOf("registry-reachable", program("10.7.0.0/16")),
      "failed",
      /lets TCP 443 out/,
    );
  });

  it("needs a rule for the addresses that the registry has: one for IPv6 is none for IPv4", async () => {
    const only = (rule: object) => () =>
      closedVpc({ "model-registry-egress": { referencedSecurityGroupId: undefined, ...TLS, ...rule } });
    assertVerdict(await verdictOf("registry-reachable", only({ cidrIpv6: "::/0" })), "failed");
    assertVerdict(await verdictOf("registry-reachable", only({ cidrIpv4: "0.0.0.0/0" })), "passed");
  });
});

describe("the way to the internet", () => {
  const hubWith = (changes: Changes, more: () => void = () => undefined) =>
    verdictOf("docker-hub-route", () => {
      closedVpc({ ...hub, ...changes });
      more();
    });

  it("leads through a NAT gateway in a subnet with an internet gateway", async () => {
    const verdict = await hubWith({});
    assertVerdict(verdict, "passed");
    assert.match(pathIn(verdict), /→ NAT gateway "nat" → registry-1\.docker\.io$/);
  });

  it("ends at a NAT gateway without one", async () => {
    assertVerdict(
      await hubWith({ "public-route": null }),
      "failed",
      /no route of subnet "public" leads to registry-1\.docker\.io → route 0\.0\.0\.0\/0 of that subnet, in which the NAT gateway "nat" lies, to an internet gateway/,
      "public",
    );
  });

  it("does not lead through a private NAT gateway, a peering connection or an egress-only gateway", async () => {
    assertVerdict(
      await hubWith({ nat: { connectivityType: "private" } }),
      "failed",
      /private NAT gateway/,
      "nat",
    );
    const target = (property: string, id: string) => ({
      "nat-route": { natGatewayId: undefined, [property]: id },
    });
    assertVerdict(
      await hubWith(target("vpcPeeringConnectionId", "pcx-1")),
      "failed",
      /leads to the other VPC and not through it to the internet/,
    );
    assertVerdict(await hubWith(target("egressOnlyGatewayId", "eigw-1")), "failed", /serves IPv6 only/);
    assertVerdict(await hubWith(target("transitGatewayId", "tgw-1")), "unknown", /tgw-1/);
  });

  it("leads no private addresses through an internet gateway", async () => {
    const record = { type: "A", aliases: undefined, ttl: 60 };
    const verdict = (address: string) =>
      verdictOf("registry-reachable", () =>
        closedVpc({
          "nat-route": {},
          "model-registry-egress": to(`${address}/32`),
          record: { ...record, records: [address] },
        }),
      );
    assertVerdict(await verdict("10.44.0.5"), "failed", /behind which are no private addresses/);
    assertVerdict(await verdict("52.95.110.1"), "passed");
  });

  it("is what is said to be wrong where it was meant to lead to Lambda", async () => {
    const verdict = await verdictOf("lambda-reachable", () =>
      closedVpc({ lambda: null, "nat-route": {}, "model-endpoint-egress": null }),
    );
    assertVerdict(verdict, "failed", /lets TCP 443 out to lambda\.eu-west-1\.amazonaws\.com/, "model-group");
  });
});
