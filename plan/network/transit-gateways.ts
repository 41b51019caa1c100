import type { Truth } from "../truth";
import type { RecordedResource, ResourceGraph } from "../graph";
import { text, texts } from "../values";
import { prefixLength } from "./cidr-blocks";
import { overlap, rangesOf, without, type Ranges } from "./ipv4-ranges";
import { resourceOf, findVpc, vpcBlocks, zoneOf } from "./vpc";

const GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway";
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
const ASSOCIATION = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation";
const PROPAGATION = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation";
const ROUTE = "aws:ec2transitgateway/route:Route";

/** Where a transit gateway leads for some of the addresses. */
export interface Transit {
  readonly ranges: Ranges;
  readonly answer: Truth;
  /** Why it does not lead there, or why that is unknown; how it leads there otherwise. */
  readonly because: string;
  /** What to change, where it does not. */
  readonly remedy: string;
  /** The VPC that it leads to. */
  readonly vpcId?: string;
}

/** Who sends through a transit gateway. */
export interface Sender {
  readonly subnetId: string;
  readonly vpcId: string | undefined;
}

/**
 * Where a transit gateway leads for those in a subnet: their VPC must be attached in the subnet's zone, and the route
 * table of that attachment must have a route.
 *
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
export function throughTransitGateway(
  graph: ResourceGraph,
  gatewayId: string,
  sender: Sender,
  ranges: Ranges,
): readonly Transit[] {
  const gateway = resourceOf(graph, gatewayId, GATEWAY);
  const whole = (answer: Truth, because: string, remedy = ""): readonly Transit[] => [
    { ranges, answer, because, remedy },
  ];
  if (gateway === undefined) return whole("unknown", "this program does not make it");
  const attachments = graph.withInput(ATTACHMENT, "transitGatewayId", gatewayId).filter(({ read }) => !read);
  const own = attachments.find(({ inputs }) => inputs.vpcId === sender.vpcId);
  if (own === undefined) {
    return findVpc(graph, sender.vpcId) === undefined
      ? whole("unknown", "whether the VPC is attached to it is not in the plan")
      : whole(
          "no",
          `to which ${sender.vpcId ?? ""} is not attached`,
          "attach the VPC to the transit gateway",
        );
  }
  const zone = inZone(graph, own, sender.subnetId);
  if (zone !== "yes") {
    return whole(
      zone,
      zone === "no"
        ? `to which "${own.name}" attaches no subnet in ${zoneOf(graph, sender.subnetId) ?? "its zone"}`
        : `whether "${own.name}" attaches a subnet in its zone is not in the plan`,
      `add a subnet of that zone to the attachment "${own.name}"`,
    );
  }
  const table = tableOf(graph, gateway, own);
  if (table === undefined)
    return whole("unknown", `which route table "${own.name}" is associated with is not in the plan`);
  return follow(graph, { gateway, attachments, table }, ranges);
}

/** Whether security groups may refer to groups on the other side of a transit gateway, in their inbound rules. */
export function refersAcross(graph: ResourceGraph, gatewayId: string): Truth {
  const gateway = resourceOf(graph, gatewayId, GATEWAY);
  if (gateway === undefined) return "unknown";
  const isOn = gateway.inputs.securityGroupReferencingSupport === "enable";
  const isOff = graph
    .withInput(ATTACHMENT, "transitGatewayId", gatewayId)
    .some(({ inputs }) => inputs.securityGroupReferencingSupport === "disable");
  return isOn && !isOff ? "yes" : "no";
}

/** The subnets in which a VPC is attached to a transit gateway. */
export function attachedSubnets(
  graph: ResourceGraph,
  gatewayId: string,
  vpcId: string | undefined,
): readonly string[] {
  return graph
    .withInput(ATTACHMENT, "transitGatewayId", gatewayId)
    .filter(({ inputs }) => inputs.vpcId === vpcId)
    .flatMap(({ inputs }) => texts(inputs.subnetIds));
}

function inZone(graph: ResourceGraph, attachment: RecordedResource, subnetId: string): Truth {
  const subnetIds = texts(attachment.inputs.subnetIds);
  if (subnetIds.includes(subnetId)) return "yes";
  const zone = zoneOf(graph, subnetId);
  const zones = subnetIds.map((id) => zoneOf(graph, id));
  if (zone !== undefined && zones.includes(zone)) return "yes";
  return zone === undefined || zones.includes(undefined) ? "unknown" : "no";
}

interface Table {
  readonly id: unknown;
  readonly isDefault: boolean;
}

/** The route table that an attachment is associated with; `undefined` where the plan does not tell. */
function tableOf(
  graph: ResourceGraph,
  { inputs, outputs }: RecordedResource,
  attachment: RecordedResource,
): Table | undefined {
  const association = graph.withInput(ASSOCIATION, "transitGatewayAttachmentId", attachment.outputs.id)[0];
  if (association !== undefined)
    return { id: association.inputs.transitGatewayRouteTableId, isDefault: false };
  const isDefault =
    inputs.defaultRouteTableAssociation !== "disable" &&
    attachment.inputs.transitGatewayDefaultRouteTableAssociation !== false;
  return isDefault ? { id: outputs.associationDefaultRouteTableId, isDefault } : undefined;
}

interface Known {
  readonly gateway: RecordedResource;
  readonly attachments: readonly RecordedResource[];
  readonly table: Table;
}

interface Entry {
  readonly block: string;
  readonly attachment: RecordedResource | undefined;
  readonly blackhole: boolean;
  readonly isStatic: boolean;
}

function follow(graph: ResourceGraph, known: Known, ranges: Ranges): readonly Transit[] {
  const ordered = [...entries(graph, known)].sort(
    (one, other) =>
      prefixLength(other.block) - prefixLength(one.block) || Number(other.isStatic) - Number(one.isStatic),
  );
  let left = ranges;
  const found: Transit[] = [];
  for (const entry of ordered) {
    const taken = overlap(left, rangesOf([entry.block]));
    if (taken.length === 0) continue;
    left = without(left, taken);
    found.push(...arrive(graph, entry, taken));
  }
  if (left.length > 0) found.push(nowhere(left));
  return found;
}

function arrive(
  graph: ResourceGraph,
  { block, attachment, blackhole }: Entry,
  ranges: Ranges,
): readonly Transit[] {
  if (blackhole) {
    const because = `whose route table drops ${block}`;
    return [{ ranges, answer: "no", because, remedy: `route ${block} of its route table to an attachment` }];
  }
  const vpcId = text(attachment?.inputs.vpcId);
  const blocks = rangesOf(vpcBlocks(graph, vpcId));
  if (attachment === undefined || vpcId === undefined || blocks.length === 0) {
    return [
      {
        ranges,
        answer: "unknown",
        because: `what its attachment for ${block} leads to is not in the plan`,
        remedy: "",
      },
    ];
  }
  const inside = overlap(ranges, blocks);
  const outside = without(ranges, blocks);
  return [
    ...(inside.length === 0
      ? []
      : [
          {
            ranges: inside,
            answer: "yes" as const,
            because: `to which ${vpcId} is attached`,
            remedy: "",
            vpcId,
          },
        ]),
    // What is behind the VPC, as an appliance's networks, is unknown.
    ...(outside.length === 0 ? [] : [nowhere(outside)]),
  ];
}

/** Other stacks attach their VPCs and their networks to a transit gateway as well. */
function nowhere(ranges: Ranges): Transit {
  return {
    ranges,
    answer: "unknown",
    because: "no attachment of this program has these addresses",
    remedy: "",
  };
}

function entries(graph: ResourceGraph, { gateway, attachments, table }: Known): readonly Entry[] {
  const propagates = (attachment: RecordedResource): boolean =>
    (table.isDefault &&
      gateway.inputs.defaultRouteTablePropagation !== "disable" &&
      attachment.inputs.transitGatewayDefaultRouteTablePropagation !== false) ||
    graph
      .withInput(PROPAGATION, "transitGatewayAttachmentId", attachment.outputs.id)
      .some(({ inputs }) => table.id !== undefined && inputs.transitGatewayRouteTableId === table.id);
  const propagated = attachments.filter(propagates).flatMap((attachment) =>
    vpcBlocks(graph, text(attachment.inputs.vpcId)).map((block): Entry => ({
      block,
      attachment,
      blackhole: false,
      isStatic: false,
    })),
  );
  const own = table.id === undefined ? [] : graph.withInput(ROUTE, "transitGatewayRouteTableId", table.id);
  return [
    ...propagated,
    ...own.flatMap(({ inputs }) =>
      texts(inputs.destinationCidrBlock).map((block) => ({
        block,
        attachment: resourceOf(graph, inputs.transitGatewayAttachmentId, ATTACHMENT),
        blackhole: inputs.blackhole === true,
        isStatic: true,
      })),
    ),
  ];
}
