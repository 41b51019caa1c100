import type { Account } from "./account";
import { MODEL_FILE, REQUEST_BODY, REQUEST_KEY } from "./bucket";
import { balancedPulls, pullsOf, type Collected, type EndpointEvidence, type Invocation } from "./collected";
import { endpointsOf, repositoryOf, type EndpointId, type QuestionId } from "./questions";
import type { DeployedResources } from "./deployed-resources";

/** What a collection goes by. */
export interface Collection {
  readonly questions: readonly QuestionId[];
  readonly deployed: DeployedResources;
  /** What the deployment said of each endpoint's resources where something failed. */
  readonly errors: Readonly<Partial<Record<EndpointId, readonly string[]>>>;
  /** How long the load balancers' logs are waited for. */
  readonly waitOptions: WaitOptions;
  readonly tell: (message: string) => void;
}

/** How long something is waited for. */
export interface WaitOptions {
  readonly milliseconds: number;
  readonly times: number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** Asks every endpoint once, and reads what SageMaker, the registries, the functions and the load balancers tell. */
export async function collect(account: Account, collection: Collection): Promise<Collected> {
  const { questions, deployed, tell } = collection;
  const asked = endpointsOf(questions);
  tell("asking each endpoint once");
  const endpoints = Object.fromEntries(
    await Promise.all(asked.map(async (id) => [id, await askEndpoint(account, id, collection)] as const)),
  );
  tell("reading the logs of the registry and of the credentials functions");
  const registryLines = await inTurn(deployed.registryLogGroups, (group) => account.logLines(group));
  const credentialsLines: Partial<Record<EndpointId, readonly string[]>> = {};
  for (const id of asked) {
    const group = deployed.credentialsLogGroups[id];
    if (group !== undefined) credentialsLines[id] = await account.logLines(group);
  }
  const collected = { endpoints, registryLines, credentialsLines, loadBalancerLines: [] };
  return waitForLoadBalancers(account, collected, collection);
}

async function askEndpoint(
  account: Account,
  id: EndpointId,
  { deployed, errors }: Collection,
): Promise<EndpointEvidence> {
  const name = deployed.endpoints[id];
  const model = deployed.models[id];
  const modelCreatedAt = model === undefined ? undefined : await account.modelCreatedAt(model);
  const state = name === undefined ? undefined : await account.endpoint(name);
  const known = {
    ...state,
    ...(modelCreatedAt === undefined ? {} : { modelCreatedAt }),
    errors: errors[id] ?? [],
  };
  if (name === undefined || state === undefined) return known;
  if (state.status !== "InService") return { name, ...known };
  return { name, ...known, invocation: await invoke(account, id, name, deployed.bucket) };
}

function invoke(
  account: Account,
  id: EndpointId,
  name: string,
  bucket: string | undefined,
): Promise<Invocation> {
  if (id === "async") return account.invokeAsync(name, `s3://${bucket}/${REQUEST_KEY}`);
  return account.invoke(name, REQUEST_BODY, id === "multi-model" ? MODEL_FILE : undefined);
}

/** Waits until the load balancers' logs, which come every five minutes, tell of each pull that the registry tells of. */
async function waitForLoadBalancers(
  account: Account,
  collected: Collected,
  { questions, deployed, waitOptions, tell }: Collection,
): Promise<Collected> {
  const { bucket } = deployed;
  if (bucket === undefined) return collected;
  const pulled = endpointsOf(questions).filter((id) => pullsOf(collected, id).length > 0);
  for (let time = 0; ; time++) {
    const complete = { ...collected, loadBalancerLines: await account.loadBalancerLines(bucket) };
    const paths = balancedPulls(complete).map(({ path }) => path);
    const missing = pulled.filter((id) => !paths.some((path) => path.startsWith(`/v2/${repositoryOf(id)}/`)));
    if (missing.length === 0 || time === waitOptions.times) return complete;
    tell(`waiting for the load balancers' logs, which come every five minutes: ${missing.join(", ")}`);
    await waitOptions.sleep(waitOptions.milliseconds);
  }
}

async function inTurn<T>(
  items: readonly T[],
  read: (item: T) => Promise<readonly string[]>,
): Promise<string[]> {
  const lines: string[] = [];
  for (const item of items) lines.push(...(await read(item)));
  return lines;
}
