import { fields, list, text, texts } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { byUse, count, hourly, unpriced, type Charge, type Meter, type Metered } from "./meter";
import { HOURS_PER_MONTH, INSTANCE } from "./prices";

/** The storage that a Fargate task has for nothing, in GB. */
const FREE_TASK_STORAGE = 20;

/** The least number of instances or tasks that autoscaling leaves running; `undefined` without autoscaling. */
function leastCapacity(graph: ResourceGraph, resourceId: string): number | undefined {
  const target = graph
    .ofType("aws:appautoscaling/target:Target")
    .find(({ inputs }) => inputs.resourceId === resourceId);
  const least = target === undefined ? undefined : Number(target.inputs.minCapacity);
  return least !== undefined && Number.isFinite(least) ? least : undefined;
}

/** The instances of an endpoint, by its configuration. */
export const sageMakerEndpoint: Meter = {
  kind: "SageMaker",
  of(endpoint, graph): Metered {
    const name = endpoint.inputs.endpointConfigName;
    const configuration = graph
      .ofType("aws:sagemaker/endpointConfiguration:EndpointConfiguration")
      .find(({ outputs, read }) => !read && [outputs.name, outputs.id].includes(name));
    if (configuration === undefined) {
      return unpriced("its configuration, which this program does not make, says what it runs on");
    }
    const variants = ["productionVariants", "shadowProductionVariants"].flatMap((property) =>
      list(configuration.inputs[property]).map((variant) => ofVariant(endpoint, variant, graph)),
    );
    return {
      charges: [...variants.flatMap(({ charges }) => charges), ...byUse("sagemaker.data")],
      unpriced: variants.flatMap((each) => each.unpriced ?? []),
    };
  },
};

function ofVariant(
  endpoint: RecordedResource,
  variant: Readonly<Record<string, unknown>>,
  graph: ResourceGraph,
): Metered {
  const name = text(variant.variantName) ?? "default";
  const type = text(variant.instanceType);
  if (variant.serverlessConfig !== undefined) {
    return unpriced(`variant ${name} is serverless, which is paid for by use`);
  }
  if (type === undefined) return unpriced(`what variant ${name} runs on is known only at deployment`);
  const endpointName = text(endpoint.outputs.name) ?? "";
  const scaled = leastCapacity(graph, `endpoint/${endpointName}/variant/${name}`);
  const managed = fields(variant.managedInstanceScaling);
  const least = managed.status === "ENABLED" ? Number(managed.minInstanceCount) : NaN;
  const instances = scaled ?? (Number.isFinite(least) ? least : Number(variant.initialInstanceCount ?? 1));
  const volume = Number(variant.volumeSizeInGb ?? 0);
  return {
    charges: [
      hourly(`${INSTANCE}${type}`, instances, `variant ${name}: ${count(instances, "instance")} of ${type}`),
    ],
    unpriced:
      volume > 0
        ? [
            `${volume} GB of storage for each instance of variant ${name}: no source of its price could be confirmed`,
          ]
        : [],
  };
}

/** The tasks of a service on Fargate. */
export const ecsService: Meter = {
  kind: "Fargate",
  of(service, graph): Metered {
    const { inputs } = service;
    const strategies = list(inputs.capacityProviderStrategies).flatMap(({ capacityProvider }) =>
      texts(capacityProvider),
    );
    if (strategies.includes("FARGATE_SPOT"))
      return unpriced("the price of Fargate Spot changes with the time");
    if (inputs.launchType !== "FARGATE" && !strategies.includes("FARGATE")) {
      return unpriced("its tasks run on instances or providers of the cluster, which carry the cost");
    }
    const definition = graph
      .ofType("aws:ecs/taskDefinition:TaskDefinition")
      .find(({ outputs }) => [outputs.arn, outputs.id, outputs.family].includes(inputs.taskDefinition));
    if (definition === undefined) {
      return unpriced("its task definition, which this program does not make, says how large its tasks are");
    }
    const cluster = graph.byOutput("aws:ecs/cluster:Cluster", "arn", inputs.cluster);
    const clusterName = text(cluster?.outputs.name) ?? text(inputs.cluster)?.split("/").pop() ?? "default";
    const scaled = leastCapacity(graph, `service/${clusterName}/${text(service.outputs.name) ?? ""}`);
    const tasks = scaled ?? Number(inputs.desiredCount ?? 0);
    return ofTasks(definition, tasks, scaled === undefined ? "" : ", the least that autoscaling keeps");
  },
};

function ofTasks({ inputs }: RecordedResource, tasks: number, note: string): Metered {
  const platform = fields(inputs.runtimePlatform);
  if (text(platform.operatingSystemFamily)?.startsWith("WINDOWS") === true) {
    return unpriced("the price of tasks on Windows is not in the table");
  }
  const architecture = platform.cpuArchitecture === "ARM64" ? "arm" : "x86";
  const vcpu = size(inputs.cpu, "vCPU");
  const memory = size(inputs.memory, "GB");
  if (vcpu === undefined || memory === undefined) {
    return unpriced("the size of its tasks is known only at deployment");
  }
  const storage = Number(fields(inputs.ephemeralStorage).sizeInGib ?? FREE_TASK_STORAGE) - FREE_TASK_STORAGE;
  const charge = (price: Charge["price"], amount: number, what: string): Charge => ({
    price,
    what: `${count(tasks, "task")} of ${what}${note}`,
    quantity: tasks * amount * HOURS_PER_MONTH,
    byUse: false,
  });
  return {
    charges: [
      charge(`fargate.${architecture}.vcpu`, vcpu, `${vcpu} vCPU`),
      charge(`fargate.${architecture}.memory`, memory, `${memory} GB`),
      ...(storage > 0 ? [charge("fargate.storage", storage, `${storage} GB of further storage`)] : []),
    ],
  };
}

/** The size of a task, given in 1/1024 of the unit, as `512`, or with the unit, as `0.5 vCPU`. */
function size(value: unknown, unit: string): number | undefined {
  const given = typeof value === "number" ? String(value) : text(value);
  const match = /^([0-9.]+)\s*([a-z]*)$/i.exec(given?.trim() ?? "");
  if (match === null) return undefined;
  const number = Number(match[1]);
  return match[2]?.toLowerCase() === unit.toLowerCase() ? number : number / 1024;
}

/** A function of Lambda. */
export const lambdaFunction: Meter = {
  kind: "Lambda",
  of: ({ inputs }) => ({
    charges: byUse(
      "lambda.requests",
      texts(inputs.architectures).includes("arm64") ? "lambda.arm.duration" : "lambda.x86.duration",
    ),
  }),
};
