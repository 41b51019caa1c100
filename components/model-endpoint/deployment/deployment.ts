import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guarded, type Problem, type Validation } from "../../common";
import { deploymentAdvice } from "./deployment-advice";
import { policyProblems, rollbackProblems, type Fleet, type UpdatePolicies } from "./deployment-checks";
import {
  TrafficRoutingType,
  type AutoRollbackConfiguration,
  type BlueGreenUpdatePolicy,
  type DeploymentConfig,
  type RollingUpdatePolicy,
} from "./deployment-config";
import type { Alarms } from "../monitoring/monitoring";
import { secondsToAlarm, withDefaults } from "../monitoring/monitoring-checks";

const PATH = "deploymentConfig";

/** How updates of the endpoint are rolled out, checked. */
export interface Deployment {
  readonly policies: pulumi.Output<UpdatePolicies>;
  readonly fleet: pulumi.Output<Fleet>;
  /** The names of all alarms that roll an update back, given and made; absent without a rollback. */
  readonly alarmNames: pulumi.Output<string[]> | undefined;
  /** The alarms to be made, if any. */
  readonly alarms: Alarms | undefined;
}

/** The physical name of an alarm that rolls deployments back: it never changes, because that would replace the endpoint. */
export const rollbackAlarmName = (endpointName: string, key: string): string =>
  `${endpointName}-rollback-${key}`;

/**
 * Checks how updates are rolled out.
 * @param alarms the alarms to be made for a rollback, checked as alarms
 */
export function checkDeployment(
  validation: Validation,
  config: DeploymentConfig,
  fleet: Readonly<Record<string, object>>,
  endpointName: pulumi.Input<string> | undefined,
  alarms: Alarms | undefined,
): Deployment {
  const { blueGreenUpdatePolicy, rollingUpdatePolicy, autoRollbackConfiguration } = config;
  const whole = {
    policies: { blueGreenUpdatePolicy, rollingUpdatePolicy } as pulumi.Inputs as UpdatePolicies,
    fleet: fleet as Fleet,
  };
  const checked = validation.object(PATH, whole, (known) =>
    policyProblems(known.policies, known.fleet).map(inDeploymentConfig),
  );
  return {
    policies: checked.policies,
    fleet: checked.fleet,
    alarmNames:
      autoRollbackConfiguration && checkAlarmNames(validation, autoRollbackConfiguration, endpointName),
    alarms,
  };
}

function checkAlarmNames(
  validation: Validation,
  { alarmNames = [], alarms = {} }: AutoRollbackConfiguration,
  endpointName: pulumi.Input<string> | undefined,
): pulumi.Output<string[]> {
  if (endpointName === undefined) {
    validation.problem(
      "endpointName",
      `is missing, but is required with ${PATH}.autoRollbackConfiguration: the alarms are there before the endpoint and watch it by its name, and the AWS provider replaces an endpoint whose alarms change, which must never move callers to another name`,
    );
  }
  const keys = Object.keys(alarms);
  const made = (name: string): string[] => keys.map((key) => rollbackAlarmName(name, key));
  const whole = { alarmNames, endpointName: endpointName ?? "" };
  // Their output may turn out to hold nothing.
  const given = (known: { readonly alarmNames: unknown }) => (known.alarmNames as string[] | undefined) ?? [];
  return validation
    .object(`${PATH}.autoRollbackConfiguration`, whole, (known) =>
      rollbackProblems(given(known), made(known.endpointName)).map(inDeploymentConfig),
    )
    .apply(guarded((known) => [...given(known), ...made(known.endpointName)]));
}

const inDeploymentConfig = ({ propertyPath, reason }: Problem): Problem => ({
  propertyPath: propertyPath === "" ? PATH : `${PATH}.${propertyPath}`,
  reason,
});

/** Says what may not be meant, once all of it is known. */
export function warnOfDeployment(deployment: Deployment, parent: pulumi.Resource): void {
  const { policies, fleet, alarms } = deployment;
  pulumi.all([policies, fleet, alarms?.known]).apply(
    guarded(([known, instances, made]) => {
      const seconds = Object.values(made ?? {}).map((alarm) => secondsToAlarm(withDefaults(alarm)));
      const slowest = Math.max(0, ...seconds);
      for (const advice of deploymentAdvice(known, instances, slowest)) void pulumi.log.warn(advice, parent);
    }),
  );
}

/**
 * The deployment as the provider takes it. It wants a policy in addition to a rollback, and says itself what SageMaker would
 * take for granted.
 */
export function deploymentInputs({
  policies,
  alarmNames,
}: Deployment): aws.types.input.sagemaker.EndpointDeploymentConfig {
  const inputs = policies.apply(guarded(policyInputs));
  return {
    blueGreenUpdatePolicy: inputs.apply(guarded(({ blueGreenUpdatePolicy }) => blueGreenUpdatePolicy)),
    rollingUpdatePolicy: inputs.apply(guarded(({ rollingUpdatePolicy }) => rollingUpdatePolicy)),
    autoRollbackConfiguration: alarmNames && {
      alarms: alarmNames.apply(guarded((names) => names.map((alarmName) => ({ alarmName })))),
    },
  };
}

/**
 * What a new configuration is made for, in addition to a change of its own: other policies. The provider tells SageMaker of
 * them by an update of the endpoint, for which there must be a new configuration. The engine compares only values that are
 * there, so that there always is one.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html
 */
export const configurationTrigger = (deployment: Deployment | undefined): pulumi.Output<object> =>
  deployment === undefined
    ? pulumi.output({ deploymentConfig: "none" })
    : deployment.policies.apply(
        guarded((policies): object => ({ deploymentConfig: policyInputs(policies) })),
      );

function policyInputs({ blueGreenUpdatePolicy = {}, rollingUpdatePolicy }: UpdatePolicies): {
  blueGreenUpdatePolicy?: ReturnType<typeof blueGreenInputs>;
  rollingUpdatePolicy?: ReturnType<typeof rollingInputs>;
} {
  return rollingUpdatePolicy === undefined
    ? { blueGreenUpdatePolicy: blueGreenInputs(blueGreenUpdatePolicy) }
    : { rollingUpdatePolicy: rollingInputs(rollingUpdatePolicy) };
}

function blueGreenInputs({
  trafficRoutingConfiguration: routing,
  terminationWaitInSeconds = 0,
  maximumExecutionTimeoutInSeconds,
}: pulumi.Unwrap<BlueGreenUpdatePolicy>) {
  return {
    trafficRoutingConfiguration: {
      ...(routing ?? { type: TrafficRoutingType.AllAtOnce }),
      waitIntervalInSeconds: routing?.waitIntervalInSeconds ?? 0,
    },
    terminationWaitInSeconds,
    maximumExecutionTimeoutInSeconds,
  };
}

function rollingInputs(policy: pulumi.Unwrap<RollingUpdatePolicy>) {
  return { ...policy, waitIntervalInSeconds: policy.waitIntervalInSeconds ?? 0 };
}
