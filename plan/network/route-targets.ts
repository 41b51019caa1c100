import { localPath, type PacketPath, type RouteQuery, type SubnetOnPath } from "./packet-path";
import type { Truth } from "../truth";
import { failed, passed, unknown, type Evidence } from "../evidence";
import { enumerate, text, texts } from "../values";
import { ANYWHERE_IPV4 } from "./cidr-blocks";
import { peeringOf } from "./peering-connections";
import { misplacedGateway } from "./misplaced-gateways";
import { INTERNET, overlap, rangesOf, without, type Ranges } from "./ipv4-ranges";
import { checkPublicAccessBlock } from "./public-access-block";
import { gatewaysFor } from "./route-remedies";
import { BLACKHOLE, type Route } from "./route-tables";
import { throughTransitGateway } from "./transit-gateways";
import { resourceOf, vpcBlocks } from "./vpc";

const INSTANCE = "aws:ec2/instance:Instance";
/** Where a route leads in the end. */
export function followRoute(
  question: RouteQuery,
  route: Route,
  stop: SubnetOnPath,
  ranges: Ranges,
): readonly PacketPath[] {
  const { property, id } = route.target;
  const { graph, target } = question;
  const resource = graph.byId(id);
  const named = resource === undefined ? id : `"${resource.name}"`;
  const leads = (what: string): string => `${stop.title} routes ${route.destination} to ${what} ${named}`;
  const whole = (answer: Truth, evidence: Evidence): readonly PacketPath[] => [
    { ranges, answer, evidence, isLocal: false },
  ];
  const misplaced = misplacedGateway(graph, id, stop.vpcId);
  if (misplaced !== undefined) {
    const { resource: gateway, because, remedy } = misplaced;
    return whole(
      "no",
      failed(gateway, `${because}, so that ${stop.title} cannot route ${route.destination} to it`, remedy),
    );
  }
  switch (property) {
    case "natGatewayId":
      return throughNat(question, route, stop, leads("the NAT gateway"), ranges);
    case "vpcPeeringConnectionId":
      return throughPeering(question, route, stop, leads("the peering connection"), ranges);
    case "transitGatewayId":
      return throughTransit(question, route, stop, leads("the transit gateway"), ranges);
    case "gatewayId":
      return throughGateway(question, route, stop, ranges);
    case BLACKHOLE:
      return whole(
        "no",
        failed(
          route.declaredBy,
          `${stop.title} drops what it routes to ${route.destination}: what that route led to is gone`,
          `route ${route.destination} of that subnet to ${gatewaysFor(question.blocks)}`,
        ),
      );
    case "egressOnlyGatewayId":
      return whole(
        "no",
        failed(
          route.declaredBy,
          `${leads("the egress-only gateway")}, which serves IPv6 only`,
          `route the addresses of ${target} to a NAT gateway`,
        ),
      );
    case "networkInterfaceId": {
      const instance = graph.byOutput(INSTANCE, "primaryNetworkInterfaceId", id);
      if (instance === undefined || instance.read || instance.inputs.sourceDestCheck === false) {
        return unknownTarget(question, route, stop, ranges);
      }
      return whole(
        "no",
        failed(
          instance,
          `drops the packets that ${stop.title} routes to it: its source/destination check is on`,
          "set sourceDestCheck to false on the NAT instance",
        ),
      );
    }
    default:
      return unknownTarget(question, route, stop, ranges);
  }
}

/** What lies behind a target of a route is unknown. */
function unknownTarget(
  { target }: RouteQuery,
  route: Route,
  stop: SubnetOnPath,
  ranges: Ranges,
): readonly PacketPath[] {
  const evidence = unknown(
    route.declaredBy,
    `whether ${route.target.id}, to which ${stop.title} routes ${route.destination}, leads on to ${target}`,
  );
  return [{ ranges, answer: "unknown", evidence, isLocal: false }];
}

function throughGateway(
  question: RouteQuery,
  route: Route,
  stop: SubnetOnPath,
  ranges: Ranges,
): readonly PacketPath[] {
  const { graph, target, blocks } = question;
  const { id } = route.target;
  if (id === "local") return [localPath(stop, ranges)];
  const isInternetGateway =
    id.startsWith("igw-") || graph.byId(id)?.type === "aws:ec2/internetGateway:InternetGateway";
  if (!isInternetGateway) return unknownTarget(question, route, stop, ranges);
  const nat = stop.through.at(-1);
  const subject = stop.subnet ?? route.declaredBy;
  const leg = (part: Ranges, answer: Truth, evidence: Evidence): readonly PacketPath[] =>
    part.length === 0 ? [] : [{ ranges: part, answer, evidence, isLocal: false }];
  if (nat === undefined) {
    return leg(
      ranges,
      "no",
      failed(
        subject,
        `${stop.title} leads to ${target} by an internet gateway only, which serves no interface without a public address, as SageMaker's are`,
        `route ${blocks[0] ?? ANYWHERE_IPV4} of that subnet to ${gatewaysFor(blocks)}`,
      ),
    );
  }
  const block = checkPublicAccessBlock(graph, stop, target);
  if (block !== undefined) return leg(ranges, block.answer, block.evidence);
  return [
    ...leg(
      overlap(ranges, INTERNET),
      "yes",
      passed(route.declaredBy, `${stop.title} routes ${route.destination} to an internet gateway`),
    ),
    ...leg(
      without(ranges, INTERNET),
      "no",
      failed(
        subject,
        `${stop.title}, in which the NAT gateway "${nat.name}" lies, leads to ${enumerate(blocks)} by an internet gateway, behind which are no private addresses`,
        `route ${enumerate(blocks)} of the model's subnets to a transit gateway, a peering connection or a virtual private gateway`,
      ),
    ),
  ];
}

/** A NAT gateway sends on by the route table of its own subnet, from a public address or a private one. */
function throughNat(
  question: RouteQuery,
  route: Route,
  { through }: SubnetOnPath,
  leads: string,
  ranges: Ranges,
): readonly PacketPath[] {
  const { graph, target } = question;
  const { id } = route.target;
  const nat = resourceOf(graph, id, "aws:ec2/natGateway:NatGateway");
  const subnetId = text(nat?.inputs.subnetId);
  // What a NAT gateway drops has come as far as its subnet.
  const leg = (part: Ranges, answer: Truth, evidence: Evidence): readonly PacketPath[] =>
    part.length === 0
      ? []
      : [{ ranges: part, answer, evidence, isLocal: false, ...(nat === undefined ? {} : { nat }) }];
  if (nat === undefined || subnetId === undefined) {
    const where =
      nat === undefined
        ? `the NAT gateway ${id}, which this program does not make,`
        : `the NAT gateway "${nat.name}", which has no subnet in the plan,`;
    return leg(ranges, "unknown", unknown(route.declaredBy, `whether ${where} leads on to ${target}`));
  }
  if (through.includes(nat)) {
    return leg(ranges, "no", failed(nat, "routes back to itself", `route on to ${target}`));
  }
  const isPrivate = nat.inputs.connectivityType === "private";
  const closed = isPrivate ? overlap(ranges, INTERNET) : [];
  const hop = `NAT gateway "${nat.name}"`;
  return [
    ...leg(
      closed,
      "no",
      failed(
        nat,
        "is a private NAT gateway, which does not lead to the internet",
        'set its connectivityType to "public", in a subnet with a route to an internet gateway',
      ),
    ),
    ...question.onward(subnetId, without(ranges, closed), [...through, nat]).map((next) => ({
      ...next,
      isLocal: false,
      nat: next.nat ?? nat,
      evidence:
        next.answer === "yes"
          ? passed(route.declaredBy, leads, [hop, ...texts(next.evidence.hop)].join(" → "))
          : next.evidence,
    })),
  ];
}

/** A peering connection leads to the other VPC, and no further. */
function throughPeering(
  { graph, target, blocks }: RouteQuery,
  route: Route,
  stop: SubnetOnPath,
  leads: string,
  ranges: Ranges,
): readonly PacketPath[] {
  const { id } = route.target;
  const crossing = { kind: "peering", id } as const;
  const leg = (part: Ranges, answer: Truth, evidence: Evidence): readonly PacketPath[] =>
    part.length === 0 ? [] : [{ ranges: part, answer, evidence, isLocal: false, crossing }];
  const outside = overlap(ranges, INTERNET);
  const onInternet = leg(
    outside,
    "no",
    failed(
      route.declaredBy,
      `${leads}, which leads to the other VPC and not through it to the internet`,
      `route ${ANYWHERE_IPV4} of that subnet to a NAT gateway`,
    ),
  );
  const inside = without(ranges, outside);
  const peering = peeringOf(graph, id, stop.vpcId);
  const peerBlocks = peering === undefined ? [] : vpcBlocks(graph, peering.peerVpcId);
  if (peering === undefined || peerBlocks.length === 0) {
    const evidence = unknown(
      route.declaredBy,
      `whether the VPC behind ${id}, to which ${route.destination} is routed, holds ${target}`,
    );
    return [...onInternet, ...leg(inside, "unknown", evidence)];
  }
  const { connection, peerVpcId, accepted } = peering;
  const there = overlap(inside, rangesOf(peerBlocks));
  const arrives =
    accepted === "yes"
      ? passed(route.declaredBy, leads, `peering connection "${connection.name}"`)
      : accepted === "no"
        ? failed(
            connection,
            "is a peering connection that nobody accepts, so that it leads nowhere",
            "set autoAccept to true, or add an aws.ec2.VpcPeeringConnectionAccepter",
          )
        : unknown(connection, `whether the owner of ${peerVpcId} has accepted this peering connection`);
  return [
    ...onInternet,
    ...leg(there, accepted, arrives),
    ...leg(
      without(inside, there),
      "no",
      failed(
        route.declaredBy,
        `${leads}, behind which lies ${peerVpcId} with ${enumerate(peerBlocks)}, and not ${target}`,
        `route ${enumerate(blocks)} to what leads there`,
      ),
    ),
  ];
}

/** A transit gateway leads to the VPCs that are attached to it. */
function throughTransit(
  { graph, target }: RouteQuery,
  route: Route,
  stop: SubnetOnPath,
  leads: string,
  ranges: Ranges,
): readonly PacketPath[] {
  const { id } = route.target;
  const crossing = { kind: "transit-gateway", id } as const;
  return throughTransitGateway(graph, id, stop, ranges).map(
    ({ ranges: part, answer, because, remedy }): PacketPath => {
      const evidence =
        answer === "yes"
          ? passed(
              route.declaredBy,
              `${leads}, ${because}`,
              `transit gateway "${graph.byId(id)?.name ?? id}"`,
            )
          : answer === "no"
            ? failed(route.declaredBy, `${leads}, ${because}`, remedy)
            : unknown(
                route.declaredBy,
                `whether the transit gateway ${id}, to which ${route.destination} is routed, leads on to ${target}: ${because}`,
              );
      return { ranges: part, answer, evidence, isLocal: false, crossing };
    },
  );
}
