import { models, registryOf, type Model } from "../../../plan/models";
import { roleByArn } from "../../../plan/iam/permissions";
import { fields, list, text } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { displayed, type ArchitectureBuilder } from "./architecture-builder";
import type { NetworkNode } from "./network-interfaces";
import type { Locations } from "./locations";

const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";

/** Adds SageMaker's endpoints and models, with the models' roles. */
export function addSageMaker(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
): readonly NetworkNode[] {
  const interfaces = models(graph).map((model) => addModel(graph, builder, locations, model));
  const used = new Set<RecordedResource>();
  for (const endpoint of graph.ofType("aws:sagemaker/endpoint:Endpoint")) {
    const configuration = graph
      .ofType(CONFIGURATION)
      .find(({ outputs }) => [outputs.name, outputs.id].includes(endpoint.inputs.endpointConfigName));
    if (configuration !== undefined) used.add(configuration);
    const node = builder.node({
      kind: "endpoint",
      caption: "SageMaker endpoint",
      label: endpoint.name,
      details: configuration === undefined ? ["its configuration is outside this plan"] : [],
      parent: locations.region(endpoint),
      resource: endpoint,
    });
    if (configuration !== undefined) addVariants(graph, builder, node, configuration, endpoint);
  }
  for (const configuration of graph.ofType(CONFIGURATION).filter((each) => !used.has(each))) {
    const node = builder.node({
      kind: "endpoint-configuration",
      caption: "Endpoint configuration",
      label: configuration.name,
      parent: locations.region(configuration),
      resource: configuration,
    });
    addVariants(graph, builder, node, configuration, undefined);
  }
  return interfaces;
}

function addVariants(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  node: string,
  configuration: RecordedResource,
  endpoint: RecordedResource | undefined,
): void {
  for (const property of ["productionVariants", "shadowProductionVariants"]) {
    list(configuration.inputs[property]).forEach((variant, index) => {
      const show = (field: string) =>
        displayed(configuration, `${property}[${index}].${field}`, variant[field]);
      const name = show("variantName") ?? `variant ${index + 1}`;
      const count = instances(graph, endpoint, variant) ?? show("initialInstanceCount") ?? "1";
      const serverless = Object.keys(fields(variant.serverlessConfig)).length > 0;
      const runs = serverless ? "serverless" : `${count} × ${show("instanceType") ?? "instance"}`;
      builder.describe(node, `${name}${property.startsWith("shadow") ? " (shadow)" : ""}: ${runs}`);
      const model = graph
        .ofType("aws:sagemaker/model:Model")
        .find(({ outputs }) => [outputs.name, outputs.id].includes(variant.modelName));
      const to = builder.of(model);
      if (to !== undefined) builder.connect({ from: node, to, kind: "relation", label: name });
    });
  }
}

/** The instances between which a variant scales. */
function instances(
  graph: ResourceGraph,
  endpoint: RecordedResource | undefined,
  variant: Readonly<Record<string, unknown>>,
): string | undefined {
  const id = `endpoint/${text(endpoint?.outputs.name) ?? ""}/variant/${text(variant.variantName) ?? ""}`;
  const target = graph
    .ofType("aws:appautoscaling/target:Target")
    .find(({ inputs }) => inputs.resourceId === id);
  if (target === undefined) return undefined;
  const { minCapacity, maxCapacity } = target.inputs;
  return `${displayed(target, "minCapacity", minCapacity) ?? "?"} to ${displayed(target, "maxCapacity", maxCapacity) ?? "?"}`;
}

function addModel(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  model: Model,
): NetworkNode {
  const { resource, source } = model;
  const placement = { subnetIds: source.subnetIds, groupIds: source.groupIds };
  const parent = locations.of(placement, resource);
  const images = model.containers.flatMap((container) => {
    const { path, image, reference } = container;
    if (displayed(resource, `${path}.image`, image) !== image) return [];
    const registry = registryOf(container);
    return registry === undefined || reference === undefined
      ? []
      : [`${reference.repository} from ${registry.registry}`];
  });
  const node = builder.node({
    kind: "model",
    caption: "Model's interfaces",
    label: resource.name,
    details: [...new Set(images), locations.part(placement, parent)],
    parent,
    resource,
  });
  addRole(graph, builder, locations, model, node);
  return {
    node,
    place: { ...source, vpcId: locations.vpcId(placement) },
    opens: true,
    ports: [],
  };
}

function addRole(
  graph: ResourceGraph,
  builder: ArchitectureBuilder,
  locations: Locations,
  { roleArn, resource }: Model,
  model: string,
): void {
  if (roleArn === undefined) return;
  const role = roleByArn(graph, roleArn);
  const node = builder.node({
    kind: "role",
    caption: "Execution role",
    label: role?.name ?? displayed(resource, "executionRoleArn", roleArn.split("/").pop()) ?? roleArn,
    parent: locations.region(role ?? resource),
    resource: role,
    exists: role === undefined,
    key: role?.name ?? roleArn,
  });
  builder.connect({ from: model, to: node, kind: "access", label: "runs as" });
}
