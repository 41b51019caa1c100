import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PreflightEvent, ScheduledPreflightEvent } from "../../../functions/contract";
import { Dimension, Metric, METRIC_NAMESPACE } from "../../../preflight/metrics";
import { parseReference } from "../../../registry-client/images/reference";
import { scheduleName, guarded } from "../../common";
import type { Hosting } from "../checked-hosting";
import { eventsOf } from "./preflight";

const SECONDS_PER_MINUTE = 60;

const logicalNames = {
  schedule: (name: string): string => `${name}-preflight`,
  alarm: (name: string): string => `${name}-preflight-failed`,
};

/**
 * Has every image that the endpoint serves checked on a schedule: it is pulled again at every scale-out, whatever became
 * of the registry, its credentials and its certificate since the deployment.
 */
export function createPreflightSchedule(
  name: string,
  hosting: Hosting,
  endpoint: aws.sagemaker.Endpoint,
  parent: pulumi.Resource,
): void {
  const { functionArn, scheduleRoleArn, intervalInMinutes, alarmTopicArns } = hosting.preflight;
  if (functionArn === undefined || scheduleRoleArn === undefined) return;
  const containers = Object.entries(hosting.models).flatMap(([model, each]) =>
    each.containers
      .filter((container) => container.preflightFunctionArn === functionArn)
      .map((container) => ({ image: container.image, events: eventsOf(hosting, model, container) })),
  );
  const [first] = containers;
  if (first === undefined) return;
  new aws.scheduler.Schedule(
    logicalNames.schedule(name),
    {
      ...scheduleName(logicalNames.schedule(name)),
      description: pulumi.interpolate`Checks whether the images of the endpoint ${endpoint.name} can still be pulled`,
      scheduleExpression: intervalInMinutes.apply(guarded((minutes) => `rate(${minutes} minutes)`)),
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: functionArn,
        roleArn: scheduleRoleArn,
        input: pulumi
          .all([endpoint.name, pulumi.all(containers.map(({ events }) => events))])
          .apply(
            guarded(([endpointName, events]) => JSON.stringify(scheduledEvent(endpointName, events.flat()))),
          ),
      },
    },
    // By the endpoint's name it waits for the endpoint: what is served is checked, and not what is about to be.
    { parent },
  );
  new aws.cloudwatch.MetricAlarm(
    logicalNames.alarm(name),
    {
      alarmDescription: pulumi.interpolate`New instances of the endpoint ${endpoint.name} cannot start: its images can no longer be pulled, as the preflight's log says`,
      namespace: METRIC_NAMESPACE,
      metricName: Metric.FailedImages,
      dimensions: {
        [Dimension.Registry]: first.image.apply(guarded((image) => parseReference(image).registry)),
        [Dimension.Endpoint]: endpoint.name,
      },
      statistic: "Maximum",
      period: intervalInMinutes.apply(guarded((minutes) => minutes * SECONDS_PER_MINUTE)),
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      // Without a result nothing is known, of which the topics are told as well.
      treatMissingData: "missing",
      alarmActions: alarmTopicArns,
      okActions: alarmTopicArns,
      insufficientDataActions: alarmTopicArns,
      tags: hosting.common.tags,
    },
    { parent },
  );
}

/** The event of the function: each image once, without the endpoint's name, as an endpoint in service has not failed. */
function scheduledEvent(endpoint: string, events: readonly PreflightEvent[]): ScheduledPreflightEvent {
  const images = events.map((event) => ({ ...event, endpointName: undefined }));
  return {
    scheduled: {
      endpoint,
      images: [...new Map(images.map((each) => [JSON.stringify(each), each])).values()],
    },
  };
}
