import type { RecordedResource, ResourceGraph } from "../graph";
import { enumerate, text } from "../values";
import { failed, passed, unknown, worst, Status, type Evidence } from "../findings";
import { ANYWHERE_IPV4, coverage, isPublic, prefixLength } from "./addresses";
import { peerVpcOf, prefixListBlocks, transitGatewayVpcs } from "./connections";
import { egress, type Place } from "./reach";
import { made, routeTableOf, subnet, vpcBlocks, type Route } from "./vpc";

/** What has interfaces in subnets of one VPC. */
export interface Source extends Place {
  readonly subnetIds: readonly string[];
  readonly vpcId: string | undefined;
}

/** What a route is asked about. */
interface Question {
  readonly graph: ResourceGraph;
  /** The addresses that are to be reached; all of IPv4 for a host on the internet. */
  readonly blocks: readonly string[];
  /** How messages name what is to be reached. */
  readonly target: string;
}

/** A subnet on the way, and the NAT gateways that led there. */
interface Stop {
  readonly title: string;
  readonly subnet: RecordedResource | undefined;
  readonly through: readonly RecordedResource[];
}

/** Whether every subnet has a route to some addresses, as far as the plan tells where it leads in the end. */
export function routesTo(
  graph: ResourceGraph,
  source: Source,
  blocks: readonly string[],
  target: string,
): readonly Evidence[] {
  if (source.subnetIds.length === 0)
    return [unknown(source.resource, `in which subnets ${source.title} lies`)];
  return source.subnetIds.map((subnetId) => {
    const resource = subnet(graph, subnetId);
    const own = vpcBlocks(graph, text(resource?.inputs.vpcId));
    if (blocks.length > 0 && blocks.every((block) => own.some((each) => coverage(each, block) === "all"))) {
      return passed(resource, `subnet ${title(graph, subnetId)} has ${enumerate(blocks)} in its own VPC`);
    }
    return fromSubnet({ graph, blocks, target }, subnetId, []);
  });
}

/** Whether a source has a way to a host on the internet. */
export function toInternet(
  graph: ResourceGraph,
  source: Source,
  host: string,
  port: number,
): readonly Evidence[] {
  const place: Place = { title: host, groupIds: [], blocks: [], onInternet: true };
  return [...egress(graph, source, place, port), ...routesTo(graph, source, [ANYWHERE_IPV4], host)];
}

/** Whether a subnet of a source routes the internet anywhere, be it to something that does not lead there. */
export function hasWayOut(graph: ResourceGraph, { subnetIds }: Source): boolean {
  return subnetIds.some((subnetId) =>
    routeTableOf(graph, subnetId)?.routes.some(({ destination }) => destination === ANYWHERE_IPV4),
  );
}

/** Where a subnet's routes lead; `through` are the NAT gateways that led there. */
function fromSubnet(question: Question, subnetId: string, through: readonly RecordedResource[]): Evidence {
  const { graph, blocks, target } = question;
  const stop: Stop = {
    title: `subnet ${title(graph, subnetId)}`,
    subnet: subnet(graph, subnetId),
    through,
  };
  const table = routeTableOf(graph, subnetId);
  if (table === undefined)
    return unknown(stop.subnet, `whether the route table of ${stop.title} leads to ${target}`);
  const ends = blocks.map((block) => {
    const route = mostSpecific(graph, table.routes, block);
    return route === undefined ? noRoute(question, stop, table.routes) : follow(question, route, stop);
  });
  const status = worst(ends);
  return ends.find((end) => end.status === status) ?? noRoute(question, stop, table.routes);
}

function noRoute({ graph, blocks, target }: Question, stop: Stop, routes: readonly Route[]): Evidence {
  const open = routes.find(
    ({ destination, target: { id } }) =>
      destination.startsWith("pl-") &&
      // The routes of gateway endpoints hold the addresses of one service of AWS.
      !id.startsWith("vpce-") &&
      prefixListBlocks(graph, destination) === undefined,
  );
  if (open !== undefined) {
    return unknown(
      open.declaredBy,
      `whether the prefix list ${open.destination}, which ${stop.title} routes, holds ${target}`,
    );
  }
  const destination = blocks[0] ?? ANYWHERE_IPV4;
  const nat = stop.through.at(-1);
  return failed(
    stop.subnet,
    `no route of ${stop.title} leads to ${target}`,
    nat === undefined
      ? `route ${destination} of that subnet to a NAT gateway, a transit gateway or a peering connection`
      : `route ${destination} of that subnet, in which the NAT gateway "${nat.name}" lies, to an internet gateway`,
  );
}

/** The route that a packet to a block takes: of all that hold the block, the one with the longest prefix. */
function mostSpecific(graph: ResourceGraph, routes: readonly Route[], block: string): Route | undefined {
  const candidates = routes.flatMap((route) => {
    const destinations = route.destination.startsWith("pl-")
      ? prefixListBlocks(graph, route.destination)
      : [route.destination];
    return (destinations ?? [])
      .filter((each) => coverage(each, block) === "all")
      .map((each) => ({ route, length: prefixLength(each) }));
  });
  return candidates.sort((one, other) => other.length - one.length)[0]?.route;
}

/** Where a route leads in the end. */
function follow(question: Question, route: Route, stop: Stop): Evidence {
  const { property, id } = route.target;
  const { graph, target } = question;
  const resource = graph.byId(id);
  const named = resource === undefined ? id : `"${resource.name}"`;
  const leads = (what: string): string => `${stop.title} routes ${route.destination} to ${what} ${named}`;
  switch (property) {
    case "natGatewayId":
      return throughNat(question, route, stop, leads("the NAT gateway"));
    case "vpcPeeringConnectionId":
      return throughPeering(question, route, stop, leads("the peering connection"));
    case "transitGatewayId":
      return throughTransitGateway(question, route, leads("the transit gateway"));
    case "gatewayId":
      return throughGateway(question, route, stop);
    case "egressOnlyGatewayId":
      return failed(
        route.declaredBy,
        `${leads("the egress-only gateway")}, which serves IPv6 only`,
        `route the addresses of ${target} to a NAT gateway`,
      );
    default:
      return leadsOn(question, route, stop);
  }
}

/** What lies behind a target of a route is not known. */
function leadsOn({ target }: Question, route: Route, stop: Stop): Evidence {
  return unknown(
    route.declaredBy,
    `whether ${route.target.id}, to which ${stop.title} routes ${route.destination}, leads on to ${target}`,
  );
}

function throughGateway(question: Question, route: Route, stop: Stop): Evidence {
  const { graph, target, blocks } = question;
  const { id } = route.target;
  if (id === "local")
    return passed(route.declaredBy, `${stop.title} has ${route.destination} in its own VPC`);
  const isInternetGateway =
    id.startsWith("igw-") || graph.byId(id)?.type === "aws:ec2/internetGateway:InternetGateway";
  if (!isInternetGateway) return leadsOn(question, route, stop);
  const nat = stop.through.at(-1);
  if (nat !== undefined && (isInternet(blocks) || blocks.every(isPublic))) {
    return passed(route.declaredBy, `${stop.title} routes ${route.destination} to an internet gateway`);
  }
  if (nat !== undefined) {
    return failed(
      stop.subnet ?? route.declaredBy,
      `${stop.title}, in which the NAT gateway "${nat.name}" lies, leads to ${enumerate(blocks)} by an internet gateway, behind which are no private addresses`,
      `route ${enumerate(blocks)} of the model's subnets to a transit gateway, a peering connection or a virtual private gateway`,
    );
  }
  return failed(
    stop.subnet ?? route.declaredBy,
    `${stop.title} leads to ${target} by an internet gateway only, which serves no interface without a public address, as SageMaker's are`,
    `route ${blocks[0] ?? ANYWHERE_IPV4} of that subnet to a NAT gateway, a transit gateway or a peering connection`,
  );
}

/** A NAT gateway sends on by the route table of its own subnet, from a public address or a private one. */
function throughNat(question: Question, route: Route, { through }: Stop, leads: string): Evidence {
  const { graph, target, blocks } = question;
  const { id } = route.target;
  const nat = made(graph, id, "aws:ec2/natGateway:NatGateway");
  if (nat === undefined) {
    return unknown(
      route.declaredBy,
      `whether the NAT gateway ${id}, which this program does not make, leads on to ${target}`,
    );
  }
  if (nat.inputs.connectivityType === "private" && isInternet(blocks)) {
    return failed(
      nat,
      "is a private NAT gateway, which does not lead to the internet",
      'set its connectivityType to "public", in a subnet with a route to an internet gateway',
    );
  }
  if (through.includes(nat)) return failed(nat, "routes back to itself", `route on to ${target}`);
  const next = fromSubnet(question, text(nat.inputs.subnetId) ?? "", [...through, nat]);
  return next.status === Status.Passed ? passed(route.declaredBy, leads, `NAT gateway "${nat.name}"`) : next;
}

/** A peering connection leads to the other VPC, and no further. */
function throughPeering(
  { graph, target, blocks }: Question,
  route: Route,
  stop: Stop,
  leads: string,
): Evidence {
  if (isInternet(blocks)) {
    return failed(
      route.declaredBy,
      `${leads}, which leads to the other VPC and not through it to the internet`,
      `route ${ANYWHERE_IPV4} of that subnet to a NAT gateway`,
    );
  }
  const peer = peerVpcOf(graph, route.target.id, text(stop.subnet?.inputs.vpcId));
  const peerBlocks = peer === undefined ? [] : vpcBlocks(graph, peer);
  if (peer === undefined || peerBlocks.length === 0) {
    return unknown(
      route.declaredBy,
      `whether the VPC behind ${route.target.id}, to which ${route.destination} is routed, holds ${target}`,
    );
  }
  return blocks.every((block) => peerBlocks.some((each) => coverage(each, block) === "all"))
    ? passed(
        route.declaredBy,
        leads,
        `peering connection "${graph.byId(route.target.id)?.name ?? route.target.id}"`,
      )
    : failed(
        route.declaredBy,
        `${leads}, behind which lies ${peer} with ${enumerate(peerBlocks)}, and not ${target}`,
        `route ${enumerate(blocks)} to what leads there`,
      );
}

/** A transit gateway leads to the VPCs that are attached to it. */
function throughTransitGateway({ graph, target, blocks }: Question, route: Route, leads: string): Evidence {
  const holding = transitGatewayVpcs(graph, route.target.id).find((vpcId) =>
    blocks.every((block) => vpcBlocks(graph, vpcId).some((each) => coverage(each, block) === "all")),
  );
  return holding === undefined || isInternet(blocks)
    ? unknown(
        route.declaredBy,
        `whether the transit gateway ${route.target.id}, to which ${route.destination} is routed, leads on to ${target}`,
      )
    : passed(
        route.declaredBy,
        `${leads}, to which ${holding} is attached`,
        `transit gateway "${graph.byId(route.target.id)?.name ?? route.target.id}"`,
      );
}

function isInternet(blocks: readonly string[]): boolean {
  return blocks.includes(ANYWHERE_IPV4);
}

function title(graph: ResourceGraph, subnetId: string): string {
  const resource = subnet(graph, subnetId);
  return resource === undefined ? subnetId : `"${resource.name}"`;
}
