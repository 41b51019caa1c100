import type { VpcLocation } from "./network-locations";
import { failed, passed, unknown, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { enumerate, texts } from "../values";
import { groupsOfEndpoint, isInterface, namesOfEndpoint, subnetsOfEndpoint } from "./vpc-endpoints";
import { resolveName } from "./name-resolution";
import { checkPlacement } from "./placement";
import { checkSecurityGroups } from "./security-group-check";

import { resolvesPrivateNames, subnetBlocks, findVpc, vpcBlocks } from "./vpc";

/** Why AWS makes no interface endpoint of what a program asks for; empty where it does. */
export function endpointProblems(
  graph: ResourceGraph,
  endpoint: RecordedResource,
  vpcId: string | undefined,
): readonly Evidence[] {
  if (!isInterface(endpoint)) {
    return [
      failed(
        endpoint,
        "is a gateway endpoint, which only S3 and DynamoDB have",
        'set vpcEndpointType to "Interface", and name subnets and security groups',
      ),
    ];
  }
  const support = resolvesPrivateNames(graph, vpcId);
  if (endpoint.inputs.privateDnsEnabled !== true || support === undefined || support.missing.length === 0) {
    return [];
  }
  return [
    failed(
      support.vpc,
      `the VPC lacks ${enumerate(support.missing)}, without which no private name resolves in it`,
      `set ${enumerate(support.missing)} to true`,
    ),
  ];
}

/** Whether a name of an AWS service leads to an interface endpoint for those in a VPC. */
export function checkEndpointName(
  graph: ResourceGraph,
  endpoint: RecordedResource,
  vpcId: string | undefined,
  host: string,
): readonly Evidence[] {
  const refused = endpointProblems(graph, endpoint, vpcId);
  if (refused.length > 0) return refused;
  if (endpoint.inputs.privateDnsEnabled === true) {
    const { evidence } = resolveName(graph, vpcId, host);
    return [
      passed(endpoint, `has private DNS: ${host} leads to it in the whole VPC`),
      ...evidence.filter(({ status }) => status !== "passed"),
    ];
  }
  const { records, evidence } = resolveName(graph, vpcId, host);
  const mapped = records.filter(({ names }) =>
    names.some((name) => namesOfEndpoint(endpoint).includes(name)),
  );
  if (mapped.length > 0) return evidence;
  return [
    failed(
      endpoint,
      `has no private DNS, and no record of this program maps ${host} to it`,
      "set privateDnsEnabled, or map the name in a private hosted zone of the VPC",
    ),
  ];
}

/** Whether a source reaches an interface endpoint: its name leads there, and the groups let TCP 443 through. */
export function checkInterfaceEndpoint(
  graph: ResourceGraph,
  source: VpcLocation,
  endpoint: RecordedResource,
  host: string,
): readonly Evidence[] {
  return [
    ...checkEndpointName(graph, endpoint, source.vpcId, host),
    ...checkEndpointGroups(graph, source, endpoint),
  ];
}

/** An interface endpoint as a place with interfaces. */
export function locationOfEndpoint(graph: ResourceGraph, endpoint: RecordedResource): VpcLocation {
  const vpcId = texts(endpoint.inputs.vpcId)[0];
  const subnetIds = subnetsOfEndpoint(graph, endpoint);
  const named = groupsOfEndpoint(graph, endpoint);
  const own = subnetBlocks(graph, subnetIds);
  return {
    title: `the endpoint "${endpoint.name}"`,
    resource: endpoint,
    groupIds: named.length > 0 ? named : texts(findVpc(graph, vpcId)?.outputs.defaultSecurityGroupId),
    blocks: own.length > 0 ? own : vpcBlocks(graph, vpcId),
    subnetIds,
    vpcId,
  };
}

/** Whether the groups of a source and of an interface endpoint let TCP 443 through. */
export function checkEndpointGroups(
  graph: ResourceGraph,
  source: VpcLocation,
  endpoint: RecordedResource,
): readonly Evidence[] {
  const place = locationOfEndpoint(graph, endpoint);
  const noSubnets =
    place.subnetIds.length > 0
      ? []
      : [
          failed(
            endpoint,
            "names no subnets, so that it has no network interface",
            "name a subnet of each zone of the model's in subnetIds",
          ),
        ];
  const hasNamed = groupsOfEndpoint(graph, endpoint).length > 0;
  const isMember = source.groupIds.some((id) => place.groupIds.includes(id));
  if (!hasNamed && !isMember) {
    return [
      ...noSubnets,
      failed(
        endpoint,
        "names no security group, so that it gets the VPC's default group, which admits only its own members",
        `give it a group that admits TCP 443 from ${source.title}`,
      ),
    ];
  }
  return [...noSubnets, ...checkPlacement(graph, place), ...checkSecurityGroups(graph, source, place, 443)];
}

/** Where requests to a service of AWS go from a VPC. */
export type ServiceRoute =
  | { readonly kind: "endpoint"; readonly endpoint: RecordedResource }
  | { readonly kind: "internet" }
  | { readonly kind: "closed"; readonly evidence: readonly Evidence[] };

/** The ways that requests to a service may take: by its interface endpoints where its name leads there, or out of the VPC. */
export function serviceRoutes(
  graph: ResourceGraph,
  endpoints: readonly RecordedResource[],
  vpcId: string | undefined,
  host: string,
): readonly ServiceRoute[] {
  const refused = endpoints.flatMap((endpoint) => endpointProblems(graph, endpoint, vpcId));
  if (refused.length > 0) return [{ kind: "closed", evidence: refused }];
  const withName = endpoints.filter((endpoint) => endpoint.inputs.privateDnsEnabled === true);
  if (withName.length > 0) return withName.map((endpoint) => ({ kind: "endpoint", endpoint }));
  const { records, evidence } = resolveName(graph, vpcId, host);
  const mapped = endpoints.filter((endpoint) =>
    records.some(({ names }) => names.some((name) => namesOfEndpoint(endpoint).includes(name))),
  );
  const isSeen = evidence.some(({ status }) => status === "passed");
  if (mapped.length > 0 && isSeen) return mapped.map((endpoint) => ({ kind: "endpoint", endpoint }));
  if (evidence.length === 0 || (mapped.length > 0 && !isSeen)) return [{ kind: "internet" }];
  // A zone of the VPC answers for the name, and leads it elsewhere or nowhere.
  return [
    {
      kind: "closed",
      evidence: isSeen ? [unknown(records[0]?.resource, `where ${host} leads in the VPC`)] : evidence,
    },
  ];
}
