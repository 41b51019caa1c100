import type * as pulumi from "@pulumi/pulumi";
import { checks } from "../../common";
import {
  CapacitySizeType,
  TrafficRoutingType,
  type BlueGreenUpdatePolicy,
  type CapacitySize,
  type RollingUpdatePolicy,
  type TrafficRoutingConfiguration,
} from "./deployment-config";
import { optional } from "../monitoring/monitoring-checks";
import { sageMakerApi, sageMakerGuide } from "../limits";
import { Findings, sourced, type Finding } from "../whole";

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
export function policyFindings(policies: UpdatePolicies, fleet: Fleet): readonly Finding[] {
  const { blueGreenUpdatePolicy: blueGreen, rollingUpdatePolicy: rolling } = policies;
  const findings = new Findings();
  if (blueGreen !== undefined && rolling !== undefined) {
    findings.note("rollingUpdatePolicy", "is given beside blueGreenUpdatePolicy: leave one of the two out");
  }
  if (rolling !== undefined && Object.keys(fleet).length > 1) {
    findings.note(
      "rollingUpdatePolicy",
      `is for endpoints with one variant, and there are ${Object.keys(fleet).length}: give blueGreenUpdatePolicy (${EXCLUSIONS})`,
    );
  }
  for (const [name, { instanceType }] of Object.entries(fleet)) {
    if (!String(instanceType).startsWith("ml.inf1.")) continue;
    findings.note(
      "",
      `cannot be used with ${instanceType}, the instance type of the variant ${JSON.stringify(name)}: SageMaker would shift all traffic at once, and watch no alarm (${EXCLUSIONS})`,
    );
  }
  return [
    ...findings.all,
    ...(blueGreen === undefined ? [] : blueGreenFindings("blueGreenUpdatePolicy", blueGreen, fleet)),
    ...(rolling === undefined
      ? []
      : sourced(sageMakerApi("RollingUpdatePolicy"), rollingFindings("rollingUpdatePolicy", rolling, fleet))),
  ];
}

function blueGreenFindings(
  path: string,
  policy: pulumi.Unwrap<BlueGreenUpdatePolicy>,
  fleet: Fleet,
): readonly Finding[] {
  const findings = new Findings();
  findings.note(
    `${path}.terminationWaitInSeconds`,
    optional(policy.terminationWaitInSeconds, checks.integer(0, MAX_WAIT_IN_SECONDS, "seconds")),
  );
  const routing = policy.trafficRoutingConfiguration;
  const timeout = policy.maximumExecutionTimeoutInSeconds;
  return [
    ...sourced(BLUE_GREEN_PAGE, findings.all),
    ...(routing === undefined
      ? []
      : sourced(
          sageMakerApi("TrafficRoutingConfig"),
          routingFindings(`${path}.trafficRoutingConfiguration`, routing, fleet),
        )),
    ...sourced(BLUE_GREEN_PAGE, timeoutFindings(path, timeout, blueGreenWait(policy, fleet))),
  ];
}

function routingFindings(
  path: string,
  routing: pulumi.Unwrap<TrafficRoutingConfiguration>,
  fleet: Fleet,
): readonly Finding[] {
  const findings = new Findings();
  const { type, waitIntervalInSeconds } = routing;
  findings.note(`${path}.type`, checks.oneOf<TrafficRoutingType>(Object.values(TrafficRoutingType))(type));
  findings.note(
    `${path}.waitIntervalInSeconds`,
    optional(waitIntervalInSeconds, checks.integer(0, MAX_WAIT_IN_SECONDS, "seconds")),
  );
  const sizes = [
    ["canarySize", TrafficRoutingType.Canary, 1, 50],
    ["linearStepSize", TrafficRoutingType.Linear, 10, 50],
  ] as const;
  const all: Finding[] = [];
  for (const [property, of, min, max] of sizes) {
    const size = routing[property];
    if (type === of && size === undefined)
      findings.note(`${path}.${property}`, `is missing, but is required for ${of}`);
    else if (type !== of && size !== undefined) {
      findings.note(
        `${path}.${property}`,
        `is for ${of}, but the type is ${JSON.stringify(type)}: leave it out`,
      );
    } else if (size !== undefined) all.push(...sizeFindings(`${path}.${property}`, size, min, max, fleet));
  }
  return [...findings.all, ...all];
}

function rollingFindings(
  path: string,
  policy: pulumi.Unwrap<RollingUpdatePolicy>,
  fleet: Fleet,
): readonly Finding[] {
  const findings = new Findings();
  const { maximumBatchSize, rollbackMaximumBatchSize, waitIntervalInSeconds } = policy;
  findings.note(
    `${path}.waitIntervalInSeconds`,
    optional(waitIntervalInSeconds, checks.integer(0, MAX_WAIT_IN_SECONDS, "seconds")),
  );
  if ((maximumBatchSize as CapacitySize | undefined) === undefined) {
    findings.note(`${path}.maximumBatchSize`, "is missing, but is required");
    return findings.all;
  }
  const rollback = `${path}.rollbackMaximumBatchSize`;
  return [
    ...findings.all,
    ...sizeFindings(`${path}.maximumBatchSize`, maximumBatchSize, 5, 50, fleet),
    ...(rollbackMaximumBatchSize === undefined
      ? []
      : sizeFindings(rollback, rollbackMaximumBatchSize, 1, 100, fleet)),
    ...timeoutFindings(path, policy.maximumExecutionTimeoutInSeconds, rollingWait(policy, fleet)),
  ];
}

/** Checks a size against its range in percent, whatever it is counted in. */
function sizeFindings(
  path: string,
  { type, value }: pulumi.Unwrap<CapacitySize>,
  min: number,
  max: number,
  fleet: Fleet,
): readonly Finding[] {
  const findings = new Findings();
  findings.note(`${path}.type`, checks.oneOf<CapacitySizeType>(Object.values(CapacitySizeType))(type));
  if (type === CapacitySizeType.CapacityPercent) {
    findings.note(`${path}.value`, checks.integer(min, max, "percent")(value));
    return findings.all;
  }
  if (!Number.isSafeInteger(value) || value < 1) {
    findings.note(`${path}.value`, checks.mismatch(value, "a whole number of at least 1"));
    return findings.all;
  }
  for (const [name, { initialInstanceCount }] of Object.entries(fleet)) {
    // A count that is wrong itself is told of where it is given.
    if (!(initialInstanceCount >= 1)) continue;
    const share = (100 * value) / initialInstanceCount;
    // One instance is enough where the range begins at one percent.
    if ((share >= min || min === 1) && share <= max) continue;
    findings.note(
      `${path}.value`,
      `is ${value}, but must be ${min} to ${max} % of the variant's instances, and ${JSON.stringify(name)} starts with ${initialInstanceCount}: give CAPACITY_PERCENT, or more instances`,
    );
  }
  return findings.all;
}

function timeoutFindings(path: string, timeout: number | undefined, wait: number): readonly Finding[] {
  if (timeout === undefined) return [];
  const findings = new Findings();
  const remedy =
    timeout > MAX_TIMEOUT_IN_SECONDS ? "the AWS provider of Pulumi takes no more yet" : undefined;
  const range = checks.integer(MIN_TIMEOUT_IN_SECONDS, MAX_TIMEOUT_IN_SECONDS, "seconds", remedy)(timeout);
  // Of steps that are wrong themselves there is no number.
  const isTooShort = Number.isFinite(wait) && timeout <= wait;
  findings.note(
    `${path}.maximumExecutionTimeoutInSeconds`,
    range ??
      (isTooShort
        ? checks.mismatch(timeout, `more than the ${wait} seconds of all waits together`)
        : undefined),
  );
  return findings.all;
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
export function rollbackFindings(alarmNames: readonly string[], made: readonly string[]): readonly Finding[] {
  const findings = new Findings();
  const path = "autoRollbackConfiguration";
  const count = alarmNames.length + made.length;
  if (count < 1 || count > MAX_ALARMS) {
    findings.note(
      path,
      `has ${count} alarms, given and made ones together, but must have 1 to ${MAX_ALARMS} (${ROLLBACK_PAGE})`,
    );
  }
  alarmNames.forEach((name, index) => {
    const twice = alarmNames.indexOf(name) < index || made.includes(name);
    findings.note(
      `${path}.alarmNames[${index}]`,
      twice ? `is ${JSON.stringify(name)} once more` : alarmNameProblem(name),
    );
  });
  for (const name of made) findings.note(`${path}.alarms`, alarmNameProblem(name));
  return findings.all;
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
