import type { Fleet, UpdatePolicies } from "./deployment-checks";
import { TrafficRoutingType } from "./deployment-config";

/**
 * What a user should know of a deployment that is not known to be wrong.
 * @param slowestAlarmInSeconds the time that the slowest of the alarms made for it takes; 0 where none is
 */
export function deploymentAdvice(
  policies: UpdatePolicies,
  fleet: Fleet,
  slowestAlarmInSeconds: number,
): readonly string[] {
  const advice: string[] = [];
  for (const [name, { initialInstanceCount }] of Object.entries(fleet)) {
    if (initialInstanceCount !== 1 || !isStepwise(policies)) continue;
    advice.push(
      `deploymentConfig asks for steps of at most 50 % of a variant's instances, but ${JSON.stringify(name)} starts with 1, which has no such part, and AWS does not say what SageMaker makes of that: set its initialInstanceCount to 2 or more, or shift all traffic at once`,
    );
  }
  const watched = longestWatch(policies);
  if (watched < slowestAlarmInSeconds) {
    advice.push(
      `deploymentConfig watches the alarms for ${watched} seconds at a time, but one of those made here takes ${slowestAlarmInSeconds} to fire (period times datapoints): a fault may show only when nothing can be rolled back any more. Wait longer (waitIntervalInSeconds, terminationWaitInSeconds), or shorten the alarm`,
    );
  }
  return advice;
}

const isStepwise = ({
  blueGreenUpdatePolicy: blueGreen,
  rollingUpdatePolicy: rolling,
}: UpdatePolicies): boolean => {
  const type = blueGreen?.trafficRoutingConfiguration?.type;
  return rolling !== undefined || type === TrafficRoutingType.Canary || type === TrafficRoutingType.Linear;
};

/** The longest time for which a deployment stands still and watches its alarms. */
function longestWatch({
  blueGreenUpdatePolicy: blueGreen,
  rollingUpdatePolicy: rolling,
}: UpdatePolicies): number {
  return Math.max(
    rolling?.waitIntervalInSeconds ?? 0,
    blueGreen?.terminationWaitInSeconds ?? 0,
    blueGreen?.trafficRoutingConfiguration?.waitIntervalInSeconds ?? 0,
  );
}
