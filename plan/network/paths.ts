import { asPath, failed, firstOf, passed, Status, unknown, worst, type Evidence } from "../findings";
import type { RecordedResource, ResourceGraph } from "../graph";
import { isFact } from "../facts/fact";
import { enumerate, text, texts } from "../values";
import { egress, passesGroups, type Place } from "./reach";
import { hasWayOut, toInternet, type Source } from "./routes";
import {
  endpointsFor,
  made,
  recordsFor,
  resolvesPrivateNames,
  routeTableOf,
  routeTablesOfEndpoint,
  subnet,
  vpcsOfZone,
} from "./vpc";

export { hasWayOut, routesTo, toInternet, type Source } from "./routes";

/** Whether a name of an AWS service leads to an interface endpoint for those in a VPC. */
export function endpointName(
  graph: ResourceGraph,
  endpoint: RecordedResource,
  vpcId: string | undefined,
  host: string,
): readonly Evidence[] {
  const support = resolvesPrivateNames(graph, vpcId);
  if (support !== undefined && support.missing.length > 0) {
    return [
      failed(
        support.vpc,
        `the VPC lacks ${enumerate(support.missing)}, without which no private name resolves in it`,
        `set ${enumerate(support.missing)} to true`,
      ),
    ];
  }
  if (endpoint.inputs.privateDnsEnabled === true) {
    return [passed(endpoint, `has private DNS: ${host} leads to it in the whole VPC`)];
  }
  const target = texts(
    (Array.isArray(endpoint.outputs.dnsEntries)
      ? (endpoint.outputs.dnsEntries as { dnsName?: unknown }[])
      : []
    ).map(({ dnsName }) => dnsName),
  );
  const mapped = recordsFor(graph, host).filter(({ names }) => names.some((name) => target.includes(name)));
  return firstOf([
    [
      failed(
        endpoint,
        `has no private DNS, and no record of this program maps ${host} to it`,
        "set privateDnsEnabled, or map the name in a private hosted zone of the VPC",
      ),
    ],
    ...mapped.map(({ resource, zone }) => [zoneSeenFrom(graph, resource, zone, vpcId, host)]),
  ]);
}

/** Whether a record is seen from a VPC. */
export function zoneSeenFrom(
  graph: ResourceGraph,
  record: RecordedResource,
  zone: RecordedResource | undefined,
  vpcId: string | undefined,
  host: string,
): Evidence {
  if (isFact(record)) return passed(record, `${host} leads to ${enumerate(texts(record.inputs.records))}`);
  if (zone === undefined) {
    return unknown(
      record,
      `whether zone ${text(record.inputs.zoneId) ?? ""}, which holds ${host}, is seen from the model's VPC`,
    );
  }
  const vpcs = vpcsOfZone(graph, zone);
  if (vpcs.length === 0) return passed(record, `${host} is in the public zone ${zoneTitle(zone)}`);
  if (vpcId === undefined)
    return unknown(record, `whether the model's VPC is one of those that see zone ${zoneTitle(zone)}`);
  if (vpcs.includes(vpcId))
    return passed(record, `${host} is in the private zone ${zoneTitle(zone)} of the model's VPC`);
  return failed(
    zone,
    `the private zone ${zoneTitle(zone)}, which holds ${host}, is not seen from the model's VPC ${vpcId}`,
    "associate the zone with that VPC",
  );
}

/** Whether a source reaches an interface endpoint: its name leads there, and the groups let TCP 443 through. */
export function toInterfaceEndpoint(
  graph: ResourceGraph,
  source: Source,
  endpoint: RecordedResource,
  host: string,
): readonly Evidence[] {
  return [...endpointName(graph, endpoint, source.vpcId, host), ...endpointGroups(graph, source, endpoint)];
}

/** Whether the groups of a source and of an interface endpoint let TCP 443 through. */
export function endpointGroups(
  graph: ResourceGraph,
  source: Source,
  endpoint: RecordedResource,
): readonly Evidence[] {
  const groupIds = [
    ...texts(endpoint.inputs.securityGroupIds),
    ...graph
      .ofType("aws:ec2/vpcEndpointSecurityGroupAssociation:VpcEndpointSecurityGroupAssociation")
      .filter(({ inputs }) => inputs.vpcEndpointId === endpoint.outputs.id)
      .flatMap(({ inputs }) => texts(inputs.securityGroupId)),
  ];
  if (groupIds.length === 0) {
    return [
      failed(
        endpoint,
        "names no security group, so that it gets the VPC's default group, which admits only its own members",
        `give it a group that admits TCP 443 from ${source.title}`,
      ),
    ];
  }
  const place: Place = {
    title: `the endpoint "${endpoint.name}"`,
    resource: endpoint,
    groupIds,
    blocks: subnetBlocksOf(graph, endpoint),
  };
  return passesGroups(graph, source, place, 443);
}

function subnetBlocksOf(graph: ResourceGraph, endpoint: RecordedResource): readonly string[] {
  const vpc = made(graph, endpoint.inputs.vpcId, "aws:ec2/vpc:Vpc");
  return texts(vpc?.outputs.cidrBlock);
}

/** Whether a source reaches S3: through a gateway endpoint, an interface endpoint with private DNS, or the internet. */
export function toS3(graph: ResourceGraph, source: Source): readonly Evidence[] {
  const endpoints = endpointsFor(graph, "s3", source.vpcId);
  const ways = endpoints.map((endpoint) =>
    asPath(
      source.title,
      endpoint.inputs.vpcEndpointType === "Interface"
        ? toInterfaceEndpoint(graph, source, endpoint, "s3")
        : toGatewayEndpoint(graph, source, endpoint),
      `endpoint "${endpoint.name}"`,
    ),
  );
  // Where the name leads to an endpoint, a way to the internet is none to S3.
  if (endpoints.some(({ inputs }) => inputs.privateDnsEnabled === true)) return firstOf(ways);
  const internet = asPath(source.title, toInternet(graph, source, "S3", 443), "S3");
  if (ways.length > 0 || worst(internet) !== Status.Failed) return firstOf([internet, ...ways]);
  if (hasWayOut(graph, source)) return internet;
  return [
    failed(
      source.resource,
      "the model's VPC has neither an endpoint for S3 nor a route to it",
      "make a gateway endpoint for S3 with the route tables of the model's subnets: it costs nothing",
    ),
  ];
}

/** Whether a source reaches S3 through a gateway endpoint: by its route tables and its groups. */
export function toGatewayEndpoint(
  graph: ResourceGraph,
  source: Source,
  endpoint: RecordedResource,
): readonly Evidence[] {
  const tables = routeTablesOfEndpoint(graph, endpoint);
  const routed = source.subnetIds.map((subnetId) => {
    const resource = subnet(graph, subnetId);
    const title = resource === undefined ? subnetId : `"${resource.name}"`;
    const table = routeTableOf(graph, subnetId);
    if (table?.id === undefined) {
      return unknown(
        endpoint,
        `whether one of its route tables (${enumerate(tables)}) serves subnet ${title}`,
      );
    }
    return tables.includes(table.id)
      ? passed(endpoint, `is a gateway in the route table of subnet ${title}`)
      : failed(
          endpoint,
          `has no route in the route table ${table.id} of subnet ${title}`,
          "add that route table to its routeTableIds",
        );
  });
  const place: Place = {
    title: "S3",
    groupIds: [],
    blocks: [],
    onInternet: true,
    prefixListIds: prefixLists(graph, endpoint),
  };
  return [...routed, ...egress(graph, source, place, 443)];
}

/** The ids under which a plan knows the prefix list of a gateway endpoint's service. */
function prefixLists(graph: ResourceGraph, endpoint: RecordedResource): readonly string[] {
  const service = text(endpoint.inputs.serviceName);
  const lookups = graph.calls
    .filter(
      ({ token, inputs }) =>
        /^aws:ec2\/get(Managed)?PrefixList:/.test(token) && service !== undefined && inputs.name === service,
    )
    .flatMap(({ outputs }) => texts(outputs.id));
  return [...texts(endpoint.outputs.prefixListId), ...lookups];
}

function zoneTitle(zone: RecordedResource): string {
  return text(zone.inputs.name) ?? `"${zone.name}"`;
}
