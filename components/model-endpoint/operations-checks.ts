import type * as pulumi from "@pulumi/pulumi";
import { checks, propertyPathOf, type Validation, guarded } from "../common";
import { checkDeployment, type Deployment } from "./deployment/deployment";
import type { GivenVariant } from "./short-form";
import type { ModelEndpointArgs } from "./args";
import type { Alarms } from "./monitoring/monitoring";
import type { EndpointAlarm } from "./monitoring/monitoring-alarm";
import { alarmProblems, keyProblems, type Watched } from "./monitoring/monitoring-checks";
import type { EndpointDashboard } from "./monitoring/monitoring-settings";
import type { Scaling } from "./scaling/scaling";
import { defaultInstanceCount, scalingProblems } from "./scaling/scaling-checks";

/** How an endpoint is run, in addition to what it serves: all checked. */
export interface Operations {
  readonly deployment: Deployment | undefined;
  /** The scaling of the variants that have any, by their names. */
  readonly scaling: Readonly<Record<string, Scaling>>;
  readonly alarms: Alarms | undefined;
  readonly alarmTopicArns: pulumi.Output<string[]> | undefined;
  readonly dashboard: Dashboard | undefined;
  /** Whether the endpoint answers later, into S3. */
  readonly asynchronous: boolean;
}

/** What a dashboard is told, checked. */
export interface Dashboard {
  readonly dashboardName: pulumi.Output<string> | undefined;
  readonly registry:
    | {
        readonly loadBalancerArn: pulumi.Output<string>;
        readonly clusterArn: pulumi.Output<string>;
        readonly pullServiceName: pulumi.Output<string>;
      }
    | undefined;
}

type Variants = Readonly<Record<string, GivenVariant>>;

/** Checks how the endpoint is run. */
export function checkOperations(
  validation: Validation,
  args: ModelEndpointArgs,
  variants: Variants,
  shadowVariants: Variants,
): Operations {
  const { deploymentConfig: deployment, monitoring: watched, asyncInference } = args;
  const asynchronous = asyncInference !== undefined;
  for (const { path, value } of Object.values(shadowVariants)) {
    if (value.scaling === undefined) continue;
    validation.problem(`${path}.scaling`, "is for production variants: a shadow variant keeps its instances");
  }
  const watchedVariants: Watched = {
    asynchronous,
    production: instanceTypesOf(variants),
    shadow: instanceTypesOf(shadowVariants),
  };
  const alarmsAt = (path: string, alarms: Record<string, EndpointAlarm> | undefined) =>
    alarms && checkAlarms(validation, path, alarms, watchedVariants);
  const rollbackAlarms = deployment?.autoRollbackConfiguration?.alarms;
  return {
    deployment:
      deployment &&
      checkDeployment(
        validation,
        deployment,
        fleetOf(variants),
        args.endpointName,
        alarmsAt("deploymentConfig.autoRollbackConfiguration.alarms", rollbackAlarms),
      ),
    scaling: Object.fromEntries(
      Object.entries(variants).flatMap(([name, variant]): [string, Scaling][] => {
        const path = variant.path === "" ? "scaling" : `${variant.path}.scaling`;
        const { scaling } = variant.value;
        return scaling === undefined
          ? []
          : [[name, checkScaling(validation, path, scaling, variant, asynchronous)]];
      }),
    ),
    alarms: alarmsAt("monitoring.alarms", watched?.alarms),
    alarmTopicArns: validation.list("monitoring.alarmTopicArns", watched?.alarmTopicArns, {
      max: 5,
      item: checks.topicArn,
      unique: true,
      remedy:
        "let one topic tell the others (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html)",
    }),
    dashboard: watched?.dashboard && checkDashboard(validation, watched.dashboard),
    asynchronous,
  };
}

/** Instances that a variant starts with where it does not say: as few as scaling leaves it. */
export function instanceCountOf({ value }: Pick<GivenVariant, "value">): pulumi.Input<number> {
  return value.initialInstanceCount ?? defaultInstanceCount(value.scaling?.minCapacity);
}

/** The instance types of variants, as far as they are known. */
function instanceTypesOf(variants: Variants): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variants).map(([name, { value }]) => [
      name,
      typeof value.instanceType === "string" ? value.instanceType : "",
    ]),
  );
}

function fleetOf(variants: Variants): Record<string, object> {
  return Object.fromEntries(
    Object.entries(variants).map(([name, variant]) => [
      name,
      { instanceType: variant.value.instanceType, initialInstanceCount: instanceCountOf(variant) },
    ]),
  );
}

function checkScaling(
  validation: Validation,
  path: string,
  scaling: Scaling["given"],
  variant: GivenVariant,
  asynchronous: boolean,
): Scaling {
  const whole = {
    scaling,
    instanceType: variant.value.instanceType,
    initialInstanceCount: instanceCountOf(variant),
  };
  const known = validation.object(path, whole, (all) =>
    scalingProblems(path, all.scaling, {
      instanceType: all.instanceType,
      initialInstanceCount: all.initialInstanceCount,
      asynchronous,
    }),
  );
  return { given: scaling, known: known.apply(guarded((all) => all.scaling)) };
}

function checkAlarms(
  validation: Validation,
  path: string,
  alarms: Record<string, EndpointAlarm>,
  watched: Watched,
): Alarms {
  const known = validation.object(path, alarms, (all) =>
    Object.entries(all).flatMap(([key, alarm]) => [
      ...keyProblems(path, key),
      ...alarmProblems(propertyPathOf(path, key), alarm, watched),
    ]),
  );
  return { given: alarms, known };
}

function checkDashboard(validation: Validation, { dashboardName, registry }: EndpointDashboard): Dashboard {
  const at = "monitoring.dashboard";
  return {
    dashboardName: validation.value(
      `${at}.dashboardName`,
      dashboardName,
      checks.sourced(
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html",
        checks.pattern(/^[a-zA-Z0-9_-]{1,255}$/, "1 to 255 letters, digits, hyphens and underscores"),
      ),
    ),
    registry: registry && {
      loadBalancerArn: validation.required(
        `${at}.registry.loadBalancerArn`,
        registry.loadBalancerArn,
        checks.arn("elasticloadbalancing", "loadbalancer/…"),
      ),
      clusterArn: validation.required(
        `${at}.registry.clusterArn`,
        registry.clusterArn,
        checks.arn("ecs", "cluster/…"),
      ),
      pullServiceName: validation.required(
        `${at}.registry.pullServiceName`,
        registry.pullServiceName,
        checks.pattern(/^[a-zA-Z0-9_-]{1,255}$/, "the name of an ECS service"),
      ),
    },
  };
}
