import { fields, list, text, texts } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { count } from "../report/text-format";
import { HOURS_PER_MONTH, INSTANCE, LIST_PRICES } from "./prices";
import data from "./list-prices.json";

/** One charge for a resource. */
export interface Charge {
  /** The name of its price, for example `nat.hour`. */
  readonly price: string;
  /** What is charged, for example `2 tasks of 0.5 vCPU`. */
  readonly what: string;
  /** The quantity in a month, in the price's unit. */
  readonly quantity: number;
}

/** A charge, or the reason why a part of the cost has no price. */
type Entry = Charge | string;

const PRICES_OF_RESOURCES: Readonly<Record<string, string>> = data.pricesOfResources;
const WITHOUT_PRICE = new Set(Object.values(data.resourcesWithoutMonthlyPrice).join(" ").split(" "));

type Charges = (resource: RecordedResource, graph: ResourceGraph) => readonly Entry[];
const COMPUTED: Readonly<Record<string, Charges>> = {
  "sagemaker/Endpoint": endpoint,
  "ecs/Service": service,
  "lb/LoadBalancer": loadBalancer,
  "alb/LoadBalancer": loadBalancer,
  "ec2/VpcEndpoint": vpcEndpoint,
  "cloudwatch/MetricAlarm": ({ inputs }) => {
    const metrics = list(inputs.metricQueries).filter(({ metric }) => metric !== undefined).length || 1;
    return [{ price: "alarm.month", quantity: metrics, what: `alarm on ${count(metrics, "metric")}` }];
  },
  "appautoscaling/Policy": ({ inputs }) =>
    inputs.policyType === "TargetTrackingScaling"
      ? [{ price: "alarm.month", quantity: 2, what: "2 alarms of target tracking" }]
      : [],
};

/** The monthly charges for a resource; none for components, providers, and resources that the plan only reads. */
export function chargesOf(resource: RecordedResource, graph: ResourceGraph): readonly Entry[] {
  const [provider = "", path = "", name = ""] = resource.type.split(":");
  const type = `${path.split("/")[0] ?? ""}/${name}`;
  const isLocal = ["pulumi", "random", "tls", "time", "std"].includes(provider);
  if (!resource.custom || resource.read || isLocal || WITHOUT_PRICE.has(type)) return [];
  const price = PRICES_OF_RESOURCES[type];
  if (price !== undefined) {
    const { unit, what } = LIST_PRICES.prices[price] ?? { unit: "month", what: price };
    return [{ price, what, quantity: unit === "hour" ? HOURS_PER_MONTH : 1 }];
  }
  return COMPUTED[type]?.(resource, graph) ?? [`${resource.type} has no price in the table`];
}

function perHour(price: string, number: number, what: string): Charge {
  return { price, what, quantity: number * HOURS_PER_MONTH };
}

/** The minimum capacity of autoscaling; `undefined` without autoscaling. */
function minCapacity(graph: ResourceGraph, resourceId: string): number | undefined {
  const target = graph
    .ofType("aws:appautoscaling/target:Target")
    .find(({ inputs }) => inputs.resourceId === resourceId);
  const capacity = Number(target?.inputs.minCapacity);
  return Number.isFinite(capacity) ? capacity : undefined;
}

function endpoint({ inputs, outputs }: RecordedResource, graph: ResourceGraph): readonly Entry[] {
  const configuration = graph
    .ofType("aws:sagemaker/endpointConfiguration:EndpointConfiguration")
    .find((each) => !each.read && [each.outputs.name, each.outputs.id].includes(inputs.endpointConfigName));
  if (configuration === undefined) return ["its configuration is outside this program"];
  const { productionVariants, shadowProductionVariants } = configuration.inputs;
  return [...list(productionVariants), ...list(shadowProductionVariants)].flatMap(
    (variant): readonly Entry[] => {
      const name = text(variant.variantName) ?? "default";
      const type = text(variant.instanceType);
      if (type === undefined) return [`variant ${name} is serverless, or its instance type is unknown`];
      const managed = fields(variant.managedInstanceScaling);
      const instances =
        minCapacity(graph, `endpoint/${text(outputs.name) ?? ""}/variant/${name}`) ??
        Number((managed.status === "ENABLED" ? managed.minInstanceCount : variant.initialInstanceCount) ?? 1);
      return [perHour(INSTANCE + type, instances, `${name}: ${count(instances, "instance")} of ${type}`)];
    },
  );
}

function service({ inputs, outputs }: RecordedResource, graph: ResourceGraph): readonly Entry[] {
  const definition = graph
    .ofType("aws:ecs/taskDefinition:TaskDefinition")
    .find((each) => [each.outputs.arn, each.outputs.id, each.outputs.family].includes(inputs.taskDefinition));
  if (definition === undefined) return ["its task definition is outside this program"];
  const { runtimePlatform, cpu, memory } = definition.inputs;
  const { operatingSystemFamily, cpuArchitecture } = fields(runtimePlatform);
  if (inputs.launchType !== "FARGATE" || text(operatingSystemFamily)?.startsWith("WINDOWS") === true) {
    return ["only Linux tasks with the launch type FARGATE have a price in the table"];
  }
  const cluster = graph.byOutput("aws:ecs/cluster:Cluster", "arn", inputs.cluster);
  const clusterName = text(cluster?.outputs.name) ?? text(inputs.cluster)?.split("/").pop() ?? "default";
  const minimum = minCapacity(graph, `service/${clusterName}/${text(outputs.name) ?? ""}`);
  const tasks = minimum ?? Number(inputs.desiredCount ?? 0);
  const note = minimum === undefined ? "" : " (minimum capacity)";
  const charge = (name: string, size: number, unit: string): Charge =>
    perHour(`fargate.${name}`, tasks * size, `${count(tasks, "task")} of ${size} ${unit}${note}`);
  const [vcpu, gigabytes] = [taskSize(cpu), taskSize(memory)];
  if (vcpu === undefined || gigabytes === undefined) return ["the size of its tasks is unknown"];
  const architecture = cpuArchitecture === "ARM64" ? "arm" : "x86";
  return [charge(`${architecture}.vcpu`, vcpu, "vCPU"), charge(`${architecture}.memory`, gigabytes, "GB")];
}

/** The vCPU or GB of a task: `512` is in 1/1024, `0.5 vCPU` has a unit. */
function taskSize(value: unknown): number | undefined {
  const match = /^([0-9.]+)\s*(vcpu|gb)?$/i.exec(String(value).trim());
  return match === null ? undefined : Number(match[1]) / (match[2] === undefined ? 1024 : 1);
}

function loadBalancer({ inputs }: RecordedResource): readonly Entry[] {
  const type = text(inputs.loadBalancerType) ?? "application";
  const price = { application: "alb.hour", network: "nlb.hour" }[type];
  if (price === undefined) return [`${type} load balancers have no price in the table`];
  const isPublic = inputs.internal !== true;
  const subnets = Math.max(texts(inputs.subnets).length, list(inputs.subnetMappings).length);
  return [
    perHour(price, 1, `${type} load balancer`),
    ...(isPublic && subnets > 0 ? [perHour("ipv4.hour", subnets, `${subnets} public IPv4 addresses`)] : []),
  ];
}

function vpcEndpoint({ inputs }: RecordedResource): readonly Entry[] {
  const type = text(inputs.vpcEndpointType) ?? "Gateway";
  if (type === "Gateway") return [];
  const zones = new Set(texts(inputs.subnetIds)).size;
  if (type !== "Interface" || zones === 0) return [`the zones of this ${type} endpoint are unknown`];
  return [perHour("endpoint.hour", zones, `interface endpoint in ${count(zones, "zone")}`)];
}
