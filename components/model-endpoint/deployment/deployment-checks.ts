import type * as pulumi from "@pulumi/pulumi";
import { checks, Problems, sourcedProblems, type Problem } from "../../common";
import {
  CapacitySizeType,
  TrafficRoutingType,
  type BlueGreenUpdatePolicy,
  type CapacitySize,
  type RollingUpdatePolicy,
  type TrafficRoutingConfiguration,
} from "./deployment-config";
import { optional } from "../monitoring/monitoring-checks";
import { sageMakerApi, sageMakerGuide } from "../value-checks";

const EXCLUSIONS = sageMakerGuide("deployment-guardrails-exclusions");
const BLUE_GREEN_PAGE = sageMakerApi("BlueGreenUpdatePolicy");
const ROLLBACK_PAGE = sageMakerApi("AutoRollbackConfig");
const MAX_WAIT_IN_SECONDS = 3600;
const MIN_TIMEOUT_IN_SECONDS = 600;
/** What the AWS provider takes; SageMaker itself takes 28800. */
const MAX_TIMEOUT_IN_SECONDS = 14_400;
const MAX_ALARMS = 10;
const MAX_ALARM_NAME_LENGTH = 255;

/** The policies of a deployment, once they are known. */
export interface UpdatePolicies {
  readonly blueGreenUpdatePolicy?: pulumi.Unwrap<BlueGreenUpdatePolicy>;
  readonly rollingUpdatePolicy?: pulumi.Unwrap<RollingUpdatePolicy>;
}

/** The instances that a deployment replaces, by their variants' names. */
export type Fleet = Readonly<
  Record<string, { readonly instanceType: string; readonly initialInstanceCount: number }>
>;

/** Says what is wrong with the policies of a deployment; a finding without a path is about all of it. */
export function policyProblems(policies: UpdatePolicies, fleet: Fleet): readonly Problem[] {
  const { blueGreenUpdatePolicy: blueGreen, rollingUpdatePolicy: rolling } = policies;
  const problems = new Problems();
  if (blueGreen !== undefined && rolling !== undefined) {
    problems.note("rollingUpdatePolicy", "cannot be combined with blueGreenUpdatePolicy: remove one of them");
  }
  if (rolling !== undefined && Object.keys(fleet).length > 1) {
    problems.note(
      "rollingUpdatePolicy",
      `is for endpoints with one variant, and there are ${Object.keys(fleet).length}: give blueGreenUpdatePolicy (${EXCLUSIONS})`,
    );
  }
  for (const [name, { instanceType }] of Object.entries(fleet)) {
    if (!String(instanceType).startsWith("ml.inf1.")) continue;
    problems.note(
      "",
      `cannot be used with ${instanceType}, the instance type of the variant ${JSON.stringify(name)}: SageMaker would shift all traffic at once, and watch no alarm (${EXCLUSIONS})`,
    );
  }
  return [
    ...problems.all,
    ...(blueGreen === undefined ? [] : blueGreenProblems("blueGreenUpdatePolicy", blueGreen, fleet)),
    ...(rolling === undefined
      ? []
      : sourcedProblems(
          sageMakerApi("RollingUpdatePolicy"),
          rollingProblems("rollingUpdatePolicy", rolling, fleet),
        )),
  ];
}

function blueGreenProblems(
  path: string,
  policy: pulumi.Unwrap<BlueGreenUpdatePolicy>,
  fleet: Fleet,
): readonly Problem[] {
  const problems = new Problems();
  problems.note(
    `${path}.terminationWaitInSeconds`,
    optional(policy.terminationWaitInSeconds, checks.integer(0, MAX_WAIT_IN_SECONDS, "seconds")),
  );
  const routing = policy.trafficRoutingConfiguration;
  const timeout = policy.maximumExecutionTimeoutInSeconds;
  return [
    ...sourcedProblems(BLUE_GREEN_PAGE, problems.all),
    ...(routing === undefined
      ? []
      : sourcedProblems(
          sageMakerApi("TrafficRoutingConfig"),
          routingProblems(`${path}.trafficRoutingConfiguration`, routing, fleet),
        )),
    ...sourcedProblems(BLUE_GREEN_PAGE, timeoutProblems(path, timeout, blueGreenWait(policy, fleet))),
  ];
}

function routingProblems(
  path: string,
  routing: pulumi.Unwrap<TrafficRoutingConfiguration>,
  fleet: Fleet,
): readonly Problem[] {
  const problems = new Problems();
  const { type, waitIntervalInSeconds } = routing;
  problems.note(`${path}.type`, checks.oneOf<TrafficRoutingType>(Object.values(TrafficRoutingType))(type));
  problems.note(
    `${path}.waitIntervalInSeconds`,
    optional(waitIntervalInSeconds, checks.integer(0, MAX_WAIT_IN_SECONDS, "seconds")),
  );
  const sizes = [
    ["canarySize", TrafficRoutingType.Canary, 1, 50],
    ["linearStepSize", TrafficRoutingType.Linear, 10, 50],
  ] as const;
  const all: Problem[] = [];
  for (const [property, of, min, max] of sizes) {
    const size = routing[property];
    if (type === of && size === undefined)
      problems.note(`${path}.${property}`, `is missing, but is required for ${of}`);
    else if (type !== of && size !== undefined) {
      problems.note(
        `${path}.${property}`,
        `is for ${of}, but the type is ${JSON.stringify(type)}: leave it out`,
      );
    } else if (size !== undefined) all.push(...sizeProblems(`${path}.${property}`, size, min, max, fleet));
  }
  return [...problems.all, ...all];
}

function rollingProblems(
  path: string,
  policy: pulumi.Unwrap<RollingUpdatePolicy>,
  fleet: Fleet,
): readonly Problem[] {
  const problems = new Problems();
  const { maximumBatchSize, rollbackMaximumBatchSize, waitIntervalInSeconds } = policy;
  problems.note(
    `${path}.waitIntervalInSeconds`,
    optional(waitIntervalInSeconds, checks.integer(0, MAX_WAIT_IN_SECONDS, "seconds")),
  );
  if ((maximumBatchSize as CapacitySize | undefined) === undefined) {
    problems.note(`${path}.maximumBatchSize`, "is missing, but is required");
    return problems.all;
  }
  const rollback = `${path}.rollbackMaximumBatchSize`;
  return [
    ...problems.all,
    ...sizeProblems(`${path}.maximumBatchSize`, maximumBatchSize, 5, 50, fleet),
    ...(rollbackMaximumBatchSize === undefined
      ? []
      : sizeProblems(rollback, rollbackMaximumBatchSize, 1, 100, fleet)),
    ...timeoutProblems(path, policy.maximumExecutionTimeoutInSeconds, rollingWait(policy, fleet)),
  ];
}

/** Checks a size against its range in percent, whatever it is counted in. */
function sizeProblems(
  path: string,
  { type, value }: pulumi.Unwrap<CapacitySize>,
  min: number,
  max: number,
  fleet: Fleet,
): readonly Problem[] {
  const problems = new Problems();
  problems.note(`${path}.type`, checks.oneOf<CapacitySizeType>(Object.values(CapacitySizeType))(type));
  if (type === CapacitySizeType.CapacityPercent) {
    problems.note(`${path}.value`, checks.integer(min, max, "percent")(value));
    return problems.all;
  }
  if (!Number.isSafeInteger(value) || value < 1) {
    problems.note(`${path}.value`, checks.mismatch(value, "a whole number of at least 1"));
    return problems.all;
  }
  for (const [name, { initialInstanceCount }] of Object.entries(fleet)) {
    // A wrong count is reported at its own property.
    if (!(initialInstanceCount >= 1)) continue;
    const share = (100 * value) / initialInstanceCount;
    // One instance is enough where the range begins at one percent.
    if ((share >= min || min === 1) && share <= max) continue;
    problems.note(
      `${path}.value`,
      `is ${value}, but must be ${min} to ${max} % of the variant's instances, and ${JSON.stringify(name)} starts with ${initialInstanceCount}: give CAPACITY_PERCENT, or more instances`,
    );
  }
  return problems.all;
}

function timeoutProblems(path: string, timeout: number | undefined, wait: number): readonly Problem[] {
  if (timeout === undefined) return [];
  const problems = new Problems();
  const remedy =
    timeout > MAX_TIMEOUT_IN_SECONDS ? "the AWS provider of Pulumi takes no more yet" : undefined;
  const range = checks.integer(MIN_TIMEOUT_IN_SECONDS, MAX_TIMEOUT_IN_SECONDS, "seconds", remedy)(timeout);
  // Of steps that are wrong themselves there is no number.
  const isTooShort = Number.isFinite(wait) && timeout <= wait;
  problems.note(
    `${path}.maximumExecutionTimeoutInSeconds`,
    range ??
      (isTooShort
        ? checks.mismatch(timeout, `more than the ${wait} seconds of all waits together`)
        : undefined),
  );
  return problems.all;
}

/** Seconds that a deployment waits between its steps and before it ends, as far as its sizes say. */
export function totalWait(policies: UpdatePolicies, fleet: Fleet): number {
  const { blueGreenUpdatePolicy: blueGreen, rollingUpdatePolicy: rolling } = policies;
  if (rolling !== undefined) return rollingWait(rolling, fleet);
  return blueGreen === undefined ? 0 : blueGreenWait(blueGreen, fleet);
}

function blueGreenWait(policy: pulumi.Unwrap<BlueGreenUpdatePolicy>, fleet: Fleet): number {
  const { trafficRoutingConfiguration: routing, terminationWaitInSeconds = 0 } = policy;
  if (routing === undefined) return terminationWaitInSeconds;
  const { type, linearStepSize, waitIntervalInSeconds = 0 } = routing;
  const waits =
    type === TrafficRoutingType.Linear && linearStepSize !== undefined ? steps(linearStepSize, fleet) - 1 : 1;
  return waits * waitIntervalInSeconds + terminationWaitInSeconds;
}

function rollingWait(policy: pulumi.Unwrap<RollingUpdatePolicy>, fleet: Fleet): number {
  return steps(policy.maximumBatchSize, fleet) * (policy.waitIntervalInSeconds ?? 0);
}

/** How many steps of a size it takes to replace all instances of the largest variant. */
function steps({ type, value }: pulumi.Unwrap<CapacitySize>, fleet: Fleet): number {
  const most = Math.max(1, ...Object.values(fleet).map(({ initialInstanceCount }) => initialInstanceCount));
  const all = type === CapacitySizeType.CapacityPercent ? 100 : most;
  return Math.ceil(all / value);
}

/** Says what is wrong with the alarms of a rollback, of which some may be given and others made. */
export function rollbackProblems(alarmNames: readonly string[], made: readonly string[]): readonly Problem[] {
  const problems = new Problems();
  const path = "autoRollbackConfiguration";
  const count = alarmNames.length + made.length;
  if (count < 1 || count > MAX_ALARMS) {
    problems.note(
      path,
      `has ${count} alarms, given and made ones together, but must have 1 to ${MAX_ALARMS} (${ROLLBACK_PAGE})`,
    );
  }
  alarmNames.forEach((name, index) => {
    const twice = alarmNames.indexOf(name) < index || made.includes(name);
    problems.note(
      `${path}.alarmNames[${index}]`,
      twice ? `is ${JSON.stringify(name)} once more` : alarmNameProblem(name),
    );
  });
  for (const name of made) problems.note(`${path}.alarms`, alarmNameProblem(name));
  return problems.all;
}

function alarmNameProblem(name: string): string | undefined {
  const [, fromArn] = /^arn:[a-z0-9-]+:cloudwatch:[a-z0-9-]*:[0-9]*:alarm:(.+)$/s.exec(name) ?? [];
  if (fromArn !== undefined) {
    return checks.mismatch(name, "an alarm's name, and no ARN", `write ${JSON.stringify(fromArn)}`);
  }
  return typeof name === "string" && /\S/.test(name) && name.length <= MAX_ALARM_NAME_LENGTH
    ? undefined
    : checks.mismatch(
        name,
        `an alarm's name of 1 to ${MAX_ALARM_NAME_LENGTH} characters, not all of them spaces`,
      );
}
