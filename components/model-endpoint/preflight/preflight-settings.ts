import type * as pulumi from "@pulumi/pulumi";
import { CHECK_IDS, isCheckId } from "../../../preflight/check-ids";
import { remedyForUnknown } from "../../../registry-client/text/suggestion";
import {
  checkInputs,
  checks,
  input,
  propertyPathOf,
  type Check,
  type InputCheck,
  type Validation,
} from "../../common";

/** What a problem that a check of the preflight finds counts as. */
export const PreflightSeverity = {
  /** The deployment fails, before any model exists. */
  Error: "error",
  /** The deployment warns, and goes on. */
  Warning: "warning",
  /** The check is left out. */
  Off: "off",
} as const;
export type PreflightSeverity = (typeof PreflightSeverity)[keyof typeof PreflightSeverity];

/** What the preflights of an endpoint's images hold to, and how often they are repeated. */
export interface PreflightSettings {
  /**
   * What a problem counts as, by the id of the check that finds it, for example `redirects`. Default: an error for what AWS
   * documents, a warning for what is only suspected.
   */
  severities?: pulumi.Input<Record<string, pulumi.Input<PreflightSeverity>>>;
  /** Minutes from one preflight on the schedule to the next, 5 to 1440. Default: 60. */
  intervalInMinutes?: pulumi.Input<number>;
  /** ARNs of up to 5 SNS topics to notify when preflights on the schedule fail, or are overdue. Default: none. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of a ModelEndpoint that are about its preflight. */
interface PreflightArgs {
  readonly preflightFunctionArn?: pulumi.Input<string | undefined>;
  readonly preflightScheduleRoleArn?: pulumi.Input<string | undefined>;
  readonly preflight?: PreflightSettings;
}

const DEFAULT_INTERVAL_IN_MINUTES = 60;
const MIN_INTERVAL_IN_MINUTES = 5;
/** The longest period of an alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_INTERVAL_IN_MINUTES = 1440;

/** Checks the settings of an endpoint's preflight. */
export function checkPreflight(validation: Validation, args: PreflightArgs) {
  const { preflightFunctionArn, preflightScheduleRoleArn, preflight = {} } = args;
  if (preflightFunctionArn === undefined) refuseAllOf(validation, args);
  else if (preflightScheduleRoleArn === undefined) refuseSchedule(validation, preflight);
  return checkInputs(validation, "preflight", preflight, {
    severities: input.record<PreflightSeverity>({
      key: checkId,
      item: checks.oneOf<PreflightSeverity>(Object.values(PreflightSeverity)),
    }),
    intervalInMinutes: input.withDefault(
      DEFAULT_INTERVAL_IN_MINUTES,
      checks.integer(MIN_INTERVAL_IN_MINUTES, MAX_INTERVAL_IN_MINUTES, "minutes"),
    ),
    alarmTopicArns: input.list({ max: 5, item: checks.topicArn }),
  });
}

/** An ARN that must have a value: what is made of it is decided before its value is known. */
export const arnOfFunctionOrRole =
  (
    check: Check<string>,
  ): InputCheck<pulumi.Input<string | undefined> | undefined, pulumi.Output<string> | undefined> =>
  (validation, propertyPath, value) =>
    validation.value(propertyPath, value as pulumi.Input<string> | undefined, check);

/** Refuses what is about a preflight where there is none. */
function refuseAllOf(
  validation: Validation,
  { preflight = {}, preflightScheduleRoleArn }: PreflightArgs,
): void {
  const about = {
    preflightScheduleRoleArn,
    ...Object.fromEntries(
      Object.entries(preflight).map(([property, value]) => [propertyPathOf("preflight", property), value]),
    ),
  };
  for (const [property, value] of Object.entries(about)) {
    if (value === undefined) continue;
    validation.problem(
      property,
      "is about the preflight, but preflightFunctionArn names no function for it: give it, or leave this out",
    );
  }
}

/** Refuses what is about preflights on a schedule where there is none. */
function refuseSchedule(validation: Validation, settings: PreflightSettings): void {
  for (const property of ["intervalInMinutes", "alarmTopicArns"] as const) {
    if (settings[property] === undefined) continue;
    validation.problem(
      `preflight.${property}`,
      "is about preflights on a schedule, but there is none: give preflightScheduleRoleArn, or leave this out",
    );
  }
}

const checkId = (id: string): string | undefined =>
  isCheckId(id) ? undefined : `is an unknown check; ${remedyForUnknown(id, CHECK_IDS, true)}`;
