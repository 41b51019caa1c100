// Creations, updates and deletions in the fake account, with the faults that a scenario asks for.
import { setTimeout as sleep } from "node:timers/promises";
import { findIn, removeResource, type Account, type AwsResource } from "./account";
import { changeAccount, readAccount } from "./account-file";
import { accessDenied, AwsError, IncompleteError, listed, OperationError } from "./errors";
import { logged } from "./operations";
import type { AwsContext, ResourceContext, ResourceType } from "./resource-type";
import { ENDPOINT, endpointFailure } from "./sagemaker";
import { matches, readSettings, subjectOf, type Failure, type Settings } from "./settings";
import { textOf, type Properties } from "./wire";

const DEFAULT_MINUTE_IN_MILLISECONDS = 20;
const DEFAULT_DELETION_TIMEOUT_IN_MINUTES = 15;
const POLL_IN_MILLISECONDS = 20;

export interface Creation {
  readonly urn: string;
  readonly id: string;
  readonly properties: Properties;
}

/** Creates a resource, and returns its state. */
export function createIn(
  folder: string,
  rules: ResourceType,
  context: ResourceContext,
  { urn, id, properties }: Creation,
): Properties {
  const { type, name, region } = context;
  const settings = readSettings(folder);
  const subject = subjectOf(type, name);
  const fail = (reason: string): OperationError => new OperationError(urn, reason, listed(reason));
  if (settings.refused?.some((pattern) => matches(pattern, subject)) === true) {
    throw fail(accessDenied(subject).message);
  }
  const resource: AwsResource = { type, id, region, properties, live: {} };
  changeAccount(folder, (account) => {
    if (findIn(account, resource) !== undefined) throw fail(alreadyThere(resource));
    account.resources.push(resource);
    try {
      rules.created?.(resource, awsContext(account, settings, context));
    } catch (error) {
      removeResource(account, resource);
      throw error instanceof AwsError ? fail(error.message) : error;
    }
  });
  const withoutId = type === ENDPOINT ? endpointFailure(resource) : undefined;
  if (withoutId !== undefined) throw fail(withoutId);
  const asked = settings.creationFailures?.find(({ on }) => matches(on, subject));
  const failure = asked?.reason ?? rules.awaited?.(resource);
  if (failure === undefined) return resource.properties;
  if (asked?.keepsId === false) throw fail(failure);
  throw new IncompleteError(urn, failure, "creating", id, resource.properties);
}

/** Waits, as the provider does, until a new endpoint is in service. Where it is interrupted, it does not tell the id. */
export async function creationEnds(
  folder: string,
  { type }: ResourceContext,
  urn: string,
  signal: AbortSignal,
): Promise<void> {
  const settings = readSettings(folder);
  const minutes = type === ENDPOINT ? (settings.endpointCreationInMinutes ?? 0) : 0;
  if (minutes === 0) return;
  const reason = "waiting for SageMaker AI Endpoint create: context canceled";
  await sleep(minutes * minuteOf(settings), undefined, { signal }).catch(() => {
    throw new OperationError(urn, reason, listed(reason));
  });
}

export interface Update {
  readonly urn: string;
  readonly id: string;
  readonly state: Properties;
  readonly planned: Properties;
  /** Properties whose planned values differ from the state; none where an update that failed is tried again. */
  readonly changed: readonly string[];
}

/**
 * Updates a resource, and returns its state as the provider then reads it. Where it fails, the state has the planned values,
 * so that the next update has no difference, tells AWS nothing, and only reads.
 */
export function updateIn(
  folder: string,
  rules: ResourceType,
  context: ResourceContext,
  { urn, id, state, planned, changed }: Update,
): Properties {
  const settings = readSettings(folder);
  const fail = (reason: string): IncompleteError => new IncompleteError(urn, reason, "updating", id, planned);
  const failure = failureOf(settings.updateFailures, context);
  if (failure !== undefined) throw fail(failure);
  return changeAccount(folder, (account) => {
    const resource = findIn(account, { ...context, id });
    if (resource === undefined) throw fail(`${context.type} ${id} does not exist`);
    const read = (): Properties => rules.read?.(resource) ?? resource.properties;
    if (changed.length === 0) return read();
    try {
      const mistaken =
        rules.updated?.(resource, { state, planned }, awsContext(account, settings, context)) ?? {};
      resource.properties = planned;
      return { ...read(), ...mistaken };
    } catch (error) {
      throw error instanceof AwsError ? fail(error.message) : error;
    }
  });
}

export interface Deletion {
  readonly urn: string;
  readonly id: string;
  readonly timeoutInSeconds: number;
}

/** Deletes a resource; while it is in use, the provider asks AWS again until its patience is over. */
export async function deleteFrom(
  folder: string,
  rules: ResourceType,
  context: ResourceContext,
  { urn, id, timeoutInSeconds }: Deletion,
): Promise<void> {
  const settings = readSettings(folder);
  const minutes =
    timeoutInSeconds > 0
      ? timeoutInSeconds / 60
      : (rules.deletionTimeoutInMinutes ?? DEFAULT_DELETION_TIMEOUT_IN_MINUTES);
  const deadline = Date.now() + minutes * minuteOf(settings);
  const useOf = (account: Account): string | undefined => {
    const resource = findIn(account, { ...context, id });
    return resource === undefined ? undefined : rules.isInUse?.(resource, account);
  };
  while (Date.now() < deadline && useOf(readAccount(folder)) !== undefined) await sleep(POLL_IN_MILLISECONDS);
  const fail = (reason: string): OperationError =>
    new OperationError(urn, reason, `deleting ${urn}: ${listed(reason)}`);
  logged(folder, { kind: "delete", ...context, id, inputs: {} }, () => {
    const failure = failureOf(settings.deletionFailures, context);
    if (failure !== undefined) throw fail(failure);
    changeAccount(folder, (account) => {
      const use = useOf(account);
      if (use !== undefined) throw fail(use);
      const resource = findIn(account, { ...context, id });
      if (resource === undefined) return;
      const after = rules.deleted?.(resource, awsContext(account, settings, context)) ?? "gone";
      if (after === "gone") removeResource(account, resource);
    });
  });
}

const minuteOf = ({ minuteInMilliseconds }: Settings): number =>
  minuteInMilliseconds ?? DEFAULT_MINUTE_IN_MILLISECONDS;

const awsContext = (account: Account, settings: Settings, context: ResourceContext): AwsContext => ({
  ...context,
  account,
  settings,
  inMinutes: (minutes) => Date.now() + minutes * minuteOf(settings),
});

const failureOf = (
  failures: readonly Failure[] | undefined,
  { type, name }: ResourceContext,
): string | undefined => failures?.find(({ on }) => matches(on, subjectOf(type, name)))?.reason;

const alreadyThere = ({ type, id, properties }: AwsResource): string =>
  type === ENDPOINT
    ? `creating SageMaker AI Endpoint (${id}): operation error SageMaker: CreateEndpoint, https response error ` +
      `StatusCode: 400, RequestID: 0, api error ValidationException: Cannot create already existing endpoint "${textOf(properties.arn)}".`
    : `creating ${type} (${id}): api error ResourceAlreadyExistsException: ${id} already exists`;
