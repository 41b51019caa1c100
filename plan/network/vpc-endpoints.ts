import type { RecordedResource, ResourceGraph } from "../graph";
import { cached } from "../cache";
import { regionOf } from "../regions";
import { text, texts } from "../values";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const SUBNET_ASSOCIATION = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation";
const GROUP_ASSOCIATION = "aws:ec2/vpcEndpointSecurityGroupAssociation:VpcEndpointSecurityGroupAssociation";

/**
 * The endpoints of a plan for a service, for example `lambda`, in a VPC; in any where the VPC is unknown. Endpoints lead to the
 * services of their own Region.
 * @param region the Region whose service is meant; any where it is unknown
 */
export function endpointsFor(
  graph: ResourceGraph,
  service: string,
  vpcId: string | undefined,
  region?: string,
): readonly RecordedResource[] {
  return cached(graph, `endpoints for ${service} of ${region ?? "any"} in ${vpcId ?? "any"}`, () =>
    graph
      .ofType(ENDPOINT)
      .filter(
        (endpoint) =>
          !endpoint.read &&
          text(endpoint.inputs.serviceName)?.endsWith(`.${service}`) === true &&
          (vpcId === undefined || endpoint.inputs.vpcId === vpcId) &&
          isOfRegion(graph, endpoint, region),
      ),
  );
}

/** Whether AWS makes an endpoint for the service of a Region: in its own Region only. */
function isOfRegion(graph: ResourceGraph, endpoint: RecordedResource, region: string | undefined): boolean {
  const named = /\.([a-z]{2}(?:-[a-z]+)+-\d)\.[a-z0-9]+$/.exec(text(endpoint.inputs.serviceName) ?? "")?.[1];
  if (named === undefined) return true;
  const own = regionOf(graph, endpoint);
  return (own === undefined || own === named) && (region === undefined || region === "" || region === named);
}

/** Whether an endpoint has network interfaces of its own: a gateway, which AWS makes where no type is given, has none. */
export function isInterface({ inputs }: RecordedResource): boolean {
  return inputs.vpcEndpointType === "Interface";
}

/** The subnets in which an interface endpoint has its interfaces. */
export function subnetsOfEndpoint(graph: ResourceGraph, endpoint: RecordedResource): readonly string[] {
  return [
    ...texts(endpoint.inputs.subnetIds),
    ...(Array.isArray(endpoint.inputs.subnetConfigurations)
      ? (endpoint.inputs.subnetConfigurations as { subnetId?: unknown }[]).flatMap(({ subnetId }) =>
          texts(subnetId),
        )
      : []),
    ...graph
      .withInput(SUBNET_ASSOCIATION, "vpcEndpointId", endpoint.outputs.id)
      .flatMap(({ inputs }) => texts(inputs.subnetId)),
  ];
}

/** The security groups of an interface endpoint; those that the VPC is made with where it names none. */
export function groupsOfEndpoint(graph: ResourceGraph, endpoint: RecordedResource): readonly string[] {
  return [
    ...texts(endpoint.inputs.securityGroupIds),
    ...graph
      .withInput(GROUP_ASSOCIATION, "vpcEndpointId", endpoint.outputs.id)
      .flatMap(({ inputs }) => texts(inputs.securityGroupId)),
  ];
}

/** The names by which an endpoint is known to AWS's own DNS. */
export function namesOfEndpoint({ outputs }: RecordedResource): readonly string[] {
  return (Array.isArray(outputs.dnsEntries) ? (outputs.dnsEntries as { dnsName?: unknown }[]) : []).flatMap(
    ({ dnsName }) => texts(dnsName),
  );
}
