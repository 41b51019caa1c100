import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict, verdictOf } from "../../policies/verdicts";

type Rule = aws.types.input.ec2.NetworkAclIngress;

const ALL: Rule = {
  ruleNo: 100,
  protocol: "-1",
  action: "allow",
  cidrBlock: "0.0.0.0/0",
  fromPort: 0,
  toPort: 0,
};
const rule = (more: Partial<Rule>): Rule => ({ ...ALL, protocol: "tcp", ...more });
const https = (block: string, more: Partial<Rule> = {}) =>
  rule({ cidrBlock: block, fromPort: 443, toPort: 443, ...more });
const answers = (block: string, more: Partial<Rule> = {}) =>
  rule({ cidrBlock: block, fromPort: 1024, toPort: 65535, ruleNo: 200, ...more });

/** The closed VPC with an ACL on the subnets of model and registry. */
const withAcl = (ingress: Rule[], egress: Rule[], changes: Changes = {}) =>
  verdictOf("network-acls", () => {
    const { vpcId, subnetIds } = closedVpc(changes);
    new aws.ec2.NetworkAcl("acl", { vpcId, subnetIds, ingress, egress });
  });

describe("network ACLs", () => {
  it("let all through where a VPC has the one that it is made with", async () => {
    assertVerdict(await verdictOf("network-acls", () => closedVpc()), "passed");
  });

  it("that a VPC is made with decide by the rules that a program adds to them, too", async () => {
    const added = (ruleNumber: number) =>
      verdictOf("network-acls", () => {
        const { vpc } = closedVpc();
        new aws.ec2.NetworkAclRule("added", {
          networkAclId: vpc.defaultNetworkAclId,
          ruleNumber,
          egress: true,
          protocol: "tcp",
          ruleAction: "deny",
          cidrBlock: "10.0.0.0/16",
          fromPort: 443,
          toPort: 443,
        });
      });
    assertVerdict(await added(50), "failed", /does not let TCP 443/, "added");
    // What AWS makes the ACL with allows everything before.
    assertVerdict(await added(150), "passed");
  });

  it("let through what their rules name at both ends, with the answers", async () => {
    const vpc = "10.0.0.0/16";
    const tasks = rule({ cidrBlock: vpc, fromPort: 5000, toPort: 5000, ruleNo: 300 });
    const all = [https(vpc), answers(vpc), tasks];
    assertVerdict(await withAcl(all, all), "passed");
    assertVerdict(await withAcl([ALL], [ALL]), "passed");
  });

  it("are in the way where they do not let the request out", async () => {
    assertVerdict(
      await withAcl([ALL], [answers("0.0.0.0/0")]),
      "failed",
      /does not let TCP 443 to the load balancer "balancer" \(10\.0\.1\.0\/24\) out of subnet "subnet-a" → add a rule that allows egress of TCP 443 to 10\.0\.1\.0\/24/,
      "acl",
    );
  });

  it("are in the way where they do not let the answers back in: they keep no state", async () => {
    assertVerdict(
      await withAcl([https("0.0.0.0/0")], [ALL]),
      "failed",
      /the answers \(TCP 1024-65535\) from the load balancer "balancer"/,
    );
  });

  it("obey the rule with the lowest number, and deny what none names", async () => {
    const denied = https("10.0.1.0/24", { action: "deny", ruleNo: 50 });
    assertVerdict(await withAcl([ALL], [denied, ALL]), "failed");
    assertVerdict(await withAcl([ALL], [{ ...denied, ruleNo: 150 }, ALL]), "passed");
    assertVerdict(await withAcl([], []), "failed");
    const udp = rule({ protocol: "udp", action: "deny", ruleNo: 1, fromPort: 0, toPort: 65535 });
    assertVerdict(await withAcl([udp, ALL], [udp, ALL]), "passed");
  });

  it("are not known where rules name parts of what is asked", async () => {
    const part = https("10.0.1.0/28", { action: "deny", ruleNo: 50 });
    assertVerdict(await withAcl([ALL], [part, ALL]), "unknown", /its rules name parts of that/, "acl");
  });

  it("do not see what stays within a subnet", async () => {
    const inOne = (more: string[]) =>
      verdictOf("network-acls", () => {
        const vpc = new aws.ec2.Vpc("one", { cidrBlock: "10.1.0.0/16" });
        const place = (name: string, index: number) =>
          new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock: `10.1.${index}.0/24` }).id;
        const [only, others] = [place("only", 0), more.map((name, index) => place(name, index + 1))];
        new aws.ec2.NetworkAcl("acl", { vpcId: vpc.id, subnetIds: [only], ingress: [], egress: [] });
        closedVpc({
          fraud: { vpcConfig: { subnets: [only], securityGroupIds: ["sg-1"] } },
          balancer: { subnets: [only, ...others] },
          service: { networkConfiguration: { subnets: [only], securityGroups: ["sg-1"] } },
          lambda: { vpcId: vpc.id, subnetIds: [only] },
        });
      });
    assertVerdict(await inOne([]), "not-applicable");
    assertVerdict(await inOne(["another"]), "failed", /out of subnet "only"/, "acl");
  });

  it("are read from rules and associations of their own, and from the default ACL", async () => {
    const program = (make: (id: pulumi.Output<string>) => void) => () => {
      const { vpcId, subnetIds } = closedVpc();
      const acl = new aws.ec2.NetworkAcl("acl", { vpcId });
      subnetIds.forEach((subnetId, index) => {
        new aws.ec2.NetworkAclAssociation(`acl-${index}`, { networkAclId: acl.id, subnetId });
      });
      make(acl.id);
    };
    const own = (egress: boolean, ruleAction: string, id: pulumi.Output<string>) =>
      new aws.ec2.NetworkAclRule(`${ruleAction}-${egress}`, {
        networkAclId: id,
        egress,
        ruleAction,
        ruleNumber: 100,
        protocol: "-1",
        cidrBlock: "0.0.0.0/0",
      });
    const open = program((id) => [own(true, "allow", id), own(false, "allow", id)]);
    assertVerdict(await verdictOf("network-acls", open), "passed");
    const closed = program((id) => [own(true, "deny", id), own(false, "allow", id)]);
    assertVerdict(await verdictOf("network-acls", closed), "failed", /does not let TCP 443/, "acl");

    const replaced = (egress: Rule[]) =>
      verdictOf("network-acls", () => {
        const vpc = new aws.ec2.Vpc("other", { cidrBlock: "10.0.0.0/16" });
        new aws.ec2.DefaultNetworkAcl("default", {
          defaultNetworkAclId: vpc.defaultNetworkAclId,
          ingress: [ALL],
          egress,
        });
        const subnetIds = ["a", "b"].map(
          (zone, index) =>
            new aws.ec2.Subnet(`other-${zone}`, { vpcId: vpc.id, cidrBlock: `10.0.${index + 4}.0/24` }).id,
        );
        closedVpc({ balancer: { subnets: subnetIds } });
      });
    assertVerdict(await replaced([ALL]), "passed");
    assertVerdict(await replaced([]), "failed", /out of subnet "other-a"/, "default");
  });

  it("are asked on the way out through NAT gateways as well", async () => {
    const image = `bank/fraud@sha256:${"d".repeat(64)}`;
    const changes: Changes = {
      fraud: { primaryContainer: { image, imageConfig: { repositoryAccessMode: "Vpc" } } },
      "nat-route": {},
    };
    const program = (egress: Rule[]) => () => {
      const { vpcId, publicSubnetId } = closedVpc(changes);
      new aws.ec2.NetworkAcl("public-acl", { vpcId, subnetIds: [publicSubnetId], ingress: [ALL], egress });
    };
    assertVerdict(await verdictOf("network-acls", program([ALL])), "passed");
    assertVerdict(
      await verdictOf("network-acls", program([answers("10.0.0.0/16")])),
      "failed",
      /does not let TCP 443 to registry-1\.docker\.io \(0\.0\.0\.0\/0\) out of subnet "public"/,
      "public-acl",
    );
  });

  it("are not known of subnets of elsewhere, until somebody tells", async () => {
    const program = () =>
      closedVpc({ fraud: { vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } } });
    assertVerdict(await verdictOf("network-acls", program), "unknown", /network ACL of subnet subnet-1/);
    const entry = { RuleNumber: 100, Protocol: "-1", CidrBlock: "0.0.0.0/0" };
    const acl = (out: string) => ({
      NetworkAcls: [
        {
          NetworkAclId: "acl-1",
          VpcId: "vpc-1",
          Associations: [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }],
          Entries: [
            { ...entry, RuleAction: "allow", Egress: false },
            { ...entry, RuleAction: out, Egress: true },
          ],
        },
      ],
    });
    assertVerdict(await verdictOf("network-acls", program, [acl("allow")]), "passed");
    assertVerdict(await verdictOf("network-acls", program, [acl("deny")]), "failed", /does not let/, "acl-1");
  });
});
