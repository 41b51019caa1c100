import { models, registryOf, type Model } from "../../../plan/models";
import { roleByArn } from "../../../plan/iam/permissions";
import { fields, list, text } from "../../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../../testing";
import { shown, type Draft } from "./architecture-builder";
import type { Interface } from "./network-interfaces";
import type { Places } from "./locations";

const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";

/** Draws SageMaker's endpoints, models and the roles of these. */
export function addHosting(graph: ResourceGraph, draft: Draft, places: Places): readonly Interface[] {
  const interfaces = models(graph).map((model) => addModel(graph, draft, places, model));
  const used = new Set<RecordedResource>();
  for (const endpoint of graph.ofType("aws:sagemaker/endpoint:Endpoint")) {
    const configuration = graph
      .ofType(CONFIGURATION)
      .find(({ outputs }) => [outputs.name, outputs.id].includes(endpoint.inputs.endpointConfigName));
    if (configuration !== undefined) used.add(configuration);
    const node = draft.node({
      kind: "endpoint",
      caption: "SageMaker endpoint",
      label: endpoint.name,
      details: configuration === undefined ? ["its configuration exists elsewhere"] : [],
      parent: places.region(endpoint),
      resource: endpoint,
    });
    if (configuration !== undefined) addVariants(graph, draft, node, configuration, endpoint);
  }
  for (const configuration of graph.ofType(CONFIGURATION).filter((each) => !used.has(each))) {
    const node = draft.node({
      kind: "endpoint-configuration",
      caption: "Endpoint configuration",
      label: configuration.name,
      parent: places.region(configuration),
      resource: configuration,
    });
    addVariants(graph, draft, node, configuration, undefined);
  }
  return interfaces;
}

function addVariants(
  graph: ResourceGraph,
  draft: Draft,
  node: string,
  configuration: RecordedResource,
  endpoint: RecordedResource | undefined,
): void {
  for (const property of ["productionVariants", "shadowProductionVariants"]) {
    list(configuration.inputs[property]).forEach((variant, index) => {
      const show = (field: string) => shown(configuration, `${property}[${index}].${field}`, variant[field]);
      const name = show("variantName") ?? `variant ${index + 1}`;
      const count = instances(graph, endpoint, variant) ?? show("initialInstanceCount") ?? "1";
      const serverless = Object.keys(fields(variant.serverlessConfig)).length > 0;
      const runs = serverless ? "serverless" : `${count} × ${show("instanceType") ?? "instance"}`;
      draft.describe(node, `${name}${property.startsWith("shadow") ? " (shadow)" : ""}: ${runs}`);
      const model = graph
        .ofType("aws:sagemaker/model:Model")
        .find(({ outputs }) => [outputs.name, outputs.id].includes(variant.modelName));
      const to = draft.of(model);
      if (to !== undefined) draft.connect({ from: node, to, kind: "relation", label: name });
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
  return `${shown(target, "minCapacity", minCapacity) ?? "?"} to ${shown(target, "maxCapacity", maxCapacity) ?? "?"}`;
}

function addModel(graph: ResourceGraph, draft: Draft, places: Places, model: Model): Interface {
  const { resource, source } = model;
  const placement = { subnetIds: source.subnetIds, groupIds: source.groupIds };
  const parent = places.of(placement, resource);
  const images = model.containers.flatMap((container) => {
    const { path, image, reference } = container;
    if (shown(resource, `${path}.image`, image) !== image) return [];
    const registry = registryOf(container);
    return registry === undefined || reference === undefined
      ? []
      : [`${reference.repository} from ${registry.registry}`];
  });
  const node = draft.node({
    kind: "model",
    caption: "Model's interfaces",
    label: resource.name,
    details: [...new Set(images), places.part(placement, parent)],
    parent,
    resource,
  });
  addRole(graph, draft, places, model, node);
  return {
    node,
    place: { ...source, vpcId: places.vpcId(placement) },
    opens: true,
    ports: [],
  };
}

function addRole(
  graph: ResourceGraph,
  draft: Draft,
  places: Places,
  { roleArn, resource }: Model,
  model: string,
): void {
  if (roleArn === undefined) return;
  const role = roleByArn(graph, roleArn);
  const node = draft.node({
    kind: "role",
    caption: "Execution role",
    label: role?.name ?? shown(resource, "executionRoleArn", roleArn.split("/").pop()) ?? roleArn,
    parent: places.region(role ?? resource),
    resource: role,
    exists: role === undefined,
    key: role?.name ?? roleArn,
  });
  draft.connect({ from: model, to: node, kind: "access", label: "runs as" });
}
