import { models } from "../../plan/models";
import { findSubnet } from "../../plan/network/vpc";
import { enumerate, fields, text, texts } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { count } from "../report/text-format";
import { HOURS_PER_MONTH, round, type PriceTable } from "./prices";

/** The monthly cost of one form of a VPC's connections to AWS and to the internet. */
export interface CostAlternative {
  /** The form, for example `One NAT gateway`; the plan's own ends in `(this plan)`. */
  readonly title: string;
  /** The cost of the network: its interface endpoints, NAT gateways and their public addresses. */
  readonly total: number;
  /** The disadvantages of this form. */
  readonly note: string;
  /** The cost of the plan with this network. */
  readonly planTotal: number;
}

/** The services that Fargate tasks with an image in ECR need. */
const TASK_SERVICES = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

type Form = Pick<CostAlternative, "title" | "note"> & {
  /** The zones of all interface endpoints together. */
  readonly endpointZones: number;
  readonly natGateways: number;
};

/** The cost of the network of each VPC of a plan in other forms. */
export function networkAlternatives(
  graph: ResourceGraph,
  { prices }: PriceTable,
  planTotal: number,
): readonly CostAlternative[] {
  const monthly = (name: string): number => (prices[name]?.amount ?? NaN) * HOURS_PER_MONTH;
  const cost = ({ endpointZones, natGateways }: Form): number =>
    endpointZones * monthly("endpoint.hour") + natGateways * (monthly("nat.hour") + monthly("ipv4.hour"));
  return graph.ofType("aws:ec2/vpc:Vpc").flatMap((vpc) => {
    const [own, ...others] = vpc.read ? [] : formsOf(graph, vpc);
    if (own === undefined) return [];
    const isOwn = (form: Form): boolean =>
      form.endpointZones === own.endpointZones && form.natGateways === own.natGateways;
    return (others.some(isOwn) ? others : [own, ...others]).map((form) => ({
      title: `${form.title}${isOwn(form) ? " (this plan)" : ""}`,
      total: round(cost(form)),
      note: form.note,
      planTotal: round(planTotal - cost(own) + cost(form)),
    }));
  });
}

/** The form of a VPC's network, and the others that it can have; none where nothing in it calls AWS. */
function formsOf(graph: ResourceGraph, vpc: RecordedResource): readonly Form[] {
  const vpcId = text(vpc.outputs.id);
  const isIn = (subnetId: string): boolean => findSubnet(graph, subnetId)?.inputs.vpcId === vpcId;
  const planned = (type: string) => graph.ofType(type).filter(({ read }) => !read);
  const zones = new Set(
    planned("aws:ec2/subnet:Subnet").flatMap(({ inputs }) =>
      inputs.vpcId === vpcId ? (text(inputs.availabilityZone) ?? text(inputs.availabilityZoneId) ?? []) : [],
    ),
  ).size;
  const endpoints = planned("aws:ec2/vpcEndpoint:VpcEndpoint").filter(
    ({ inputs }) => inputs.vpcId === vpcId && inputs.vpcEndpointType === "Interface",
  );
  const natGateways = planned("aws:ec2/natGateway:NatGateway").filter(
    ({ inputs }) => inputs.connectivityType !== "private" && texts(inputs.subnetId).some(isIn),
  ).length;
  const hasTasks = planned("aws:ecs/service:Service").some(({ inputs }) =>
    texts(fields(inputs.networkConfiguration).subnets).some(isIn),
  );
  const invokesLambda = models(graph).some(
    ({ source, containers }) =>
      source.subnetIds.some(isIn) && containers.some((each) => each.credentialsProviderArn !== undefined),
  );
  const called = endpoints.map(
    ({ inputs }) => text(inputs.serviceName)?.replace(/^.*amazonaws\.[^.]+\./, "") ?? "",
  );
  const services = new Set([
    ...called,
    ...(invokesLambda ? ["lambda"] : []),
    ...(hasTasks ? TASK_SERVICES : []),
  ]);
  if (zones === 0 || services.size === 0) return [];
  const endpointZones = endpoints.flatMap(({ inputs }) => [...new Set(texts(inputs.subnetIds))]).length;
  const title = `${count(natGateways, "NAT gateway")} and interface endpoints`;
  const closed = `Closed VPC, ${count(services.size, "interface endpoint")} in ${count(zones, "zone")}`;
  const note = "instances and tasks reach the internet, limited by security groups only; traffic costs extra";
  const others: readonly Form[] = [
    {
      ...{ title: closed, endpointZones: services.size * zones, natGateways: 0 },
      note:
        "no internet access: public images must be copied; an AWS service other than " +
        `${enumerate([...services].sort())} and S3 needs another endpoint`,
    },
    {
      ...{ title: "One NAT gateway", endpointZones: 0, natGateways: 1 },
      note: `${note}; without the gateway's zone no instance or task starts`,
    },
    { title: "One NAT gateway in each zone", endpointZones: 0, natGateways: zones, note },
  ];
  return [{ title, endpointZones, natGateways, note }, ...others.slice(0, zones > 1 ? 3 : 2)];
}
