import { made, subnet } from "../../plan/network/vpc";
import { models } from "../../plan/models";
import { enumerate, fields, text, texts } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { count, round, sum } from "./meter";
import { zonesOfEndpoint } from "./network";
import { HOURS_PER_MONTH, type PriceName, type PriceTable } from "./prices";
import type { CostAlternative } from "./result";

/** What tasks on Fargate with an image in ECR need in a VPC without a way to the internet. */
const TASK_SERVICES = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];

/** A VPC's ways to AWS and to the internet. */
interface Network {
  readonly vpc: RecordedResource;
  readonly zones: number;
  /** The zones that the plan's interface endpoints lie in, of all of them together. */
  readonly endpointZones: number;
  readonly natGateways: number;
  /** The services that interface endpoints are needed for where there is no way to the internet. */
  readonly services: readonly string[];
}

/** A form that a network can have, and what it costs an hour. */
interface Form {
  readonly title: string;
  readonly endpointZones: number;
  readonly natGateways: number;
  readonly note: string;
}

/** The network of each VPC that a plan makes in other forms, with what each costs and gives up. */
export function alternatives(
  graph: ResourceGraph,
  { prices, currency }: PriceTable,
  planTotal: number,
): readonly CostAlternative[] {
  const hour = (name: PriceName): number => prices[name]?.amount ?? NaN;
  const [endpointHour, natHour] = [hour("endpoint.hour"), sum([hour("nat.hour"), hour("ipv4.hour")])];
  if (Number.isNaN(endpointHour + natHour)) return [];
  const cost = (form: Pick<Form, "endpointZones" | "natGateways">): number =>
    round((form.endpointZones * endpointHour + form.natGateways * natHour) * HOURS_PER_MONTH);

  const networks = graph
    .ofType("aws:ec2/vpc:Vpc")
    .filter(({ read }) => !read)
    .map((vpc) => networkOf(graph, vpc))
    .filter(({ zones, services }) => zones > 0 && services.length > 0);
  const perGb = prices["nat.data"]?.amount;
  const traffic = perGb === undefined ? "" : `; each GB through it costs ${perGb} ${currency} more`;
  return networks.flatMap((network) => {
    const now = cost(network);
    const of = networks.length > 1 ? ` of "${network.vpc.name}"` : "";
    return formsOf(network, traffic).map((form): CostAlternative => {
      const total = cost(form);
      return {
        title: `${form.title}${of}${isSame(form, network) ? " (this plan)" : ""}`,
        total,
        note: form.note,
        planTotal: round(planTotal - now + total),
      };
    });
  });
}

function isSame(form: Form, network: Network): boolean {
  return form.endpointZones === network.endpointZones && form.natGateways === network.natGateways;
}

function formsOf(network: Network, traffic: string): readonly Form[] {
  const { zones, services, endpointZones, natGateways } = network;
  const forms: readonly Form[] = [
    {
      title: `Closed VPC, ${count(services.length, "interface endpoint")} in ${count(zones, "zone")}`,
      endpointZones: services.length * zones,
      natGateways: 0,
      note:
        "gives up every way to the internet: images of public registries must be copied in, and each service of AWS " +
        `beside ${enumerate(services)} and S3 needs an endpoint of its own`,
    },
    {
      title: "One NAT gateway",
      endpointZones: 0,
      natGateways: 1,
      note: `gives up the closed network, and new instances and tasks in all zones when the gateway's zone fails${traffic}`,
    },
    {
      title: "One NAT gateway in each zone",
      endpointZones: 0,
      natGateways: zones,
      note: `gives up the closed network: only security groups narrow the way to the internet${traffic}`,
    },
  ];
  const distinct = zones > 1 ? forms : forms.slice(0, 2);
  if (distinct.some((form) => isSame(form, network))) return distinct;
  return [
    {
      title: `${count(natGateways, "NAT gateway")}, and interface endpoints`,
      endpointZones,
      natGateways,
      note: "pays for both: endpoints keep the traffic of their services off the NAT gateways",
    },
    ...distinct,
  ];
}

function networkOf(graph: ResourceGraph, vpc: RecordedResource): Network {
  const vpcId = text(vpc.outputs.id);
  const isIn = (subnetId: string): boolean => subnet(graph, subnetId)?.inputs.vpcId === vpcId;
  const subnets = graph.ofType("aws:ec2/subnet:Subnet").filter(({ inputs }) => inputs.vpcId === vpcId);
  const endpoints = graph
    .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
    .filter(({ inputs, read }) => !read && inputs.vpcId === vpcId && inputs.vpcEndpointType === "Interface");
  const natGateways = graph
    .ofType("aws:ec2/natGateway:NatGateway")
    .filter(
      ({ inputs, read }) =>
        !read &&
        inputs.connectivityType !== "private" &&
        made(graph, inputs.subnetId, "aws:ec2/subnet:Subnet")?.inputs.vpcId === vpcId,
    );
  const hasTasks = graph
    .ofType("aws:ecs/service:Service")
    .some(({ inputs }) => texts(fields(inputs.networkConfiguration).subnets).some(isIn));
  const invokes = models(graph).some(
    ({ source, containers }) =>
      source.subnetIds.some(isIn) &&
      containers.some(({ credentialsProviderArn }) => credentialsProviderArn !== undefined),
  );
  const services = [
    ...(invokes ? ["lambda"] : []),
    ...(hasTasks ? TASK_SERVICES : []),
    ...endpoints.flatMap(({ inputs }) => serviceOf(text(inputs.serviceName))),
  ];
  return {
    vpc,
    zones: new Set(
      subnets.flatMap(({ inputs }) => text(inputs.availabilityZone) ?? text(inputs.availabilityZoneId) ?? []),
    ).size,
    endpointZones: sum(endpoints.map((each) => zonesOfEndpoint(graph, each))),
    natGateways: natGateways.length,
    services: [...new Set(services)].sort(),
  };
}

/** A service's short name: `ecr.api` of `com.amazonaws.eu-west-1.ecr.api`. */
function serviceOf(name: string | undefined): readonly string[] {
  const short = /amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name ?? "")?.[1];
  return short === undefined ? [] : [short];
}
