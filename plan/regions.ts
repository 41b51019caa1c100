import type { RecordedResource, ResourceGraph } from "./graph";
import { text } from "./values";

/** The Region of a resource, if the plan tells: its own, its provider's, or the program's. */
export function regionOf(
  graph: ResourceGraph,
  { inputs, outputs, options }: RecordedResource,
): string | undefined {
  const provider = graph.byUrn(options.provider?.replace(/::[^:]*$/, "") ?? "");
  return text(inputs.region) ?? text(provider?.inputs.region) ?? text(outputs.region);
}
