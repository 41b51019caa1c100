import * as aws from "@pulumi/aws";
import type { Requirement } from "../../../policies";
import { closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict, verdictOf } from "../../policies/verdicts";

const reachable = (changes: Changes, more: (made: ReturnType<typeof closedVpc>) => void = () => undefined) =>
  verdictOf("registry-reachable", () => {
    more(closedVpc(changes));
  });
const wildcard: Changes = { zone: { name: "example.com" }, record: { name: "*.example.com" } };

/** A rule that forwards a domain to other DNS servers, for the model's VPC. */
function forward(domainName: string, vpcId: aws.ec2.Vpc["id"]): void {
  const { id } = new aws.route53.ResolverRule("rule", {
    domainName,
    ruleType: "FORWARD",
    resolverEndpointId: "rslvr-out-0123456789abcdef0",
    targetIps: [{ ip: "10.20.0.2" }],
  });
  new aws.route53.ResolverRuleAssociation("rule", { resolverRuleId: id, vpcId });
}

describe("the name of a registry", () => {
  const check = async (found: Promise<Requirement>, status: string, said?: RegExp): Promise<void> => {
    assertVerdict(await found, status, said);
  };

  it("is answered by a wildcard, unless the very name has records of another type", async () => {
    await check(reachable(wildcard), "passed");
    const withText = reachable(wildcard, ({ zoneId }) => {
      new aws.route53.Record("text", {
        zoneId,
        name: "registry.example.com",
        type: "TXT",
        records: ["x"],
        ttl: 60,
      });
    });
    await check(withText, "failed", /has no record of it/);
  });

  it("is forwarded by a rule of its domain, and not by one of a shorter domain", async () => {
    const by = (domain: string) => reachable({}, ({ vpcId }) => forward(domain, vpcId));
    await check(by("registry.example.com"), "unknown", /what the DNS servers to which it forwards/);
    await check(by("example.com"), "passed");
    await check(by("other.example.com"), "passed");
  });

  it("may be forwarded by a rule of another stack, which nobody knows here", async () => {
    const found = reachable({}, ({ vpcId }) => {
      new aws.route53.ResolverRuleAssociation("shared", {
        resolverRuleId: "rslvr-rr-0123456789abcdef0",
        vpcId,
      });
    });
    await check(found, "unknown", /what the DNS servers to which it forwards/);
  });

  it("leads nowhere where the model's own VPC has the addresses of the registry's", async () => {
    const found = (cidrBlock: string, address: string) =>
      verdictOf("registry-reachable", () => {
        const { id: vpcId } = new aws.ec2.Vpc("other", { cidrBlock: "10.0.0.0/15" });
        const { id: subnetId } = new aws.ec2.Subnet("hosts", { vpcId, cidrBlock });
        new aws.ec2.Instance("registry", {
          ami: "ami-1",
          instanceType: "m7g.large",
          subnetId,
          privateIp: address,
        });
        closedVpc({
          record: { aliases: undefined, records: [address], ttl: 60 },
          "model-registry-egress": { referencedSecurityGroupId: undefined, cidrIpv4: "10.0.0.0/8" },
        });
      });
    await check(
      found("10.0.50.0/24", "10.0.50.10"),
      "failed",
      /addresses that the model's own VPC has as well/,
    );
    await check(found("10.1.0.0/24", "10.1.0.10"), "failed", /no route of subnet/);
  });

  it("is not known to be answered in a VPC with a DNS Firewall", async () => {
    const found = reachable({}, ({ vpcId }) => {
      const { id } = new aws.route53.ResolverFirewallRuleGroup("firewall", {});
      new aws.route53.ResolverFirewallRuleGroupAssociation("firewall", {
        firewallRuleGroupId: id,
        priority: 101,
        vpcId,
      });
    });
    await check(found, "unknown", /whether this DNS Firewall blocks registry\.example\.com/);
  });

  it("leads nowhere for a model without IPv6 where it has addresses of IPv6 only", async () => {
    await check(reachable({ record: { type: "AAAA" } }), "failed", /make a record of the type A/);
    const both = reachable({}, ({ zoneId }) => {
      new aws.route53.Record("ipv6", {
        zoneId,
        name: "registry.example.com",
        type: "AAAA",
        records: ["fd00::1"],
        ttl: 60,
      });
    });
    await check(both, "passed");
  });

  it("is not seen from a VPC that is only authorized to be associated with the zone", async () => {
    const other = () => new aws.ec2.Vpc("other", { cidrBlock: "10.5.0.0/16" }).id;
    const found = verdictOf("registry-reachable", () => {
      const { zoneId, vpcId } = closedVpc({ zone: { vpcs: [{ vpcId: other() }] } });
      new aws.route53.VpcAssociationAuthorization("allowed", { zoneId, vpcId });
    });
    await check(found, "failed", /is not seen from the model's VPC/);
    const associated = verdictOf("registry-reachable", () => {
      const { zoneId, vpcId } = closedVpc({ zone: { vpcs: [{ vpcId: other() }] } });
      new aws.route53.ZoneAssociation("associated", { zoneId, vpcId });
    });
    await check(associated, "passed");
  });

  it("may lead to either of two load balancers: what one of them refuses is not known", async () => {
    const found = reachable(
      { record: { setIdentifier: "one", weightedRoutingPolicies: [{ weight: 50 }] } },
      ({ zoneId, subnetIds, taskGroupId }) => {
        const closed = new aws.lb.LoadBalancer("closed", {
          internal: true,
          subnets: subnetIds,
          securityGroups: [taskGroupId],
        });
        new aws.route53.Record("two", {
          zoneId,
          name: "registry.example.com",
          type: "A",
          setIdentifier: "two",
          weightedRoutingPolicies: [{ weight: 50 }],
          aliases: [{ name: closed.dnsName, zoneId: closed.zoneId, evaluateTargetHealth: false }],
        });
      },
    );
    await check(found, "unknown", /which of 2 ways is taken/);
  });
});
