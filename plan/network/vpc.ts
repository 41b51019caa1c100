import type { RecordedResource, ResourceGraph } from "../graph";
import { isFact } from "../facts/fact";
import { fields, hostName, list, text, texts } from "../values";

const SUBNET = "aws:ec2/subnet:Subnet";
const VPC = "aws:ec2/vpc:Vpc";

/** A resource with an id that the plan makes; what it only reads is not known in full. */
export function made(graph: ResourceGraph, id: unknown, type: string): RecordedResource | undefined {
  const resource = graph.byId(id);
  return resource?.type === type && !resource.read ? resource : undefined;
}

/** The subnet with an id, if the plan makes it. */
export function subnet(graph: ResourceGraph, subnetId: string): RecordedResource | undefined {
  return made(graph, subnetId, SUBNET);
}

/**
 * The answer to a lookup that somebody gave who knows; what the recorder makes up is no evidence.
 * @param matches which of the lookups is meant
 */
export function lookedUp(
  graph: ResourceGraph,
  token: string,
  matches: (inputs: Readonly<Record<string, unknown>>) => boolean,
): Readonly<Record<string, unknown>> | undefined {
  return graph.calls.find((call) => call.token === token && !call.assumed && matches(call.inputs))?.outputs;
}

/** The zone of a subnet, if the plan or a lookup that was answered for real tells. */
export function zoneOf(graph: ResourceGraph, subnetId: string): string | undefined {
  const inputs = subnet(graph, subnetId)?.inputs;
  const found = lookedUp(graph, "aws:ec2/getSubnet:getSubnet", ({ id }) => id === subnetId);
  return text(inputs?.availabilityZone) ?? text(inputs?.availabilityZoneId) ?? text(found?.availabilityZone);
}

/** The id of the VPC in which subnets or security groups lie, if the plan tells. */
export function vpcIdOf(
  graph: ResourceGraph,
  place: { readonly subnetIds: readonly string[]; readonly groupIds: readonly string[] },
): string | undefined {
  for (const id of [...place.subnetIds, ...place.groupIds]) {
    const resource = graph.byId(id);
    const vpcId = text(resource?.inputs.vpcId);
    if (vpcId !== undefined) return vpcId;
  }
  return undefined;
}

/** The CIDR blocks of a VPC, if the plan makes it or they are known otherwise. */
export function vpcBlocks(graph: ResourceGraph, vpcId: string | undefined): readonly string[] {
  if (vpcId === undefined) return [];
  const vpc = made(graph, vpcId, VPC);
  const found =
    vpc === undefined ? lookedUp(graph, "aws:ec2/getVpc:getVpc", ({ id }) => id === vpcId) : undefined;
  const more = graph
    .ofType("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
    // A block that the plan adds tells nothing of those that a VPC of elsewhere has already.
    .filter((each) => each.inputs.vpcId === vpcId && (vpc !== undefined || isFact(each)))
    .flatMap(({ inputs }) => texts(inputs.cidrBlock));
  return [...new Set([...texts(vpc?.outputs.cidrBlock ?? found?.cidrBlock), ...more])];
}

/** The CIDR blocks of subnets; those of their VPC where a subnet's own are not known. */
export function subnetBlocks(graph: ResourceGraph, subnetIds: readonly string[]): readonly string[] {
  const blocks = subnetIds.map((id) => {
    const resource = subnet(graph, id);
    const own = texts(resource?.inputs.cidrBlock);
    return own.length > 0 ? own : vpcBlocks(graph, text(resource?.inputs.vpcId));
  });
  return blocks.some((each) => each.length === 0) ? [] : [...new Set(blocks.flat())];
}

/** Whether a VPC resolves names as private hosted zones and private endpoint names need; `undefined` if not known. */
export function resolvesPrivateNames(
  graph: ResourceGraph,
  vpcId: string | undefined,
): { readonly vpc: RecordedResource; readonly missing: readonly string[] } | undefined {
  const vpc = made(graph, vpcId, VPC);
  if (vpc === undefined) return undefined;
  const { enableDnsHostnames, enableDnsSupport } = vpc.inputs;
  if (isFact(vpc) && (enableDnsHostnames === undefined || enableDnsSupport === undefined)) return undefined;
  const missing = [
    // A VPC resolves names unless told otherwise, and gives none to its interfaces unless told so.
    ...(enableDnsSupport === false ? ["enableDnsSupport"] : []),
    ...(enableDnsHostnames === true ? [] : ["enableDnsHostnames"]),
  ];
  return { vpc, missing };
}

/** One route of a route table. */
export interface Route {
  readonly destination: string;
  /** What it leads to: the property that names it, as `natGatewayId`, and its value. */
  readonly target: { readonly property: string; readonly id: string };
  readonly declaredBy: RecordedResource;
}

/** A route table that serves a subnet. */
export interface RouteTable {
  /** `undefined` for the main table that AWS makes with a VPC. */
  readonly id: string | undefined;
  readonly routes: readonly Route[];
}

const TARGETS = [
  "natGatewayId",
  "transitGatewayId",
  "vpcPeeringConnectionId",
  "networkInterfaceId",
  "vpcEndpointId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "localGatewayId",
  "carrierGatewayId",
  "gatewayId",
] as const;

const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";

/** The route table that serves a subnet; `undefined` if the plan does not tell. */
export function routeTableOf(graph: ResourceGraph, subnetId: string): RouteTable | undefined {
  const association = graph
    .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .find(({ inputs }) => inputs.subnetId === subnetId);
  if (association !== undefined) {
    const id = text(association.inputs.routeTableId);
    return id !== undefined && isMade(graph, id) ? { id, routes: routes(graph, id) } : undefined;
  }
  const vpcId = text(subnet(graph, subnetId)?.inputs.vpcId);
  if (vpcId === undefined) return undefined;
  const replaced = graph
    .ofType("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation")
    .find(({ inputs }) => inputs.vpcId === vpcId);
  if (replaced !== undefined) {
    const id = text(replaced.inputs.routeTableId);
    return id !== undefined && isMade(graph, id) ? { id, routes: routes(graph, id) } : undefined;
  }
  const vpc = made(graph, vpcId, VPC);
  if (vpc === undefined || isFact(vpc)) return undefined;
  const main = text(vpc.outputs.mainRouteTableId) ?? text(vpc.outputs.defaultRouteTableId);
  return { id: main, routes: main === undefined ? [] : routes(graph, main) };
}

function isMade(graph: ResourceGraph, id: string): boolean {
  return [ROUTE_TABLE, DEFAULT_ROUTE_TABLE].some((type) => made(graph, id, type) !== undefined);
}

function routes(graph: ResourceGraph, routeTableId: string): readonly Route[] {
  const table = graph.byId(routeTableId);
  const inline = list(table?.inputs.routes).flatMap((inputs) =>
    table === undefined
      ? []
      : route([inputs.cidrBlock, inputs.ipv6CidrBlock, inputs.destinationPrefixListId], inputs, table),
  );
  const own = graph
    .ofType("aws:ec2/route:Route")
    .filter(({ inputs }) => inputs.routeTableId === routeTableId)
    .flatMap((each) =>
      route(
        [
          each.inputs.destinationCidrBlock,
          each.inputs.destinationIpv6CidrBlock,
          each.inputs.destinationPrefixListId,
        ],
        each.inputs,
        each,
      ),
    );
  return [...inline, ...own];
}

function route(
  destinations: readonly unknown[],
  inputs: Readonly<Record<string, unknown>>,
  declaredBy: RecordedResource,
): readonly Route[] {
  const property = TARGETS.find((each) => text(inputs[each]) !== undefined);
  const destination = destinations.map(text).find((each) => each !== undefined);
  if (property === undefined || destination === undefined) return [];
  return [{ destination, target: { property, id: text(inputs[property]) ?? "" }, declaredBy }];
}

/** The ids of the route tables that a gateway endpoint has a route in. */
export function routeTablesOfEndpoint(graph: ResourceGraph, endpoint: RecordedResource): readonly string[] {
  const associated = graph
    .ofType("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation")
    .filter(({ inputs }) => inputs.vpcEndpointId === endpoint.outputs.id)
    .flatMap(({ inputs }) => texts(inputs.routeTableId));
  return [...texts(endpoint.inputs.routeTableIds), ...associated];
}

/** The endpoints of a plan for a service, as `lambda`, in a VPC; in any where the VPC is not known. */
export function endpointsFor(
  graph: ResourceGraph,
  service: string,
  vpcId: string | undefined,
): readonly RecordedResource[] {
  return graph
    .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(
      ({ inputs, read }) =>
        !read &&
        text(inputs.serviceName)?.endsWith(`.${service}`) === true &&
        (vpcId === undefined || inputs.vpcId === vpcId),
    );
}

/** A record of Route 53, with its full name. */
export interface NameRecord {
  readonly resource: RecordedResource;
  /** The zone, if the plan makes it. */
  readonly zone: RecordedResource | undefined;
  /** The names that it leads to, by an alias or as a canonical name. */
  readonly names: readonly string[];
  /** The addresses that it leads to. */
  readonly addresses: readonly string[];
}

/** The records of a plan for a name that lead to addresses or other names. */
export function recordsFor(graph: ResourceGraph, name: string): readonly NameRecord[] {
  return graph.ofType("aws:route53/record:Record").flatMap((resource) => {
    const { inputs } = resource;
    const zone = made(graph, inputs.zoneId, "aws:route53/zone:Zone");
    const zoneName = hostName(text(zone?.inputs.name) ?? "");
    const given = hostName(text(inputs.name) ?? "");
    // A name may be given in full or relative to its zone.
    const full =
      zoneName === "" || given === zoneName || given.endsWith(`.${zoneName}`)
        ? given
        : [given, zoneName].filter((part) => part !== "").join(".");
    if (full !== hostName(name) || !["A", "AAAA", "CNAME"].includes(text(inputs.type) ?? "")) return [];
    const values = texts(inputs.records);
    const aliases = list(inputs.aliases).flatMap((alias) => texts(fields(alias).name));
    const names = inputs.type === "CNAME" ? values : aliases;
    return [{ resource, zone, names: names.map(hostName), addresses: inputs.type === "CNAME" ? [] : values }];
  });
}

/** The ids of the VPCs that see a zone; none for a public zone, which all see. */
export function vpcsOfZone(graph: ResourceGraph, zone: RecordedResource): readonly string[] {
  const own = list(zone.inputs.vpcs).flatMap(({ vpcId }) => texts(vpcId));
  const associated = graph
    .ofType("aws:route53/zoneAssociation:ZoneAssociation")
    .filter(({ inputs }) => inputs.zoneId === zone.outputs.zoneId || inputs.zoneId === zone.outputs.id)
    .flatMap(({ inputs }) => texts(inputs.vpcId));
  return [...own, ...associated];
}
