import type { RecordedResource, ResourceGraph } from "../../plan/graph";
import { failed, passed, unknown, type Evidence } from "../../plan/evidence";
import { models, type Model } from "../../plan/models";
import { freeAddresses as freeIn, findSubnet } from "../../plan/network/vpc";
import { enumerate, list, text } from "../../plan/values";
import { verdict, type Rule } from "../rule";

/** What AWS's guide asks for each instance. */
const PER_INSTANCE = 2;

/** https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html */
export const freeAddresses: Rule = {
  id: "free-addresses",
  title: "The model's subnets have free IP addresses for its instances",
  check: (graph) => verdict(bySubnets(models(graph)).map(evidenceOf(graph)), "the plan has no model"),
};

/** Models that share their subnets, together. */
function bySubnets(all: readonly Model[]): readonly (readonly Model[])[] {
  const groups = new Map<string, Model[]>();
  for (const model of all) {
    const key = [...new Set(model.source.subnetIds)].sort().join(" ");
    groups.set(key, [...(groups.get(key) ?? []), model]);
  }
  return [...groups.values()];
}

const evidenceOf =
  (graph: ResourceGraph) =>
  (group: readonly Model[]): Evidence => {
    const resource = group[0]?.resource;
    const subnetIds = [...new Set(group.flatMap(({ source }) => source.subnetIds))];
    const names = enumerate(subnetIds.map((id) => `"${findSubnet(graph, id)?.name ?? id}"`));
    const { atStart, atMost } = instancesOf(graph, group);
    const counts = subnetIds.map((id) => freeIn(graph, id));
    if (counts.includes(undefined)) {
      return unknown(
        resource,
        `how many IP addresses are free in ${names}, where ${plural(atStart)} start and an update runs old and new ones at once`,
      );
    }
    const free = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    const seen = `${names} have ${free} free IP ${free === 1 ? "address" : "addresses"}`;
    if (free < atStart) {
      return failed(
        resource,
        `${seen}, but ${plural(atStart)} start, and each takes at least one`,
        "free some, or name subnets that have them in vpcConfig.subnets",
      );
    }
    if (free < PER_INSTANCE * atMost) {
      return unknown(
        resource,
        `whether ${free} free IP addresses in ${names} suffice for up to ${plural(atMost)}: AWS's guide asks for ${PER_INSTANCE} each`,
      );
    }
    return passed(resource, `${seen} for up to ${plural(atMost)}`);
  };

/** The instances of the variants that serve models: as many as start, and as scaling may start. */
function instancesOf(
  graph: ResourceGraph,
  group: readonly Model[],
): { readonly atStart: number; readonly atMost: number } {
  const names = group.map(({ resource }) => resource.outputs.name);
  const variants = graph
    .ofType("aws:sagemaker/endpointConfiguration:EndpointConfiguration")
    .flatMap((configuration) =>
      [
        ...list(configuration.inputs.productionVariants),
        ...list(configuration.inputs.shadowProductionVariants),
      ].map((variant) => ({ configuration, variant })),
    )
    .filter(({ variant }) => names.includes(variant.modelName));
  const counts = variants.map(({ configuration, variant }) => {
    const start = typeof variant.initialInstanceCount === "number" ? variant.initialInstanceCount : 1;
    return { start, most: Math.max(start, scaledTo(graph, configuration, text(variant.variantName))) };
  });
  return {
    atStart: counts.reduce((sum, { start }) => sum + start, 0),
    atMost: counts.reduce((sum, { most }) => sum + most, 0),
  };
}

/** How many instances scaling makes of a variant at most; 0 where nothing scales it. */
function scaledTo(
  graph: ResourceGraph,
  configuration: RecordedResource,
  variantName: string | undefined,
): number {
  const endpoints = graph
    .ofType("aws:sagemaker/endpoint:Endpoint")
    .filter(({ inputs }) => inputs.endpointConfigName === configuration.outputs.name);
  const ids = endpoints.map(({ outputs }) => `endpoint/${String(outputs.name)}/variant/${variantName}`);
  const limits = graph
    .ofType("aws:appautoscaling/target:Target")
    .filter(({ inputs }) => ids.includes(String(inputs.resourceId)))
    .map(({ inputs }) => Number(inputs.maxCapacity));
  return Math.max(0, ...limits);
}

const plural = (count: number): string => `${count} ${count === 1 ? "instance" : "instances"}`;
