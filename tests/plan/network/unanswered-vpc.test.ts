import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { record } from "../../../testing";
import { judge, type Requirement } from "../../../policies";
import { isKnownBlock } from "../../../plan/network/cidr-blocks";
import { closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict } from "../../policies/verdicts";

/** The closed VPC, with rules that a program makes of the CIDR block of a VPC that it looks up. */
async function withLookup(
  rule: string,
  changes: (block: unknown) => Changes,
  answer?: Record<string, unknown>,
): Promise<Requirement> {
  const graph = await record(
    () => {
      const { cidrBlock } = aws.ec2.getVpcOutput({ id: "vpc-1" });
      closedVpc(changes(cidrBlock));
    },
    { answer: (token) => (token === "aws:ec2/getVpc:getVpc" ? answer : undefined) },
  );
  return judge(graph).find(({ id }) => id === rule) ?? assert.fail();
}

describe("the CIDR block of a VPC that is looked up", () => {
  const ingress = (cidrIpv4: unknown): Changes => ({
    "model-registry-ingress": { referencedSecurityGroupId: undefined, cidrIpv4 },
  });

  it("is unknown where nobody answers, and the lookup is named", async () => {
    assertVerdict(
      await withLookup("registry-admits-model", ingress),
      "unknown",
      /aws\.ec2\.getVpc\(\{"id":"vpc-1"\}\), which has no answer \(add it to `lookups` in rehearsal\.json/,
      "model-registry-ingress",
    );
  });

  it("counts as answered", async () => {
    assertVerdict(await withLookup("registry-admits-model", ingress, { cidrBlock: "10.0.0.0/16" }), "passed");
    assertVerdict(await withLookup("registry-admits-model", ingress, { cidrBlock: "10.8.0.0/16" }), "failed");
  });

  it("is unknown in a network ACL, unless the other rules decide the same", async () => {
    const withAcl = async (action: string, others: string) =>
      judge(
        await record(() => {
          const { cidrBlock } = aws.ec2.getVpcOutput({ id: "vpc-1" });
          const { vpcId, subnetIds } = closedVpc();
          const all = { protocol: "-1", fromPort: 0, toPort: 0 };
          const rules = [
            { ...all, ruleNo: 10, action, cidrBlock },
            { ...all, ruleNo: 20, action: others, cidrBlock: "0.0.0.0/0" },
          ];
          new aws.ec2.NetworkAcl("acl", { vpcId, subnetIds, ingress: rules, egress: rules });
        }),
      ).find(({ id }) => id === "network-acls") ?? assert.fail();
    assertVerdict(await withAcl("deny", "allow"), "unknown");
    assertVerdict(await withAcl("allow", "deny"), "unknown");
    assertVerdict(await withAcl("allow", "allow"), "passed");
    assertVerdict(await withAcl("deny", "deny"), "failed");
  });

  it("is unknown where subnets are computed from it, so that no group contains them for sure", async () => {
    const graph = await record(() => {
      const { cidrBlock } = aws.ec2.getVpcOutput({ id: "vpc-1" });
      const part = (index: number) => cidrBlock.apply((block) => block.replace("0.0/16", `${index}.0/24`));
      closedVpc({
        vpc: { cidrBlock },
        "subnet-a": { cidrBlock: part(0) },
        "subnet-b": { cidrBlock: part(1) },
        "model-registry-ingress": { referencedSecurityGroupId: undefined, cidrIpv4: "10.0.0.0/16" },
      });
    });
    const verdicts = judge(graph);
    const of = (rule: string) => verdicts.find(({ id }) => id === rule) ?? assert.fail();
    assertVerdict(of("registry-admits-model"), "unknown");
    assertVerdict(of("free-addresses"), "unknown");
  });

  it("does not become a value of the program's own: no CIDR block is invented", async () => {
    const { outputs } = await record(() => ({
      vpc: aws.ec2.getVpcOutput({ id: "vpc-1" }).cidrBlock,
      subnet: aws.ec2.getSubnetOutput({ id: "subnet-1" }).cidrBlock,
      list: aws.ec2.getPrefixListOutput({ name: "com.amazonaws.eu-west-1.s3" }).cidrBlocks,
      own: aws.ec2.getManagedPrefixListOutput({ name: "offices" }).entries.apply(([entry]) => entry?.cidr),
    }));
    for (const { value } of Object.values(outputs)) {
      for (const block of [value].flat()) assert.ok(!isKnownBlock(String(block)), String(block));
    }
  });
});

describe("a route to a CIDR block that nobody knows", () => {
  it("may lead to private addresses, and takes none of the internet", async () => {
    const verdicts = judge(
      await record(() => {
        const { cidrBlock } = aws.ec2.getVpcOutput({ id: "vpc-2" });
        const { routeTableId, vpcId } = closedVpc({
          "nat-route": {},
          fraud: {
            primaryContainer: {
              image: "registry.example.org/fraud:1",
              imageConfig: { repositoryAccessMode: "Vpc" },
            },
          },
        });
        const peering = new aws.ec2.VpcPeeringConnection("peering", { vpcId, peerVpcId: "vpc-2" });
        new aws.ec2.Route("to-peer", {
          routeTableId,
          destinationCidrBlock: cidrBlock,
          vpcPeeringConnectionId: peering.id,
        });
      }),
    );
    const { evidence } = verdicts.find(({ id }) => id === "registry-reachable") ?? assert.fail();
    assert.ok(
      evidence.every(({ seen }) => !seen.includes("aws.ec2.getVpc")),
      JSON.stringify(evidence),
    );
  });
});
