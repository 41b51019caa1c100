import type { RecordedResource, ResourceGraph } from "../graph";
import { once } from "../memo";
import { text, texts } from "../values";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const SUBNET_ASSOCIATION = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation";
const GROUP_ASSOCIATION = "aws:ec2/vpcEndpointSecurityGroupAssociation:VpcEndpointSecurityGroupAssociation";

/** The endpoints of a plan for a service, as `lambda`, in a VPC; in any where the VPC is not known. */
export function endpointsFor(
  graph: ResourceGraph,
  service: string,
  vpcId: string | undefined,
): readonly RecordedResource[] {
  return once(graph, `endpoints for ${service} in ${vpcId ?? "any"}`, () =>
    graph
      .ofType(ENDPOINT)
      .filter(
        ({ inputs, read }) =>
          !read &&
          text(inputs.serviceName)?.endsWith(`.${service}`) === true &&
          (vpcId === undefined || inputs.vpcId === vpcId),
      ),
  );
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
