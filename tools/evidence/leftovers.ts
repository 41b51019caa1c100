import type { Account } from "./account";
import type { WaitOptions } from "./collect";

/** What SageMaker lets nobody delete, because it is still at it. */
const IN_PROGRESS = new Set(["Creating", "Updating", "SystemUpdating", "RollingBack"]);

/**
 * Deletes endpoints, and waits until they are gone: until then SageMaker needs their role, their network interfaces and the
 * security groups of those.
 * @throws Error naming those that are still there when the wait is over
 */
export async function removeEndpoints(
  account: Account,
  names: readonly string[],
  { milliseconds, times, sleep }: WaitOptions,
  tell: (message: string) => void,
): Promise<void> {
  const asked = new Set<string>();
  let left = names;
  for (let time = 0; ; time++) {
    const found: string[] = [];
    for (const name of left) {
      const status = (await account.endpoint(name))?.status;
      if (status === undefined) continue;
      found.push(name);
      if (status === "Deleting" || IN_PROGRESS.has(status) || asked.has(name)) continue;
      tell(`${name}: delete, whose status is ${status}`);
      await account.deleteEndpoint(name);
      asked.add(name);
    }
    left = found;
    if (left.length === 0) return;
    if (time === times) throw new Error(`still there: ${left.join(", ")}`);
    if (time === 0) tell(`waiting until SageMaker has deleted ${left.join(", ")}`);
    await sleep(milliseconds);
  }
}

/**
 * Deletes the log groups that AWS's services make by themselves, which no state has.
 * @param clusters names of the registries' ECS clusters
 */
export async function removeLogGroups(
  account: Account,
  endpoints: readonly string[],
  clusters: readonly string[],
): Promise<void> {
  const groups = [
    ...endpoints.map((name) => `/aws/sagemaker/Endpoints/${name}`),
    ...clusters.map((name) => `/aws/ecs/containerinsights/${name}/performance`),
  ];
  for (const group of groups) await account.deleteLogGroup(group);
}
