import type * as pulumi from "@pulumi/pulumi";
import {
  checkInputs,
  checks,
  FUNCTION_CHECKS,
  type FunctionArchitecture,
  functionNameProblem,
  input,
  openedNameProblem,
  type Validation,
} from "../common";

/** The function that performs the pull as SageMaker does, before any model exists, and how it is run. */
export interface PreflightFunction {
  /** Whether the function is made. Without it images must be given by digest, and nothing proves the pull. Default: `true`. */
  enabled?: boolean;
  /**
   * Whether endpoints may have it called on a schedule: what that takes is made, a role and an alarm on the days for which the
   * registry's certificate is still valid. Default: `true`.
   */
  scheduled?: boolean;
  /** Days of the certificate's validity below which the alarm fires, from 1 to 365. Default: 14. */
  minimumCertificateDays?: pulumi.Input<number>;
  /** ARNs of up to 5 SNS topics to notify when preflights on a schedule fail. Default: none. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`. */
  architecture?: pulumi.Input<FunctionArchitecture>;
  /** ARN of the code-signing configuration that the function is deployed under. Default: none. */
  codeSigningConfigArn?: pulumi.Input<string>;
  /** Reserved concurrency of the function, at least 1. Default: unreserved. */
  reservedConcurrency?: pulumi.Input<number>;
}

/** The function's settings once they are checked; `undefined` where there is to be none. */
export type PreflightPlan = ReturnType<typeof validatePreflight>;

const DEFAULT_MINIMUM_CERTIFICATE_DAYS = 14;

export const logicalNames = {
  function: (name: string): string => `${name}-preflight`,
  scheduleRole: (name: string): string => `${name}-preflight-schedule-role`,
  schedulePolicy: (name: string): string => `${name}-preflight-schedule-policy`,
  certificateAlarm: (name: string): string => `${name}-certificate-expiry`,
};

/** Checks how the function is to be run, and returns the settings as they are to be used. */
export function validatePreflight(validation: Validation, name: string, preflight: PreflightFunction = {}) {
  const { enabled = true, scheduled = true, ...settings } = preflight;
  if (!enabled) {
    for (const [property, value] of Object.entries(settings)) {
      if (value === undefined) continue;
      validation.problem(
        `preflight.${property}`,
        "is about the preflight function, but preflight.enabled is false: leave it out",
      );
    }
    return undefined;
  }
  const made = [["aws:lambda/function:Function", logicalNames.function(name)]] as const;
  validation.problem(
    "name",
    functionNameProblem(logicalNames.function(name)) ?? openedNameProblem(name, made),
  );
  for (const property of ["minimumCertificateDays", "alarmTopicArns"] as const) {
    if (scheduled || settings[property] === undefined) continue;
    validation.problem(
      `preflight.${property}`,
      "is about preflights on a schedule, but preflight.scheduled is false: leave it out",
    );
  }
  return {
    ...checkInputs(validation, "preflight", preflight, {
      enabled: input.plain<boolean>(),
      scheduled: input.plain<boolean>(),
      minimumCertificateDays: input.withDefault(
        DEFAULT_MINIMUM_CERTIFICATE_DAYS,
        checks.integer(1, 365, "days"),
      ),
      alarmTopicArns: input.list({ max: 5, item: checks.topicArn }),
      ...FUNCTION_CHECKS,
    }),
    scheduled,
  };
}
