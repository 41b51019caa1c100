// The fake SageMaker: what it refuses, what it lets happen although it should not, and how long it takes.
import { find, resourcesOf, type Account, type AwsResource } from "./account";
import { AwsError } from "./errors";
import { placeInterfaces, startRelease, type Placement } from "./interfaces";
import type { AwsContext, Change } from "./resource-type";
import { EndpointUpdate } from "./settings";
import { isSame, objectOf, objectsOf, textOf, textsOf, type Properties } from "./wire";

export const MODEL = "aws:sagemaker/model:Model";
export const CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
export const ENDPOINT = "aws:sagemaker/endpoint:Endpoint";
export const SCALABLE_TARGET = "aws:appautoscaling/target:Target";

const refused = (call: string, message: string): AwsError =>
  new AwsError(
    `operation error SageMaker: ${call}, https response error StatusCode: 400, RequestID: 0, ` +
      `api error ValidationException: ${message}`,
  );

const ownerOf = ({ id }: AwsResource): string => `endpoint ${id}`;

/** Variants of a configuration, shadows included. */
const variantsOf = (configuration: AwsResource | undefined): Properties[] => [
  ...objectsOf(configuration?.properties.productionVariants),
  ...objectsOf(configuration?.properties.shadowProductionVariants),
];

const liveConfiguration = (account: Account, endpoint: AwsResource): AwsResource | undefined =>
  find(account, CONFIGURATION, textOf(endpoint.live.configuration));

export function createConfiguration({ properties }: AwsResource, { account }: AwsContext): void {
  const variants = [
    ...objectsOf(properties.productionVariants),
    ...objectsOf(properties.shadowProductionVariants),
  ];
  for (const { modelName } of variants) {
    if (find(account, MODEL, textOf(modelName)) === undefined) {
      throw refused("CreateEndpointConfig", `Could not find model "${textOf(modelName)}".`);
    }
  }
}

export function createEndpoint(endpoint: AwsResource, { account, settings }: AwsContext): void {
  const configuration = textOf(endpoint.properties.endpointConfigName);
  if (find(account, CONFIGURATION, configuration) === undefined) {
    throw refused("CreateEndpoint", `Could not find endpoint configuration "${configuration}".`);
  }
  const fails = settings.endpointCreationFails === true;
  const { deploymentConfig } = endpoint.properties;
  endpoint.live = { configuration, deploymentConfig, status: fails ? "Failed" : "InService" };
  placeInterfaces(account, ownerOf(endpoint), placementsOf(account, endpoint), Date.now());
}

/** Why the provider, which waits for the endpoint, fails. It then has no id of it, and the endpoint stays. */
export const endpointFailure = ({ id, live }: AwsResource): string | undefined =>
  live.status === "Failed"
    ? `waiting for SageMaker AI Endpoint (${id}) create: unexpected state 'Failed', wanted target 'InService'. ` +
      "last error: The image could not be pulled."
    : undefined;

export function updateEndpoint(
  endpoint: AwsResource,
  { state, planned }: Change,
  context: AwsContext,
): Properties {
  const { account, settings } = context;
  const { endpointConfigName, deploymentConfig } = planned;
  const isDeployed =
    !isSame(state.endpointConfigName, endpointConfigName) ||
    !isSame(state.deploymentConfig, deploymentConfig);
  if (!isDeployed) return {};
  const configuration = textOf(endpointConfigName);
  refuseUpdate(endpoint, configuration, context);
  const fault = settings.endpointUpdate;
  if (fault === EndpointUpdate.RollsBackWithError) {
    throw new AwsError(
      `waiting for SageMaker AI Endpoint (${endpoint.id}) update: unexpected state 'RollingBack', wanted target 'InService'`,
    );
  }
  if (fault === EndpointUpdate.RollsBackUnnoticed) return { endpointConfigName, deploymentConfig };
  if (fault !== EndpointUpdate.RollsBack) {
    endpoint.live = { ...endpoint.live, configuration, deploymentConfig };
    const removedAt = context.inMinutes(settings.endpointDeletionInMinutes ?? 0);
    placeInterfaces(account, ownerOf(endpoint), placementsOf(account, endpoint), removedAt);
  }
  return {};
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html */
function refuseUpdate(endpoint: AwsResource, configuration: string, { account, settings }: AwsContext): void {
  const { id, live } = endpoint;
  const refuse = (message: string): never => {
    throw new AwsError(
      `updating SageMaker AI Endpoint (${id}): ${refused("UpdateEndpoint", message).message}`,
    );
  };
  if (live.status === "Deleting" || live.status === "Failed") {
    refuse(`Cannot update endpoint "${id}" that is ${live.status}.`);
  }
  if (settings.endpointUpdate === EndpointUpdate.InProgress) {
    refuse(`Cannot update in-progress endpoint "${textOf(endpoint.properties.arn)}".`);
  }
  for (const each of [configuration, textOf(live.configuration)]) {
    if (find(account, CONFIGURATION, each) === undefined) {
      refuse(`Could not find endpoint configuration "${each}".`);
    }
  }
  if (configuration === live.configuration) {
    refuse(`Cannot update endpoint "${id}": it has the configuration "${configuration}" already.`);
  }
  const [before, after] = [liveConfiguration(account, endpoint), find(account, CONFIGURATION, configuration)];
  // https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html
  for (const { variantName, instanceType } of variantsOf(before)) {
    const scaled = find(account, SCALABLE_TARGET, `endpoint/${id}/variant/${textOf(variantName)}`);
    const same = variantsOf(after).some(
      (each) => each.variantName === variantName && each.instanceType === instanceType,
    );
    if (scaled !== undefined && !same) {
      refuse(
        `Cannot update endpoint: the variant ${textOf(variantName)} is registered as a scalable target.`,
      );
    }
  }
  if (
    before?.properties.asyncInferenceConfig !== undefined &&
    after?.properties.asyncInferenceConfig === undefined
  ) {
    refuse("The AsyncInferenceConfig parameter cannot be removed from this endpoint");
  }
}

/** `DeleteEndpoint` returns at once; the endpoint and its interfaces are there for a while. */
export function deleteEndpoint(endpoint: AwsResource, { account, settings, inMinutes }: AwsContext): "stays" {
  const goneAt = inMinutes(settings.endpointDeletionInMinutes ?? 0);
  endpoint.live = { ...endpoint.live, status: "Deleting", goneAt };
  startRelease(account, ownerOf(endpoint), goneAt);
  return "stays";
}

export function finishDeletions(account: Account, now: number): void {
  account.resources = account.resources.filter(
    ({ live }) => typeof live.goneAt !== "number" || live.goneAt > now,
  );
}

/** AWS lets it happen, and says that it must not: the endpoint cannot start instances any more. */
export function deleteConfiguration({ id }: AwsResource, { account }: AwsContext): "gone" {
  for (const endpoint of resourcesOf(account, ENDPOINT)) {
    if (endpoint.live.configuration === id && endpoint.live.status === "InService") {
      account.violations.push(
        `endpoint configuration ${id} was deleted while endpoint ${endpoint.id} uses it`,
      );
    }
  }
  return "gone";
}

export function deleteModel({ id }: AwsResource, { account }: AwsContext): "gone" {
  for (const endpoint of resourcesOf(account, ENDPOINT)) {
    const used = variantsOf(liveConfiguration(account, endpoint)).some(({ modelName }) => modelName === id);
    if (used && endpoint.live.status === "InService") {
      account.violations.push(`model ${id} was deleted while endpoint ${endpoint.id} uses it`);
    }
  }
  return "gone";
}

/** What the provider reads: what the endpoint runs. */
export const readEndpoint = ({ properties, live }: AwsResource): Properties | undefined =>
  live.status === "Deleting"
    ? undefined
    : { ...properties, endpointConfigName: live.configuration, deploymentConfig: live.deploymentConfig };

/** What Cloud Control answers of an endpoint. */
export function describeEndpoint({ id, properties, live }: AwsResource): Properties {
  const alarms = objectsOf(objectOf(objectOf(live.deploymentConfig).autoRollbackConfiguration).alarms);
  return {
    EndpointArn: properties.arn,
    EndpointName: id,
    EndpointConfigName: live.configuration,
    ...(live.deploymentConfig === undefined
      ? {}
      : {
          DeploymentConfig: {
            AutoRollbackConfiguration: { Alarms: alarms.map(({ alarmName }) => ({ AlarmName: alarmName })) },
          },
        }),
  };
}

function placementsOf(account: Account, endpoint: AwsResource): Placement[] {
  return variantsOf(liveConfiguration(account, endpoint)).flatMap(({ modelName }) => {
    const model = find(account, MODEL, textOf(modelName))?.properties;
    const { subnets, securityGroupIds } = objectOf(model?.vpcConfig);
    if (subnets === undefined) return [];
    return [
      {
        subnetIds: textsOf(subnets),
        securityGroupIds: textsOf(securityGroupIds),
        roleArn: textOf(model?.executionRoleArn),
      },
    ];
  });
}
