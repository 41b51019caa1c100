import type { Truth } from "../truth";
import { isFact } from "../facts/fact";
import { failed, passed, unknown, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import { enumerate, list, text } from "../values";
import { ANYWHERE_IPV4, isKnownBlock } from "./cidr-blocks";
import { INTERNET, overlap, rangesOf, without, type Range, type Ranges } from "./ipv4-ranges";
import { resourceOf, findSubnet, subnetTitle, findVpc, vpcIdOfOne } from "./vpc";

const ACL = "aws:ec2/networkAcl:NetworkAcl";
const RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";

/** The ports at which clients take answers: all that any system chooses, and those that Linux chooses. */
const EPHEMERAL = { from: 1024, to: 65535 };
const EPHEMERAL_OF_LINUX = { from: 32768, to: 61000 };

/** One rule of a network ACL. */
interface Entry {
  readonly number: number;
  readonly direction: "ingress" | "egress";
  readonly allows: boolean;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** Its addresses; empty where they are unknown. */
  readonly ranges: Ranges;
}

/** The network ACL of a subnet. */
type SubnetAcl =
  | { readonly kind: "open" }
  | { readonly kind: "unknown" }
  | { readonly kind: "declared"; readonly acl: RecordedResource; readonly entries: readonly Entry[] };

/** What passes the network ACL of a subnet on its way: TCP to a port, or the answers to it. */
export interface AclTraffic {
  readonly direction: "ingress" | "egress";
  /** The addresses at the other end, as the packets carry them: all of IPv4 for the internet; `undefined` where unknown. */
  readonly block: string | undefined;
  /** The port of the request; `undefined` for the responses. */
  readonly port: number | undefined;
}

/**
 * Whether the network ACL of a subnet lets packets through. ACLs keep no state: the answers need rules as well. The first
 * rule, by number, decides of each packet.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 * @param other how messages name the other end
 */
export function checkSubnetAcl(
  graph: ResourceGraph,
  subnetId: string,
  other: string,
  passages: readonly AclTraffic[],
): readonly Evidence[] {
  const resource = findSubnet(graph, subnetId);
  const title = subnetTitle(graph, subnetId);
  const found = aclOf(graph, subnetId);
  if (found.kind === "unknown") {
    return [unknown(resource, `which rules the network ACL of ${title} has`)];
  }
  if (found.kind === "open") {
    return [passed(resource, `${title} has the VPC's default network ACL, which lets all through`)];
  }
  const { acl } = found;
  const answers = passages.map((passage) => ({ passage, answer: decide(graph, found, passage) }));
  const denied = answers.filter(({ answer }) => answer === "no").map(({ passage }) => passage);
  if (denied.length > 0) {
    return [
      failed(
        acl,
        `does not let ${enumerate(denied.map((each) => describe(each, other)))} ${title}`,
        `add a rule that allows ${enumerate(denied.map(rule))} before any that denies it`,
      ),
    ];
  }
  const open = answers.find(({ answer }) => answer === "unknown");
  if (open !== undefined) {
    return [
      unknown(acl, `whether it lets ${describe(open.passage, other)} ${title}: its rules name parts of that`),
    ];
  }
  return [passed(acl, `lets ${enumerate(passages.map((each) => describe(each, other)))} ${title}`)];
}

/** Whether a subnet's network ACL has rules that the plan knows and that do not let everything through. */
export function hasDeclaredAcl(graph: ResourceGraph, subnetId: string): boolean {
  return aclOf(graph, subnetId).kind === "declared";
}

interface Declared {
  readonly acl: RecordedResource;
  readonly entries: readonly Entry[];
}

function decide(graph: ResourceGraph, { acl, entries }: Declared, passage: AclTraffic): Truth {
  const { direction, block, port } = passage;
  return cached(graph, `acl ${acl.urn} ${direction} ${block ?? ""} ${port ?? "answers"}`, () => {
    const own = entries.filter((entry) => entry.direction === direction);
    const ranges = block === ANYWHERE_IPV4 ? INTERNET : rangesOf([block ?? ANYWHERE_IPV4]);
    if (port !== undefined) return allows(own, ranges, { from: port, to: port });
    const any = allows(own, ranges, EPHEMERAL);
    if (any === "yes") return "yes";
    return allows(own, ranges, EPHEMERAL_OF_LINUX) === "no" ? "no" : "unknown";
  });
}

interface Ports {
  readonly from: number;
  readonly to: number;
}

/** Whether the rules of one direction allow all of some packets, by address and port, or none of them. */
function allows(entries: readonly Entry[], ranges: Ranges, ports: Ports): Truth {
  // Addresses of IPv6 are not followed.
  if (ranges.length === 0) return "unknown";
  const seen = new Set<boolean>();
  for (const { from } of slices(entries, ports)) {
    let left: Ranges = ranges;
    for (const entry of entries) {
      if (left.length === 0) break;
      if (entry.from > from || from > entry.to) continue;
      // It may decide of some packets, nobody knows of which.
      if (entry.ranges.length === 0) seen.add(entry.allows);
      const taken = overlap(left, entry.ranges);
      if (taken.length === 0) continue;
      seen.add(entry.allows);
      left = without(left, taken);
    }
    // What no rule names is denied.
    if (left.length > 0) seen.add(false);
  }
  if (seen.size === 2) return "unknown";
  return seen.has(true) ? "yes" : "no";
}

/** The ports in pieces that every rule holds all or nothing of. */
function slices(entries: readonly Entry[], { from, to }: Ports): readonly Ports[] {
  const starts = [from, ...entries.flatMap((entry) => [entry.from, entry.to + 1])]
    .filter((port) => from <= port && port <= to)
    .sort((one, other) => one - other);
  const distinct = [...new Set(starts)];
  return distinct.map((start, index) => ({ from: start, to: (distinct[index + 1] ?? to + 1) - 1 }));
}

function describe({ direction, block, port }: AclTraffic, other: string): string {
  const ports = port !== undefined ? `TCP ${port}` : `the answers (TCP ${EPHEMERAL.from}-${EPHEMERAL.to})`;
  const end = block === undefined ? other : `${other} (${block})`;
  return direction === "egress" ? `${ports} to ${end} out of` : `${ports} from ${end} into`;
}

function rule({ direction, block, port }: AclTraffic): string {
  const ports = port === undefined ? `${EPHEMERAL.from}-${EPHEMERAL.to}` : String(port);
  return `${direction} of TCP ${ports} ${direction === "egress" ? "to" : "from"} ${block ?? "there"}`;
}

function aclOf(graph: ResourceGraph, subnetId: string): SubnetAcl {
  return cached(graph, `acl of ${subnetId}`, () => findAcl(graph, subnetId));
}

/** The ACL that a subnet is associated with; the VPC's default one, which lets all through, where the plan names none. */
function findAcl(graph: ResourceGraph, subnetId: string): SubnetAcl {
  const association = graph.withInput(
    "aws:ec2/networkAclAssociation:NetworkAclAssociation",
    "subnetId",
    subnetId,
  )[0];
  const named = [ACL, DEFAULT_ACL]
    .flatMap((type) => graph.withInput(type, "subnetIds", subnetId))
    .find(({ read }) => !read);
  const id = text(association?.inputs.networkAclId);
  const acl = named ?? resourceOf(graph, id, ACL) ?? resourceOf(graph, id, DEFAULT_ACL);
  if (acl !== undefined) return { kind: "declared", acl, entries: entriesOf(graph, acl) };
  const own = findVpc(graph, vpcIdOfOne(graph, subnetId));
  if (id !== undefined || findSubnet(graph, subnetId) === undefined || own === undefined || isFact(own)) {
    return { kind: "unknown" };
  }
  const replaced = resourceOf(graph, own.outputs.defaultNetworkAclId, DEFAULT_ACL);
  if (replaced !== undefined) {
    return { kind: "declared", acl: replaced, entries: entriesOf(graph, replaced) };
  }
  const added = graph.withInput(RULE, "networkAclId", own.outputs.defaultNetworkAclId);
  const [first] = added;
  if (first === undefined) return { kind: "open" };
  // The rules that AWS creates the ACL with apply in addition to those of the program.
  return { kind: "declared", acl: first, entries: inOrder([...added.flatMap(ofRule), ...MADE_WITH_VPC]) };
}

const MADE_WITH_VPC: readonly Entry[] = (["ingress", "egress"] as const).flatMap((direction) =>
  entry({ cidrBlock: ANYWHERE_IPV4, protocol: "-1" }, direction, "allow", 100),
);

/** The rules of an ACL that are about TCP, in the order in which they decide. */
function entriesOf(graph: ResourceGraph, acl: RecordedResource): readonly Entry[] {
  const inline = (["ingress", "egress"] as const).flatMap((direction) =>
    list(acl.inputs[direction]).flatMap((each) => entry(each, direction, each.action, each.ruleNo)),
  );
  return inOrder([...inline, ...graph.withInput(RULE, "networkAclId", acl.outputs.id).flatMap(ofRule)]);
}

function ofRule({ inputs }: RecordedResource): readonly Entry[] {
  const direction = inputs.egress === true ? "egress" : "ingress";
  return entry(inputs, direction, inputs.ruleAction, inputs.ruleNumber);
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries
    .filter(({ protocol }) => ["-1", "all", "6", "tcp"].includes(protocol))
    .sort((one, other) => one.number - other.number);
}

function entry(
  inputs: Readonly<Record<string, unknown>>,
  direction: Entry["direction"],
  action: unknown,
  number: unknown,
): readonly Entry[] {
  const block = text(inputs.cidrBlock);
  const ranges: readonly Range[] = block === undefined ? [] : rangesOf([block]);
  if (block === undefined || (ranges.length === 0 && isKnownBlock(block))) return [];
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
      ranges,
    },
  ];
}
