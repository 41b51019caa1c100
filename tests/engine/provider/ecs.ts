// The fake ECS: what a service runs, which differs from what it was asked to run after a deployment that failed.
import { find, resourcesOf, type Account, type AwsResource } from "./account";
import { AwsError } from "./errors";
import type { AwsContext, Change } from "./resource-type";
import { matches, ServiceDeployment, subjectOf } from "./settings";
import { textOf, type Properties } from "./wire";

export const SERVICE = "aws:ecs/service:Service";
export const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

const faultOf = ({ type, name, settings }: AwsContext): ServiceDeployment | undefined =>
  settings.serviceFaults?.find(({ on }) => matches(on, subjectOf(type, name)))?.deployment;

export function createService(service: AwsResource, context: AwsContext): void {
  const failed = faultOf(context) !== undefined;
  // The circuit breaker has nothing to go back to: no task runs.
  service.live = {
    taskDefinition: service.properties.taskDefinition,
    desiredCount: service.properties.desiredCount,
    runningCount: failed ? 0 : service.properties.desiredCount,
    rolloutState: failed ? "FAILED" : "COMPLETED",
  };
}

/** Why the provider, which waits for the service's steady state, fails. The service is in the state by then. */
export const serviceFailure = ({ id, properties, live }: AwsResource): string | undefined =>
  properties.waitForSteadyState === true && live.rolloutState === "FAILED"
    ? `waiting for ECS Service (${id}) create: unexpected state 'tfFAILED', wanted target 'tfSTABLE'. ` +
      "last error: tasks failed to start"
    : undefined;

export function updateService(
  service: AwsResource,
  { state, planned }: Change,
  context: AwsContext,
): Properties {
  const { taskDefinition, desiredCount, forceNewDeployment } = planned;
  const deploys = taskDefinition !== state.taskDefinition || forceNewDeployment === true;
  service.live = { ...service.live, desiredCount };
  if (!deploys) {
    // A service in a steady state starts or stops tasks; one whose deployment has failed has none to start.
    if (service.live.rolloutState === "COMPLETED")
      service.live = { ...service.live, runningCount: desiredCount };
    return {};
  }
  const fault = faultOf(context);
  if (fault === undefined) {
    service.live = { taskDefinition, desiredCount, runningCount: desiredCount, rolloutState: "COMPLETED" };
    return {};
  }
  if (fault === ServiceDeployment.Fails)
    service.live = { ...service.live, taskDefinition, rolloutState: "FAILED" };
  throw new AwsError(
    `waiting for ECS Service (${service.id}) update: unexpected state 'tfFAILED', wanted target 'tfSTABLE'. ` +
      "last error: deployment failed: tasks failed to start",
  );
}

/** What the provider reads. */
export const readService = ({ properties, live }: AwsResource): Properties => ({
  ...properties,
  taskDefinition: live.taskDefinition,
  desiredCount: live.desiredCount,
});

/** What `aws.ecs.getService` answers. */
export function describeService({ id, properties, live, region }: AwsResource): Properties {
  return {
    id,
    arn: id,
    region,
    clusterArn: properties.cluster,
    serviceName: properties.name,
    desiredCount: live.desiredCount,
    runningCount: live.runningCount,
    pendingCount: 0,
    launchType: properties.launchType,
    schedulingStrategy: "REPLICA",
    status: "ACTIVE",
    taskDefinition: live.taskDefinition,
    deployments: [
      {
        id: "ecs-svc/1",
        status: "PRIMARY",
        taskDefinition: live.taskDefinition,
        desiredCount: live.desiredCount,
        runningCount: live.runningCount,
        pendingCount: 0,
        rolloutState: live.rolloutState,
        rolloutStateReason: "",
      },
    ],
    events: [],
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
