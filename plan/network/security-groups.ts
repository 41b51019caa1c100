import type { RecordedResource, ResourceGraph } from "../graph";
import { fields, list, text, texts } from "../values";

/** Whom a security-group rule names. */
export type Peer =
  | { readonly kind: "group"; readonly groupId: string }
  | { readonly kind: "cidr"; readonly block: string }
  | { readonly kind: "prefix-list"; readonly prefixListId: string };

/** One rule of a security group with one peer. */
export interface GroupRule {
  readonly direction: "ingress" | "egress";
  readonly groupId: string;
  /** `tcp`, `udp`, `icmp`, …, or `-1` for all. */
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: Peer;
  /** The resource that declares it: a group with inline rules, or a rule of its own. */
  readonly declaredBy: RecordedResource;
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const ALL_PORTS = { fromPort: 0, toPort: 65535 };

/** The security groups of a plan and all their rules, inline and standalone. */
export class SecurityGroups {
  readonly rules: readonly GroupRule[];

  constructor(private readonly graph: ResourceGraph) {
    this.rules = graph.resources.flatMap((resource) => READERS[resource.type]?.(resource) ?? []);
  }

  /** The resource of a group, if the plan makes it: then every rule of it is known. */
  resource(groupId: string): RecordedResource | undefined {
    const resource = this.graph.byId(groupId);
    return resource?.type === GROUP && !resource.read ? resource : undefined;
  }

  /** How messages name a group. */
  title(groupId: string): string {
    const resource = this.graph.byId(groupId);
    return resource === undefined ? groupId : `"${resource.name}"`;
  }

  /** The rules of some groups in a direction that let TCP through to a port. */
  on(direction: GroupRule["direction"], groupIds: readonly string[], port: number): readonly GroupRule[] {
    return this.rules.filter(
      (rule) =>
        rule.direction === direction &&
        groupIds.includes(rule.groupId) &&
        ["tcp", "6", "-1", "all"].includes(rule.protocol.toLowerCase()) &&
        rule.fromPort <= port &&
        port <= rule.toPort,
    );
  }
}

type Reader = (resource: RecordedResource) => readonly GroupRule[];

const standalone =
  (direction: GroupRule["direction"]): Reader =>
  (resource) => {
    const { inputs } = resource;
    const groupId = text(inputs.securityGroupId);
    if (groupId === undefined) return [];
    const referenced = text(inputs.referencedSecurityGroupId);
    return peers({
      // A group of a peered VPC is written as account/group.
      groups: referenced === undefined ? [] : [referenced.split("/").pop() ?? referenced],
      blocks: [...texts(inputs.cidrIpv4), ...texts(inputs.cidrIpv6)],
      prefixLists: texts(inputs.prefixListId),
    }).map((peer) => ({
      direction,
      groupId,
      ...protocol(inputs.ipProtocol, inputs),
      peer,
      declaredBy: resource,
    }));
  };

const READERS: Readonly<Record<string, Reader>> = {
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": standalone("ingress"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": standalone("egress"),
  "aws:ec2/securityGroupRule:SecurityGroupRule": (resource) => {
    const { inputs } = resource;
    const groupId = text(inputs.securityGroupId);
    if (groupId === undefined) return [];
    return severalPeers(inputs, texts(inputs.sourceSecurityGroupId), groupId).map((peer) => ({
      direction: inputs.type === "egress" ? "egress" : "ingress",
      groupId,
      ...protocol(inputs.protocol, inputs),
      peer,
      declaredBy: resource,
    }));
  },
  [GROUP]: (resource) => {
    const groupId = text(resource.outputs.id);
    if (groupId === undefined) return [];
    return (["ingress", "egress"] as const).flatMap((direction) =>
      list(resource.inputs[direction]).flatMap((rule) =>
        severalPeers(rule, texts(rule.securityGroups), groupId).map((peer) => ({
          direction,
          groupId,
          ...protocol(rule.protocol, rule),
          peer,
          declaredBy: resource,
        })),
      ),
    );
  },
};

function severalPeers(
  rule: Readonly<Record<string, unknown>>,
  groups: readonly string[],
  own: string,
): readonly Peer[] {
  return peers({
    groups: rule.self === true ? [...groups, own] : groups,
    blocks: [...texts(rule.cidrBlocks), ...texts(rule.ipv6CidrBlocks)],
    prefixLists: texts(rule.prefixListIds),
  });
}

function peers(of: {
  groups: readonly string[];
  blocks: readonly string[];
  prefixLists: readonly string[];
}): readonly Peer[] {
  return [
    ...of.groups.map((groupId): Peer => ({ kind: "group", groupId })),
    ...of.blocks.map((block): Peer => ({ kind: "cidr", block })),
    ...of.prefixLists.map((prefixListId): Peer => ({ kind: "prefix-list", prefixListId })),
  ];
}

function protocol(
  value: unknown,
  rule: Readonly<Record<string, unknown>>,
): { protocol: string; fromPort: number; toPort: number } {
  const name = typeof value === "string" || typeof value === "number" ? String(value) : "-1";
  if (name === "-1" || name === "all") return { protocol: name, ...ALL_PORTS };
  const { fromPort, toPort } = fields(rule);
  const from = Number(fromPort);
  return { protocol: name, fromPort: from, toPort: toPort === undefined ? from : Number(toPort) };
}
