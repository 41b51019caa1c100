import type { NetworkLocation, VpcLocation } from "./network-locations";
import {
  withPath,
  failed,
  bestAlternative,
  passed,
  Status,
  unknown,
  worstStatus,
  type Evidence,
} from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { enumerate, text, texts } from "../values";
import { ANYWHERE_IPV4 } from "./cidr-blocks";
import { endpointsFor, isInterface } from "./vpc-endpoints";
import { checkNameResolution } from "./name-resolution";
import { checkInterfaceEndpoint } from "./interface-endpoint-check";
import { checkEgress } from "./security-group-check";
import { routeTableOf, routeTablesOfEndpoint } from "./route-tables";
import { hasInternetRoute, checkRoutes } from "./route-check";
import { subnetTitle } from "./vpc";

/** How those in a subnet reach S3. */
export interface S3Route {
  readonly subnetId: string;
  /** The endpoint that they go through; `undefined` where they go out of the VPC. */
  readonly endpoint: RecordedResource | undefined;
  /** Whether the plan tells. */
  readonly isKnown: boolean;
}

/** How each subnet of a source reaches S3: by an interface endpoint with private DNS, a gateway in its routes, or out. */
export function s3Routes(graph: ResourceGraph, source: VpcLocation): readonly S3Route[] {
  const endpoints = endpointsFor(graph, "s3", source.vpcId);
  const withName = endpoints.find((each) => isInterface(each) && each.inputs.privateDnsEnabled === true);
  return source.subnetIds.map((subnetId) => {
    if (withName !== undefined) return { subnetId, endpoint: withName, isKnown: true };
    const table = routeTableOf(graph, subnetId);
    const endpoint =
      table?.id === undefined
        ? undefined
        : endpoints.find(
            (each) => !isInterface(each) && routeTablesOfEndpoint(graph, each).includes(table.id ?? ""),
          );
    return { subnetId, endpoint, isKnown: table?.id !== undefined };
  });
}

/** Whether a source reaches S3: through a gateway endpoint, an interface endpoint with private DNS, or the internet. */
export function checkS3Route(graph: ResourceGraph, source: VpcLocation): readonly Evidence[] {
  const endpoints = endpointsFor(graph, "s3", source.vpcId);
  const names = checkNameResolution(graph, source.vpcId, "the name of S3");
  if (worstStatus(names) === Status.Failed) return names;
  const interfaces = endpoints.filter((each) => isInterface(each) && each.inputs.privateDnsEnabled === true);
  // Where the name leads to an endpoint, a way to the internet is none to S3.
  if (interfaces.length > 0) {
    return bestAlternative(
      interfaces.map((endpoint) =>
        withPath(
          source.title,
          checkInterfaceEndpoint(graph, source, endpoint, "s3"),
          `endpoint "${endpoint.name}"`,
        ),
      ),
    );
  }
  const gateways = endpoints.filter((each) => !isInterface(each));
  if (gateways.length === 0 && source.subnetIds.length > 0 && isClosed(graph, source)) {
    return [
      failed(
        source.resource,
        "the model's VPC has neither an endpoint for S3 nor a route to it",
        "make a gateway endpoint for S3 with the route tables of the model's subnets: it costs nothing",
      ),
    ];
  }
  const ways = s3Routes(graph, source);
  const routed = ways.flatMap((way) => checkSubnetRoute(graph, source, way, gateways));
  const end = gateways[0] === undefined ? "S3" : `endpoint "${gateways[0].name}"`;
  return withPath(
    source.title,
    [...names, ...checkEgress(graph, source, locationOfS3(graph, gateways), 443), ...routed],
    ways.every(({ endpoint }) => endpoint !== undefined) ? end : "S3",
  );
}

/** Whether nothing leads out of the VPC of a source, as far as the plan tells of it. */
function isClosed(graph: ResourceGraph, source: VpcLocation): boolean {
  return (
    !hasInternetRoute(graph, source) &&
    source.subnetIds.every((subnetId) => routeTableOf(graph, subnetId) !== undefined) &&
    worstStatus(checkRoutes(graph, source, [ANYWHERE_IPV4], "S3")) === Status.Failed
  );
}

function checkSubnetRoute(
  graph: ResourceGraph,
  source: VpcLocation,
  { subnetId, endpoint, isKnown }: S3Route,
  gateways: readonly RecordedResource[],
): readonly Evidence[] {
  if (endpoint !== undefined) {
    return [passed(endpoint, `is a gateway in the route table of ${subnetTitle(graph, subnetId)}`)];
  }
  const [gateway] = gateways;
  if (!isKnown && gateway !== undefined) return checkEndpointRoutes(graph, gateway, [subnetId]);
  const out = checkRoutes(graph, { ...source, subnetIds: [subnetId] }, [ANYWHERE_IPV4], "S3");
  if (gateway !== undefined && worstStatus(out) === Status.Failed)
    return checkEndpointRoutes(graph, gateway, [subnetId]);
  return out;
}

/** Whether a source reaches S3 through a gateway endpoint: by its route tables and its groups. */
export function checkGatewayEndpoint(
  graph: ResourceGraph,
  source: VpcLocation,
  endpoint: RecordedResource,
): readonly Evidence[] {
  return [
    ...checkEndpointRoutes(graph, endpoint, source.subnetIds),
    ...checkEgress(graph, source, locationOfS3(graph, [endpoint]), 443),
  ];
}

function checkEndpointRoutes(
  graph: ResourceGraph,
  endpoint: RecordedResource,
  subnetIds: readonly string[],
): readonly Evidence[] {
  const tables = routeTablesOfEndpoint(graph, endpoint);
  return subnetIds.map((subnetId) => {
    const title = subnetTitle(graph, subnetId);
    const table = routeTableOf(graph, subnetId);
    if (table?.id === undefined) {
      return unknown(endpoint, `whether one of its route tables (${enumerate(tables)}) serves ${title}`);
    }
    return tables.includes(table.id)
      ? passed(endpoint, `is a gateway in the route table of ${title}`)
      : failed(
          endpoint,
          `has no route in the route table ${table.id} of ${title}`,
          "add that route table to its routeTableIds",
        );
  });
}

/** S3 as a place: on the internet, with the prefix list of its Region. */
function locationOfS3(graph: ResourceGraph, endpoints: readonly RecordedResource[]): NetworkLocation {
  return {
    title: "S3",
    groupIds: [],
    blocks: [],
    onInternet: true,
    prefixListIds: prefixLists(graph, endpoints),
  };
}

/** The ids under which a plan knows S3's prefix list, or that of a gateway endpoint's service. */
function prefixLists(graph: ResourceGraph, endpoints: readonly RecordedResource[]): readonly string[] {
  const services = endpoints.flatMap(({ inputs }) => texts(inputs.serviceName));
  const lookups = graph.calls
    .filter(({ token, inputs }) => {
      const name = text(inputs.name) ?? "";
      const isMeant = services.length > 0 ? services.includes(name) : name.endsWith(".s3");
      return /^aws:ec2\/get(Managed)?PrefixList:/.test(token) && isMeant;
    })
    .flatMap(({ outputs }) => texts(outputs.id));
  return [...endpoints.flatMap(({ outputs }) => texts(outputs.prefixListId)), ...lookups];
}
