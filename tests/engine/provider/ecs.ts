// The fake ECS: what a service runs, which differs from what it was asked to run after a deployment that failed.
import { find, removeResource, resourcesOf, type Account, type AwsResource } from "./account";
import { AwsError } from "./errors";
import type { AwsContext, Change } from "./resource-type";
import { matches, ServiceDeployment, subjectOf } from "./settings";
import { isSame, objectOf, textOf, textsOf, type Properties } from "./wire";

export const SERVICE = "aws:ecs/service:Service";
export const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

const faultOf = ({ type, name, settings }: AwsContext): ServiceDeployment | undefined =>
  settings.serviceFaults?.find(({ on }) => matches(on, subjectOf(type, name)))?.deployment;

export function createService(service: AwsResource, context: AwsContext): void {
  const failed = faultOf(context) !== undefined;
  const { taskDefinition, networkConfiguration, desiredCount } = service.properties;
  // The circuit breaker has nothing to go back to: no task runs.
  service.live = {
    taskDefinition,
    networkConfiguration,
    desiredCount,
    runningCount: failed ? 0 : desiredCount,
    rolloutState: failed ? "FAILED" : "COMPLETED",
    events: failed ? [FAILED_EVENT] : [],
  };
}

const FAILED_EVENT = "(deployment ecs-svc/1) deployment failed: tasks failed to start.";

/** Why the provider, which waits for the service's steady state, fails. The service is in the state by then. */
export const serviceFailure = ({ id, properties, live }: AwsResource): string | undefined =>
  properties.waitForSteadyState === true && live.rolloutState === "FAILED"
    ? `waiting for ECS Service (${id}) create: ${FAILED_EVENT}`
    : undefined;

export function updateService(
  service: AwsResource,
  { state, planned }: Change,
  context: AwsContext,
): Properties {
  const { taskDefinition, networkConfiguration, desiredCount, forceNewDeployment } = planned;
  const { live } = service;
  const deploys =
    forceNewDeployment === true ||
    taskDefinition !== state.taskDefinition ||
    !isSame(networkConfiguration, state.networkConfiguration);
  service.live = { ...live, desiredCount };
  if (!deploys) {
    // A service in a steady state starts or stops tasks; one whose deployment has failed has none to start.
    if (live.rolloutState === "COMPLETED") service.live = { ...service.live, runningCount: desiredCount };
    return {};
  }
  const wanted = { taskDefinition, networkConfiguration, desiredCount };
  const fault = faultOf(context);
  switch (fault) {
    case undefined:
      service.live = { ...wanted, runningCount: desiredCount, rolloutState: "COMPLETED", events: [] };
      return {};
    case ServiceDeployment.StaysInProgress:
      // The tasks of before go on running, and the provider waits until its time is over.
      service.live = {
        ...wanted,
        runningCount: 0,
        rolloutState: "IN_PROGRESS",
        events: [],
        replaced: { taskDefinition: live.taskDefinition, runningCount: live.runningCount },
      };
      throw new AwsError(
        `waiting for ECS Service (${service.id}) update: timeout while waiting for state to become 'tfSTABLE'`,
      );
    case ServiceDeployment.Fails:
      service.live = { ...live, ...wanted, runningCount: 0, rolloutState: "FAILED", events: [FAILED_EVENT] };
      break;
    case ServiceDeployment.RollsBack:
    case ServiceDeployment.RollsBackUnnoticed:
      service.live = { ...live, events: [FAILED_EVENT] };
  }
  if (fault === ServiceDeployment.RollsBackUnnoticed) return {};
  throw new AwsError(`waiting for ECS Service (${service.id}) update: ${FAILED_EVENT}`);
}

/** What the provider reads. */
export const readService = ({ properties, live }: AwsResource): Properties => ({
  ...properties,
  taskDefinition: live.taskDefinition,
  networkConfiguration: live.networkConfiguration,
  desiredCount: live.desiredCount,
});

/** What `aws.ecs.getService` answers: of the state of a rollout it says nothing. */
export function describeService({ id, properties, live, region }: AwsResource): Properties {
  const { taskDefinition, desiredCount, runningCount, networkConfiguration, replaced } = live;
  const deployment = (status: string, own: Properties): Properties => ({
    id: `ecs-svc/${status}`,
    status,
    desiredCount,
    pendingCount: 0,
    ...own,
  });
  return {
    id,
    arn: id,
    region,
    clusterArn: properties.cluster,
    serviceName: properties.name,
    desiredCount,
    runningCount,
    pendingCount: 0,
    launchType: properties.launchType,
    schedulingStrategy: "REPLICA",
    status: "ACTIVE",
    taskDefinition,
    deployments: [
      deployment("PRIMARY", { taskDefinition, runningCount }),
      ...(replaced === undefined ? [] : [deployment("ACTIVE", objectOf(replaced))]),
    ],
    networkConfigurations: [networkConfiguration],
    events: textsOf(live.events).map((message, index) => ({ id: `event-${index}`, message })),
    tags: properties.tags ?? {},
  };
}

const servicesThatRun = (account: Account, taskDefinition: string): AwsResource[] =>
  resourcesOf(account, SERVICE).filter(({ live }) => live.taskDefinition === taskDefinition);

/** AWS lets it happen: the service cannot start another task. */
export function deregisterTaskDefinition({ properties }: AwsResource, { account }: AwsContext): "gone" {
  const arn = textOf(properties.arn);
  for (const { properties: service } of servicesThatRun(account, arn)) {
    account.violations.push(
      `task definition ${arn} was deregistered while service ${textOf(service.name)} runs it`,
    );
  }
  return "gone";
}

/** A secret's versions go with it. */
export function deleteSecret({ id }: AwsResource, context: AwsContext): "gone" {
  const { account } = context;
  for (const version of resourcesOf(account, SECRET_VERSION)) {
    if (version.properties.secretId !== id) continue;
    deleteSecretVersion(version, context);
    removeResource(account, version);
  }
  return "gone";
}

/** AWS lets it happen: a task that starts with the version fails. */
export function deleteSecretVersion({ properties }: AwsResource, { account }: AwsContext): "gone" {
  const version = textOf(properties.versionId);
  for (const { live, properties: service } of resourcesOf(account, SERVICE)) {
    const running = resourcesOf(account, TASK_DEFINITION).find(
      (each) => each.properties.arn === live.taskDefinition,
    );
    if (running !== undefined && textOf(running.properties.containerDefinitions).includes(version)) {
      account.violations.push(
        `version ${version} of secret ${textOf(properties.secretId)} was deleted while service ${textOf(service.name)} starts tasks with it`,
      );
    }
  }
  return "gone";
}

export const findService = (account: Account, nameOrArn: string): AwsResource | undefined =>
  find(account, SERVICE, nameOrArn) ??
  resourcesOf(account, SERVICE).find(({ properties }) => properties.name === nameOrArn);
