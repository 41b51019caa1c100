import type { RecordedResource, ResourceGraph } from "../graph";
import { hostName, text, texts } from "../values";
import { resourceOf } from "./vpc";

const OPTIONS = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions";
const OPTIONS_ASSOCIATION = "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation";
const RULE = "aws:route53/resolverRule:ResolverRule";
const RULE_ASSOCIATION = "aws:route53/resolverRuleAssociation:ResolverRuleAssociation";
const FIREWALL_ASSOCIATION =
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation";
/** How DHCP options name the resolver of the VPC. */
const AMAZON = "AmazonProvidedDNS";

/** The DHCP options that name other DNS servers than the VPC's own, or that the plan does not make. */
export function serversOf(graph: ResourceGraph, vpcId: string | undefined): RecordedResource | undefined {
  const association = graph.withInput(OPTIONS_ASSOCIATION, "vpcId", vpcId)[0];
  if (association === undefined || vpcId === undefined) return undefined;
  const options = resourceOf(graph, association.inputs.dhcpOptionsId, OPTIONS);
  if (options === undefined) return association;
  const servers = texts(options.inputs.domainNameServers);
  return servers.length > 0 && servers.every((each) => each === AMAZON) ? undefined : options;
}

/** What may keep a VPC's resolver from answering: DNS Firewall, whose rules name domains in lists of their own. */
export function firewallOf(graph: ResourceGraph, vpcId: string | undefined): RecordedResource | undefined {
  return vpcId === undefined ? undefined : graph.withInput(FIREWALL_ASSOCIATION, "vpcId", vpcId)[0];
}

/** The most specific rule that forwards a name to other DNS servers for those in a VPC. */
export function forwardingOf(
  graph: ResourceGraph,
  vpcId: string | undefined,
  host: string,
): { readonly rule: RecordedResource; readonly domain: string } | undefined {
  if (vpcId === undefined) return undefined;
  const fitting = graph
    .withInput(RULE_ASSOCIATION, "vpcId", vpcId)
    .map((association) => {
      const rule = resourceOf(graph, association.inputs.resolverRuleId, RULE);
      // Of a rule of elsewhere nobody knows which names it forwards: it may be the very name.
      const domain = rule === undefined ? host : hostName(text(rule.inputs.domainName) ?? "");
      return { rule: rule ?? association, own: rule, domain };
    })
    .filter(
      ({ own, domain }) =>
        own === undefined || domain === "" || host === domain || host.endsWith(`.${domain}`),
    )
    .sort((one, other) => other.domain.length - one.domain.length);
  const [first] = fitting;
  // A rule of the type SYSTEM leaves the names to the resolver again.
  return first === undefined || first.own?.inputs.ruleType === "SYSTEM" ? undefined : first;
}
