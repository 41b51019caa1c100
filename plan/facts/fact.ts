import type { RecordedResource } from "../graph";

const URN_PREFIX = "urn:facts::";

/** What the user knows of something that the plan does not make, as if it were a resource of the plan. */
export function factResource(
  type: string,
  id: string,
  inputs: Readonly<Record<string, unknown>>,
  name = id,
): RecordedResource {
  return {
    urn: `${URN_PREFIX}${type}::${id}`,
    type,
    name,
    parent: undefined,
    custom: true,
    read: false,
    inputs,
    secretPaths: [],
    outputs: { ...inputs, id },
    dependencies: [],
    options: {
      provider: undefined,
      protect: false,
      retainOnDelete: false,
      deleteBeforeReplace: false,
      ignoreChanges: [],
    },
  };
}

/** Whether a resource is none of the plan's, but something that the user knows of. */
export function isFact({ urn }: RecordedResource): boolean {
  return urn.startsWith(URN_PREFIX);
}
