import type { RecordedResource, ResourceGraph } from "../graph";
import { isFact } from "../facts/fact";
import { cached } from "../cache";
import { list, text, texts } from "../values";
import { DEFAULT_VPC, resourceOf, findSubnet, findVpc, vpcIdOfOne } from "./vpc";

/** One route of a route table. */
export interface Route {
  readonly destination: string;
  /** What it leads to: the property that names it, for example `natGatewayId`, and its value. */
  readonly target: { readonly property: string; readonly id: string };
  readonly declaredBy: RecordedResource;
}

/** A route table that serves a subnet. */
export interface RouteTable {
  /** `undefined` for the main table that AWS makes with a VPC. */
  readonly id: string | undefined;
  readonly routes: readonly Route[];
  /** Whether a virtual private gateway adds routes that the plan does not tell. */
  readonly isPropagated: boolean;
}

/** The property of a route that drops what it takes, because what it led to is gone. */
export const BLACKHOLE = "blackhole";

const TARGETS = [
  BLACKHOLE,
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

const ROUTE_TABLES = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"];

/** The route table that serves a subnet; `undefined` if the plan does not tell. */
export function routeTableOf(graph: ResourceGraph, subnetId: string): RouteTable | undefined {
  return cached(graph, `route table of ${subnetId}`, () => tableOf(graph, subnetId));
}

function tableOf(graph: ResourceGraph, subnetId: string): RouteTable | undefined {
  const associated = tableById(
    graph,
    graph.withInput("aws:ec2/routeTableAssociation:RouteTableAssociation", "subnetId", subnetId)[0],
  );
  if (associated !== null) return associated;
  if (findSubnet(graph, subnetId) === undefined) return undefined;
  const vpcId = vpcIdOfOne(graph, subnetId);
  const replaced = tableById(
    graph,
    graph.withInput("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "vpcId", vpcId)[0],
  );
  if (replaced !== null) return replaced;
  const own = findVpc(graph, vpcId);
  if (own === undefined || isFact(own)) return undefined;
  const main = text(own.outputs.mainRouteTableId) ?? text(own.outputs.defaultRouteTableId);
  const isTaken = main !== undefined && graph.byId(main) !== undefined;
  if (own.type === DEFAULT_VPC && !isTaken)
    return { id: main, routes: [toInternet(own)], isPropagated: false };
  return {
    id: main,
    routes: main === undefined ? [] : routes(graph, main),
    isPropagated: main !== undefined && isPropagated(graph, main),
  };
}

/** The route table that an association names; `null` where there is no association. */
function tableById(
  graph: ResourceGraph,
  association: RecordedResource | undefined,
): RouteTable | undefined | null {
  if (association === undefined) return null;
  const id = text(association.inputs.routeTableId);
  return id !== undefined && isMade(graph, id)
    ? { id, routes: routes(graph, id), isPropagated: isPropagated(graph, id) }
    : undefined;
}

/** AWS makes default VPCs with a route to an internet gateway. */
function toInternet(own: RecordedResource): Route {
  return { destination: "0.0.0.0/0", target: { property: "gatewayId", id: "igw-default" }, declaredBy: own };
}

function isMade(graph: ResourceGraph, id: string): boolean {
  return ROUTE_TABLES.some((type) => resourceOf(graph, id, type) !== undefined);
}

function isPropagated(graph: ResourceGraph, id: string): boolean {
  return (
    texts(graph.byId(id)?.inputs.propagatingVgws).length > 0 ||
    graph.withInput("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation", "routeTableId", id)
      .length > 0
  );
}

function routes(graph: ResourceGraph, routeTableId: string): readonly Route[] {
  const table = graph.byId(routeTableId);
  const inline = list(table?.inputs.routes).flatMap((inputs) =>
    table === undefined
      ? []
      : route([inputs.cidrBlock, inputs.ipv6CidrBlock, inputs.destinationPrefixListId], inputs, table),
  );
  const own = graph.withInput("aws:ec2/route:Route", "routeTableId", routeTableId).flatMap((each) => {
    const { destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId } = each.inputs;
    return route(
      [destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId],
      each.inputs,
      each,
    );
  });
  return [...inline, ...own];
}

function route(
  destinations: readonly unknown[],
  inputs: Readonly<Record<string, unknown>>,
  declaredBy: RecordedResource,
): readonly Route[] {
  const property = TARGETS.find((each) => (text(inputs[each]) ?? "") !== "");
  const destination = destinations.map(text).find((each) => each !== undefined && each !== "");
  if (property === undefined || destination === undefined) return [];
  return [{ destination, target: { property, id: text(inputs[property]) ?? "" }, declaredBy }];
}

/** The ids of the route tables that a gateway endpoint has a route in. */
export function routeTablesOfEndpoint(graph: ResourceGraph, endpoint: RecordedResource): readonly string[] {
  const associated = graph
    .withInput(
      "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
      "vpcEndpointId",
      endpoint.outputs.id,
    )
    .flatMap(({ inputs }) => texts(inputs.routeTableId));
  return [...texts(endpoint.inputs.routeTableIds), ...associated];
}
