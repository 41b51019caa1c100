import type { ResourceGraph } from "../graph";
import { all, allOrNone, type Truth } from "../truth";
import { text } from "../values";
import { coverage, isKnownBlock } from "./cidr-blocks";
import { coverageOf, INTERNET, rangesOf, type Ranges } from "./ipv4-ranges";
import type { NetworkLocation } from "./network-locations";
import { prefixListBlocks } from "./prefix-lists";
import type { GroupRule, Peer } from "./security-group-rules";

/** Whether rules cover a location together. */
export interface RuleCoverage {
  readonly answer: Truth;
  /** The rules that cover it, or that may do so. */
  readonly rules: readonly GroupRule[];
}

/** Finds the rules of security groups that cover a location, each alone or several together. */
export function findCoveringRules(
  graph: ResourceGraph,
  rules: readonly GroupRule[],
  other: NetworkLocation,
  direction: GroupRule["direction"],
): RuleCoverage {
  const answers = rules.map((rule) => ({ rule, answer: byName(graph, rule.peer, other, direction) }));
  const named = answers.filter(({ answer }) => answer === "yes").map(({ rule }) => rule);
  if (named.length > 0) return { answer: "yes", rules: named.slice(0, 1) };
  const byAddress = coveredByBlocks(graph, rules, other, direction);
  if (byAddress.answer === "yes") return byAddress;
  const possible = answers.filter(({ answer }) => answer === "unknown").map(({ rule }) => rule);
  if (byAddress.answer === "unknown") return byAddress;
  return { answer: possible.length > 0 ? "unknown" : "no", rules: possible.slice(0, 1) };
}

/** Whether a rule refers to a location by a security group or a prefix list. */
function byName(
  graph: ResourceGraph,
  peer: Peer,
  location: NetworkLocation,
  direction: GroupRule["direction"],
): Truth {
  switch (peer.kind) {
    case "group":
      if (location.groupIds.includes(peer.groupId)) return location.references?.[direction] ?? "yes";
      if (location.groupIds.length > 0 || location.hasNoGroups === true || location.onInternet === true)
        return "no";
      return isOfEndpoints(graph, peer.groupId) ? "no" : "unknown";
    case "cidr":
      return "no";
    case "prefix-list":
      if (location.prefixListIds?.includes(peer.prefixListId) === true) return "yes";
      return prefixListBlocks(graph, peer.prefixListId) !== undefined ||
        isServiceList(graph, peer.prefixListId)
        ? "no"
        : "unknown";
  }
}

/** Whether a group of the plan is that of endpoints of AWS services, which are no registry. */
function isOfEndpoints(graph: ResourceGraph, groupId: string): boolean {
  return graph
    .withInput("aws:ec2/vpcEndpoint:VpcEndpoint", "securityGroupIds", groupId)
    .some(({ inputs }) => /^com\.amazonaws\.(?!vpce\.)/.test(text(inputs.serviceName) ?? ""));
}

/** Whether a prefix list is AWS's list of the addresses of one service with a gateway endpoint: it contains no others. */
function isServiceList(graph: ResourceGraph, prefixListId: string): boolean {
  return (
    graph.byOutput("aws:ec2/vpcEndpoint:VpcEndpoint", "prefixListId", prefixListId) !== undefined ||
    graph.calls.some(
      ({ inputs, outputs }) =>
        outputs.id === prefixListId &&
        /^com\.amazonaws\.[a-z0-9-]+\.(s3|dynamodb)$/.test(String(inputs.name)),
    )
  );
}

interface Blocks {
  readonly rule: GroupRule;
  readonly blocks: readonly string[];
}

/** Whether the CIDR blocks of rules cover a location together. */
function coveredByBlocks(
  graph: ResourceGraph,
  rules: readonly GroupRule[],
  location: NetworkLocation,
  direction: GroupRule["direction"],
): RuleCoverage {
  const own: readonly Blocks[] = rules.flatMap((rule) => {
    const blocks = blocksOf(graph, rule.peer);
    return blocks === undefined ? [] : [{ rule, blocks }];
  });
  const allowed = rangesOf(own.flatMap(({ blocks }) => blocks));
  const everything = coverageOf(rangesOf(["0.0.0.0/0"]), allowed) === "all";
  const parts = partsOf(location);
  if (parts.length === 0) {
    // The location is unknown: each block of IPv4 may contain it.
    const open = own
      .filter(({ blocks }) => blocks.some((block) => !block.includes(":")))
      .map(({ rule }) => rule);
    return { answer: everything ? "yes" : open.length > 0 ? "unknown" : "no", rules: open };
  }
  const unknown = own.filter(({ blocks }) => blocks.some((block) => !isKnownBlock(block)));
  const answers = parts.map((part): Truth => {
    const answer = partAnswer(part, allowed, own);
    return answer === "no" && unknown.length > 0 ? "unknown" : answer;
  });
  // All senders must be allowed; of several destinations one may respond.
  const answer = direction === "ingress" ? all(answers) : allOrNone(answers);
  const used = own.filter(({ blocks }) => parts.some((part) => touches(part, blocks)));
  return { answer, rules: (answer === "unknown" ? [...used, ...unknown] : used).map(({ rule }) => rule) };
}

/** Addresses that are covered or not covered as one: IPv4 ranges, or a block of IPv6. */
type Part = { readonly ranges: Ranges } | { readonly block: string };

function partsOf({ blocks, onInternet }: NetworkLocation): readonly Part[] {
  if (onInternet === true) return [{ ranges: INTERNET }];
  return blocks.map((block) => (block.includes(":") ? { block } : { ranges: rangesOf([block]) }));
}

function partAnswer(part: Part, allowed: Ranges, own: readonly Blocks[]): Truth {
  // An address that is unknown may be anywhere.
  if ("ranges" in part && part.ranges.length === 0) return allowed.length > 0 ? "unknown" : "no";
  const covered =
    "ranges" in part
      ? [coverageOf(part.ranges, allowed)]
      : own.flatMap(({ blocks }) => blocks.map((block) => coverage(block, part.block)));
  if (covered.includes("all")) return "yes";
  return covered.includes("some") ? "unknown" : "no";
}

function touches(part: Part, blocks: readonly string[]): boolean {
  return "ranges" in part
    ? coverageOf(part.ranges, rangesOf(blocks)) !== "none"
    : blocks.some((block) => coverage(block, part.block) !== "none");
}

/** The CIDR blocks of a peer; `undefined` where it has none, or they are unknown. */
function blocksOf(graph: ResourceGraph, peer: Peer): readonly string[] | undefined {
  if (peer.kind === "cidr") return [peer.block];
  return peer.kind === "prefix-list" ? prefixListBlocks(graph, peer.prefixListId) : undefined;
}
