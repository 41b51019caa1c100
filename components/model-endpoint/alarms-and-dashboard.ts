import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { parseReference } from "../../registry-client/images/reference";
import { lookUpPlacement, valueIfKnown, guarded } from "../common";
import { rollbackAlarmName, warnOfDeployment } from "./deployment/deployment";
import { mapValues } from "./checks";
import type { Hosting, NamedHosting } from "./checked-hosting";
import { createAlarms } from "./monitoring/monitoring";
import { dashboardBody, type Shown } from "./monitoring/monitoring-dashboard";
import { createScaling } from "./scaling/scaling";

/** The logical names of what is made to run an endpoint: they are part of every URN, and never change. */
const logicalNames = {
  rollbackAlarm: (name: string, key: string): string => `${name}-rollback-${key}`,
  alarm: (name: string, key: string): string => `${name}-alarm-${key}`,
  dashboard: (name: string): string => `${name}-dashboard`,
};

/** The variant of alarms that name none. */
const onlyVariant = ({ variants }: Hosting): string => Object.keys(variants)[0] ?? "";

/** Makes the alarms that roll updates back, under names that never change, because the endpoint is created with them. */
export function createRollbackAlarms(
  name: string,
  hosting: NamedHosting,
  parent: pulumi.Resource,
): readonly pulumi.Resource[] {
  const { endpointName, common, operations } = hosting;
  const { deployment, alarmTopicArns } = operations;
  if (deployment === undefined) return [];
  warnOfDeployment(deployment, parent);
  if (deployment.alarms === undefined) return [];
  return createAlarms(
    deployment.alarms,
    {
      logicalName: (key) => logicalNames.rollbackAlarm(name, key),
      alarmName: (key) => endpointName.apply(guarded((endpoint) => rollbackAlarmName(endpoint, key))),
      description: (key) =>
        pulumi.interpolate`${key}: updates of the endpoint ${endpointName} are rolled back while this alarm is on`,
      endpointName,
      onlyVariant: onlyVariant(hosting),
      topicArns: alarmTopicArns,
      tags: common.tags,
    },
    parent,
  );
}

/**
 * Scales and watches the endpoint.
 * @param endpointName its name, once it runs the requested configuration
 */
export function operate(
  name: string,
  hosting: Hosting,
  endpoint: aws.sagemaker.Endpoint,
  configuration: aws.sagemaker.EndpointConfiguration,
  endpointName: pulumi.Output<string>,
  parent: pulumi.Resource,
): void {
  const { common, operations, variants, shadowVariants } = hosting;
  for (const [variantName, scaling] of Object.entries(operations.scaling)) {
    createScaling(name, endpointName, variantName, scaling, common.tags, parent);
  }
  void warnOfRestart(hosting, endpoint, configuration, parent);
  if (operations.alarms !== undefined) {
    createAlarms(
      operations.alarms,
      {
        logicalName: (key) => logicalNames.alarm(name, key),
        description: (key) => pulumi.interpolate`${key}: an alarm on the endpoint ${endpointName}`,
        endpointName,
        onlyVariant: onlyVariant(hosting),
        topicArns: operations.alarmTopicArns,
        tags: common.tags,
      },
      parent,
    );
  }
  if (operations.dashboard === undefined) return;
  const placement = lookUpPlacement(parent);
  const instanceTypes = mapValues({ ...variants, ...shadowVariants }, ({ instanceType }) => instanceType);
  const shown = pulumi
    .all([endpointName, placement, operations.dashboard, instanceTypes, dashboardParts(hosting)])
    .apply(
      guarded(([endpoint, { region }, { registry }, shownVariants, parts]): Shown => ({
        region,
        endpointName: endpoint,
        variants: shownVariants,
        asynchronous: operations.asynchronous,
        ...parts,
        ...(registry === undefined
          ? {}
          : {
              registry: {
                loadBalancer: registry.loadBalancerArn.slice(
                  registry.loadBalancerArn.indexOf("loadbalancer/") + 13,
                ),
                clusterName: registry.clusterArn.slice(registry.clusterArn.lastIndexOf("/") + 1),
                pullServiceName: registry.pullServiceName,
              },
            }),
      })),
    );
  new aws.cloudwatch.Dashboard(
    logicalNames.dashboard(name),
    {
      dashboardName:
        operations.dashboard.dashboardName ?? pulumi.interpolate`${endpointName}-${placement.region}`,
      dashboardBody: shown.apply(guarded(dashboardBody)),
    },
    { parent },
  );
}

/** The functions and registries that new instances need. */
function dashboardParts({
  models,
  preflight,
}: Hosting): pulumi.Output<Pick<Shown, "credentialsFunctionNames" | "preflightRegistries">> {
  const containers = Object.values(models).flatMap((model) => model.containers);
  const scheduled =
    preflight.scheduleRoleArn === undefined
      ? []
      : containers.filter(({ preflightFunctionArn }) => preflightFunctionArn === preflight.functionArn);
  return pulumi
    .all([
      pulumi.all(containers.map(({ credentialsProviderArn }) => credentialsProviderArn)),
      pulumi.all(scheduled.map(({ image }) => image)),
    ])
    .apply(
      guarded(([functionArns, images]) => ({
        credentialsFunctionNames: unique(functionArns.flatMap((arn) => arn?.split(":")[6] ?? [])),
        preflightRegistries: unique(images.map((image) => parseReference(image).registry)),
      })),
    );
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Says at a preview that the update to come undoes what scaling decided, where it does. */
async function warnOfRestart(
  { operations, variants }: Hosting,
  endpoint: aws.sagemaker.Endpoint,
  configuration: aws.sagemaker.EndpointConfiguration,
  parent: pulumi.Resource,
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  // An endpoint that exists has an id; a configuration that is yet to be made has none, though Pulumi has a name for it.
  const [exists, isSame] = await Promise.all([endpoint.id, configuration.id].map(valueIfKnown));
  if (exists === undefined || isSame !== undefined) return;
  for (const [variantName, { known }] of Object.entries(operations.scaling)) {
    pulumi.all([known, variants[variantName]?.initialInstanceCount]).apply(
      guarded(([scaling, instances = 1]) => {
        if (instances >= scaling.maxCapacity) return;
        void pulumi.log.warn(
          `this update starts the variant ${variantName} with initialInstanceCount again, which is ${instances}, also where scaling has made it up to ${scaling.maxCapacity} instances: the AWS provider cannot ask SageMaker to keep them (RetainAllVariantProperties). Set initialInstanceCount to what your load takes, or deploy when there is little of it`,
          parent,
        );
      }),
    );
  }
}
