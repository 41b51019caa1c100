import * as pulumi from "@pulumi/pulumi";
import { AsyncResource } from "node:async_hooks";

/** Arguments of a resource hook: the inputs, and before an update also the old ones. */
export type HookArgs = Pick<pulumi.ResourceHookArgs, "newInputs" | "oldOutputs">;

/** How often each name has been taken: the engine takes it once in a deployment. */
const taken = new Map<string, number>();

/**
 * A hook for `hooks.beforeCreate` or `hooks.beforeUpdate`, at previews as well: the engine runs it only where it is about to
 * do that, which no program can tell beforehand, and does not where the hook throws. It is absent where there is no engine,
 * as with Pulumi's mocks, which refuse hooks.
 * https://www.pulumi.com/docs/iac/concepts/options/hooks/
 * @param name what the hook does: Pulumi's message of its failure begins with it
 */
export function beforeHook(
  name: string,
  run: (args: HookArgs) => void | Promise<void>,
): pulumi.ResourceHook[] {
  const monitor = pulumi.runtime.getMonitor() as { readonly registerResourceHook?: unknown } | undefined;
  if (typeof monitor?.registerResourceHook !== "function") return [];
  const times = (taken.get(name) ?? 0) + 1;
  taken.set(name, times);
  // The engine's calls come from outside the program's context, in which the SDK keeps the deployment it talks to.
  const inContext = AsyncResource.bind(async (args: pulumi.ResourceHookArgs) => {
    await run(args);
  });
  return [new pulumi.ResourceHook(times === 1 ? name : `${name} (${times})`, inContext, { onDryRun: true })];
}
