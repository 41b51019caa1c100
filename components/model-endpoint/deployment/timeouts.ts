import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../../common";
import type { Hosting, Variant } from "../checked-hosting";
import { totalWait } from "./deployment-checks";

/** The AWS provider waits as long until an endpoint is in service, and takes no other limit. */
const PROVIDER_TIMEOUT_IN_SECONDS = 3600;
/** Starting and stopping instances takes the rest of it. */
const LONG_WAIT_IN_SECONDS = 3000;

/** How long a variant's instances may take to be ready, by its timeouts; 0 where it has none. */
export interface StartTimeouts {
  readonly modelDataDownloadTimeoutInSeconds: number;
  readonly containerStartupHealthCheckTimeoutInSeconds: number;
}

/** What a user should know of an endpoint that may take longer than the provider waits. */
export function waitAdvice({
  variants,
  shadowVariants,
  operations,
}: Hosting): pulumi.Output<string | undefined> {
  const timeouts = Object.fromEntries(
    [variants, shadowVariants].flatMap(Object.entries<Variant>).map(([name, variant]) => [
      name,
      pulumi
        .all([
          variant.modelDataDownloadTimeoutInSeconds ?? 0,
          variant.containerStartupHealthCheckTimeoutInSeconds ?? 0,
        ])
        .apply(
          guarded(([modelDataDownloadTimeoutInSeconds, containerStartupHealthCheckTimeoutInSeconds]) => ({
            modelDataDownloadTimeoutInSeconds,
            containerStartupHealthCheckTimeoutInSeconds,
          })),
        ),
    ]),
  );
  const { policies, fleet } = operations.deployment ?? {};
  return pulumi
    .all([pulumi.all(timeouts), policies, fleet])
    .apply(
      guarded(([known, knownPolicies, knownFleet]) =>
        timeoutAdvice(known, totalWait(knownPolicies ?? {}, knownFleet ?? {})),
      ),
    );
}

/**
 * What a user should know of the time that an endpoint may take.
 * @param wait the seconds that a deployment waits between its steps and before it ends
 */
export function timeoutAdvice(
  timeouts: Readonly<Record<string, StartTimeouts>>,
  wait: number,
): string | undefined {
  const slowest = Object.entries(timeouts)
    .map(([name, each]) => ({
      name,
      ...each,
      seconds: each.modelDataDownloadTimeoutInSeconds + each.containerStartupHealthCheckTimeoutInSeconds,
    }))
    .reduce((first, each) => (each.seconds > first.seconds ? each : first));
  const seconds = slowest.seconds + wait;
  if (seconds <= LONG_WAIT_IN_SECONDS) return undefined;
  const parts = [
    ...(wait === 0 ? [] : [`deploymentConfig waits for ${wait} seconds in all`]),
    ...(slowest.seconds === 0
      ? []
      : [
          `an instance of ${JSON.stringify(slowest.name)} may take ${slowest.seconds} seconds to start ` +
            "(modelDataDownloadTimeoutInSeconds plus containerStartupHealthCheckTimeoutInSeconds)",
        ]),
  ];
  return (
    `${parts.join(", and ")}, but the AWS provider gives up on an endpoint after ${PROVIDER_TIMEOUT_IN_SECONDS} seconds, when SageMaker may ` +
    `still be at it: keep the sum below ${LONG_WAIT_IN_SECONDS} seconds. An update that takes longer ends in an error; run \`pulumi up\` ` +
    "again when the endpoint is in service. A new endpoint that takes longer is then in no state: import it, or delete it"
  );
}
