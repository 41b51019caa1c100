import type { RecordedResource, ResourceGraph } from "../graph";
import { enumerate, list, text, texts } from "../values";
import { failed, passed, Status, unknown, type Evidence } from "../findings";
import { ANYWHERE_IPV4, coverage } from "./addresses";
import { isFact } from "../facts/fact";
import { made, subnet } from "./vpc";

const ACL = "aws:ec2/networkAcl:NetworkAcl";
const DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";

/** The ports at which clients take answers, as Linux and AWS's own services choose them. */
const EPHEMERAL = { from: 1024, to: 65535 };

/** One rule of a network ACL. */
interface Entry {
  readonly number: number;
  readonly direction: "ingress" | "egress";
  readonly allows: boolean;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly block: string;
}

/** The network ACL of a subnet. */
type SubnetAcl =
  | { readonly kind: "open" }
  | { readonly kind: "unknown" }
  | { readonly kind: "declared"; readonly acl: RecordedResource; readonly entries: readonly Entry[] };

/** TCP that some subnets send to others: rules are held against both ends, and against the answers. */
export interface Flow {
  readonly from: { readonly title: string; readonly subnetIds: readonly string[] };
  readonly to: { readonly title: string; readonly subnetIds: readonly string[] };
  /** The addresses of `to` where its subnets are not known: all of IPv4 for the internet, none if not known either. */
  readonly blocks: readonly string[];
  readonly port: number;
}

/**
 * Whether the network ACLs of both ends let TCP and its answers through. They keep no state, and traffic within one
 * subnet does not pass them.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function passesNetworkAcls(graph: ResourceGraph, flow: Flow): readonly Evidence[] {
  const { from, to, port } = flow;
  const answers = (block: string, direction: "ingress" | "egress"): Wanted => ({
    direction,
    block,
    ...EPHEMERAL,
  });
  const outward = from.subnetIds.flatMap((subnetId) => {
    const blocks = blocksOf(graph, to.subnetIds, flow.blocks, subnetId);
    return blocks.length === 0 && to.subnetIds.length === 0
      ? [toSomewhere(graph, subnetId, to.title)]
      : blocks.flatMap((block) =>
          judge(graph, subnetId, to.title, [
            { direction: "egress", block, from: port, to: port },
            answers(block, "ingress"),
          ]),
        );
  });
  const inward = to.subnetIds.flatMap((subnetId) =>
    blocksOf(graph, from.subnetIds, [], subnetId).flatMap((block) =>
      judge(graph, subnetId, from.title, [
        { direction: "ingress", block, from: port, to: port },
        answers(block, "egress"),
      ]),
    ),
  );
  return [...outward, ...inward];
}

/** What a subnet's ACL says of traffic to addresses that are not known. */
function toSomewhere(graph: ResourceGraph, subnetId: string, other: string): Evidence {
  const found = aclOf(graph, subnetId);
  const [open = unknown(undefined, "")] = judge(graph, subnetId, other, []);
  return found.kind === "declared"
    ? unknown(
        found.acl,
        `whether it lets TCP to ${other}, whose addresses are not in the plan, out and its answers in`,
      )
    : open;
}

/** The blocks of the subnets at the other end, but for the subnet itself. */
function blocksOf(
  graph: ResourceGraph,
  subnetIds: readonly string[],
  otherwise: readonly string[],
  own: string,
): readonly string[] {
  if (subnetIds.length === 0) return otherwise;
  const others = subnetIds.filter((id) => id !== own);
  const blocks = others.map((id) => {
    const resource = subnet(graph, id);
    const vpc = made(graph, resource?.inputs.vpcId, "aws:ec2/vpc:Vpc");
    return text(resource?.inputs.cidrBlock) ?? text(vpc?.outputs.cidrBlock) ?? ANYWHERE_IPV4;
  });
  return [...new Set(blocks)];
}

interface Wanted {
  readonly direction: "ingress" | "egress";
  readonly block: string;
  readonly from: number;
  readonly to: number;
}

function judge(
  graph: ResourceGraph,
  subnetId: string,
  other: string,
  wanted: readonly Wanted[],
): readonly Evidence[] {
  const resource = subnet(graph, subnetId);
  const title = `subnet ${resource === undefined ? subnetId : `"${resource.name}"`}`;
  const found = aclOf(graph, subnetId);
  if (found.kind === "unknown") {
    return [unknown(resource, `which rules the network ACL of ${title} has`)];
  }
  if (found.kind === "open") {
    return [passed(resource, `${title} has the VPC's default network ACL, which lets all through`)];
  }
  const { acl, entries } = found;
  const answers = wanted.map((each) => ({ each, status: decide(entries, each) }));
  const denied = answers.filter(({ status }) => status === Status.Failed);
  if (denied.length > 0) {
    return [
      failed(
        acl,
        `does not let ${enumerate(denied.map(({ each }) => describe(each, other)))} ${title}`,
        `add a rule that allows ${enumerate(denied.map(({ each }) => rule(each)))} before any that denies it`,
      ),
    ];
  }
  const open = answers.find(({ status }) => status === Status.Unknown);
  if (open !== undefined) {
    return [
      unknown(acl, `whether it lets ${describe(open.each, other)} ${title}: its rules name parts of that`),
    ];
  }
  return [passed(acl, `lets ${enumerate(wanted.map((each) => describe(each, other)))} ${title}`)];
}

/** The first rule, by number, that holds all of the traffic decides; one that holds a part leaves it open. */
function decide(entries: readonly Entry[], wanted: Wanted): Status {
  const isIpv6 = wanted.block.includes(":");
  const own = entries
    .filter(({ direction, block }) => direction === wanted.direction && block.includes(":") === isIpv6)
    .sort((one, other) => one.number - other.number);
  let partly: boolean | undefined;
  for (const entry of own) {
    if (!["-1", "all", "6", "tcp"].includes(entry.protocol)) continue;
    if (entry.to < wanted.from || wanted.to < entry.from) continue;
    const lies = coverage(entry.block, wanted.block);
    if (lies === "none") continue;
    const holdsAll = lies === "all" && entry.from <= wanted.from && wanted.to <= entry.to;
    if (!holdsAll) {
      if (partly !== undefined && partly !== entry.allows) return Status.Unknown;
      partly = entry.allows;
    } else {
      return partly === undefined || partly === entry.allows ? statusOf(entry.allows) : Status.Unknown;
    }
  }
  // What no rule names is denied.
  return partly === true ? Status.Unknown : Status.Failed;
}

function statusOf(allows: boolean): Status {
  return allows ? Status.Passed : Status.Failed;
}

function describe({ direction, block, from, to }: Wanted, other: string): string {
  const ports = from === to ? `TCP ${from}` : `the answers (TCP ${from}-${to})`;
  return direction === "egress"
    ? `${ports} to ${other} (${block}) out of`
    : `${ports} from ${other} (${block}) into`;
}

function rule({ direction, block, from, to }: Wanted): string {
  const ports = from === to ? String(from) : `${from}-${to}`;
  return `${direction} of TCP ${ports} ${direction === "egress" ? "to" : "from"} ${block}`;
}

/** The ACL that a subnet is associated with; the VPC's default one, which lets all through, where the plan names none. */
function aclOf(graph: ResourceGraph, subnetId: string): SubnetAcl {
  const association = graph
    .ofType("aws:ec2/networkAclAssociation:NetworkAclAssociation")
    .find(({ inputs }) => inputs.subnetId === subnetId);
  const named = [ACL, DEFAULT_ACL]
    .flatMap((type) => graph.ofType(type))
    .find(({ inputs, read }) => !read && texts(inputs.subnetIds).includes(subnetId));
  const id = text(association?.inputs.networkAclId);
  const acl = named ?? made(graph, id, ACL) ?? made(graph, id, DEFAULT_ACL);
  if (acl !== undefined) return { kind: "declared", acl, entries: entriesOf(graph, acl) };
  const own = subnet(graph, subnetId);
  const vpc = made(graph, own?.inputs.vpcId, "aws:ec2/vpc:Vpc");
  if (id !== undefined || own === undefined || vpc === undefined || isFact(vpc)) return { kind: "unknown" };
  const replaced = made(graph, vpc.outputs.defaultNetworkAclId, DEFAULT_ACL);
  return replaced === undefined
    ? { kind: "open" }
    : { kind: "declared", acl: replaced, entries: entriesOf(graph, replaced) };
}

function entriesOf(graph: ResourceGraph, acl: RecordedResource): readonly Entry[] {
  const inline = (["ingress", "egress"] as const).flatMap((direction) =>
    list(acl.inputs[direction]).flatMap((each) => entry(each, direction, each.action, each.ruleNo)),
  );
  const own = graph
    .ofType("aws:ec2/networkAclRule:NetworkAclRule")
    .filter(({ inputs }) => inputs.networkAclId === acl.outputs.id)
    .flatMap(({ inputs }) =>
      entry(inputs, inputs.egress === true ? "egress" : "ingress", inputs.ruleAction, inputs.ruleNumber),
    );
  return [...inline, ...own];
}

function entry(
  inputs: Readonly<Record<string, unknown>>,
  direction: Entry["direction"],
  action: unknown,
  number: unknown,
): readonly Entry[] {
  const block = text(inputs.cidrBlock) ?? text(inputs.ipv6CidrBlock);
  if (block === undefined) return [];
  const protocol = String(inputs.protocol ?? "-1").toLowerCase();
  const isAll = protocol === "-1" || protocol === "all";
  return [
    {
      number: Number(number),
      direction,
      allows: String(action).toLowerCase() === "allow",
      protocol,
      from: isAll ? 0 : Number(inputs.fromPort),
      to: isAll ? 65535 : Number(inputs.toPort),
      block,
    },
  ];
}
