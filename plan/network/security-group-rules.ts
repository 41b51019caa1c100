import type { RecordedResource, ResourceGraph } from "../graph";
import { isFact } from "../facts/fact";
import { cached } from "../cache";
import { fields, list, text, texts } from "../values";
import { DEFAULT_VPC, VPC } from "./vpc";

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
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const ALL_PORTS = { fromPort: 0, toPort: 65535 };

/** The security groups of a plan and all their rules, inline and standalone. */
export class SecurityGroups {
  readonly rules: readonly GroupRule[];
  readonly #byGroup = new Map<string, GroupRule[]>();

  constructor(readonly graph: ResourceGraph) {
    this.rules = [
      ...graph.resources.flatMap((resource) => READERS[resource.type]?.(resource) ?? []),
      ...[VPC, DEFAULT_VPC].flatMap((type) => graph.ofType(type)).flatMap((vpc) => this.#untouched(vpc)),
    ];
    for (const rule of this.rules) {
      const own = this.#byGroup.get(rule.groupId);
      if (own === undefined) this.#byGroup.set(rule.groupId, [rule]);
      else own.push(rule);
    }
  }

  /** The security groups of a graph. */
  static of(graph: ResourceGraph): SecurityGroups {
    return cached(graph, "security groups", () => new SecurityGroups(graph));
  }

  /** The resource of a group, if the plan makes it, alone or with its VPC: then every rule of it is known. */
  resource(groupId: string): RecordedResource | undefined {
    const resource = this.graph.byId(groupId) ?? this.#vpcOf(groupId);
    return resource !== undefined && !resource.read ? resource : undefined;
  }

  /** The VPC that is made with a group, which the program leaves as it is. */
  #vpcOf(groupId: string): RecordedResource | undefined {
    return [VPC, DEFAULT_VPC]
      .map((type) => this.graph.byOutput(type, "defaultSecurityGroupId", groupId))
      .find((vpc) => vpc !== undefined && !isFact(vpc));
  }

  /** The rules of the group that a VPC is made with: all out, and in from its own members. */
  #untouched(vpc: RecordedResource): readonly GroupRule[] {
    const groupId = text(vpc.outputs.defaultSecurityGroupId);
    if (groupId === undefined || vpc.read || isFact(vpc) || this.graph.byId(groupId) !== undefined) return [];
    const rule = { groupId, protocol: "-1", ...ALL_PORTS, declaredBy: vpc };
    return [
      { ...rule, direction: "egress", peer: { kind: "cidr", block: "0.0.0.0/0" } },
      { ...rule, direction: "ingress", peer: { kind: "group", groupId } },
    ];
  }

  /** How messages name a group. */
  title(groupId: string): string {
    const resource = this.graph.byId(groupId);
    if (resource !== undefined) return `"${resource.name}"`;
    const vpc = this.#vpcOf(groupId);
    return vpc === undefined ? groupId : `"default" of "${vpc.name}"`;
  }

  /** The rules of some groups in a direction that let TCP through to a port. */
  on(direction: GroupRule["direction"], groupIds: readonly string[], port: number): readonly GroupRule[] {
    return this.all(direction, groupIds).filter(
      (rule) =>
        ["tcp", "6", "-1", "all"].includes(rule.protocol.toLowerCase()) &&
        rule.fromPort <= port &&
        port <= rule.toPort,
    );
  }

  /** The rules of some groups in a direction, whatever they allow. */
  all(direction: GroupRule["direction"], groupIds: readonly string[]): readonly GroupRule[] {
    return [...new Set(groupIds)].flatMap((groupId) =>
      (this.#byGroup.get(groupId) ?? []).filter((rule) => rule.direction === direction),
    );
  }
}

/** A group of a peered VPC is written as account/group. */
function withoutAccount(group: string): string {
  return group.split("/").pop() ?? group;
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
      groups: referenced === undefined ? [] : [withoutAccount(referenced)],
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
    return severalPeers(inputs, texts(inputs.sourceSecurityGroupId).map(withoutAccount), groupId).map(
      (peer) => ({
        direction: inputs.type === "egress" ? "egress" : "ingress",
        groupId,
        ...protocol(inputs.protocol, inputs),
        peer,
        declaredBy: resource,
      }),
    );
  },
  [GROUP]: inline,
  [DEFAULT_GROUP]: inline,
};

function inline(resource: RecordedResource): readonly GroupRule[] {
  const groupId = text(resource.outputs.id);
  if (groupId === undefined) return [];
  return (["ingress", "egress"] as const).flatMap((direction) =>
    list(resource.inputs[direction]).flatMap((rule) =>
      severalPeers(rule, texts(rule.securityGroups).map(withoutAccount), groupId).map((peer) => ({
        direction,
        groupId,
        ...protocol(rule.protocol, rule),
        peer,
        declaredBy: resource,
      })),
    ),
  );
}

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
