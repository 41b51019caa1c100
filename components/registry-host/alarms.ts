import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { CheckedArgs } from "./checks";
import type { RegistryEndpoint } from "./configuration";
import type { LoadBalancing } from "./load-balancer";
import { protectOptions } from "./protect-options";

/** What the alarms watch. */
export interface Watched {
  readonly loadBalancing: LoadBalancing;
  readonly clusterName: pulumi.Output<string>;
  readonly services: Readonly<Record<RegistryEndpoint, aws.ecs.Service>>;
  readonly certificateArn: pulumi.Output<string>;
}

interface Alarm {
  readonly suffix: string;
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
  readonly comparisonOperator: "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly periodInSeconds: number;
  readonly periods: number;
  readonly missing: "breaching" | "ignore" | "notBreaching";
}

/**
 * Makes the alarms, which tell the topics given, if any, when they fire and when all is well again.
 * @param last what else is there before them. They are the first to be deleted: where they are protected, Pulumi gets no
 *   further, and deletes nothing of the registry
 */
export function createAlarms(
  name: string,
  watched: Watched,
  last: readonly pulumi.Resource[],
  args: CheckedArgs,
  parent: pulumi.Resource,
): void {
  const alarms = [
    ...endpointAlarms("pull", watched),
    ...endpointAlarms("push", watched),
    loadBalancerErrors(watched),
    certificateExpiry(watched),
  ];
  for (const alarm of alarms) {
    const { suffix, description, periodInSeconds, periods, missing, ...metric } = alarm;
    new aws.cloudwatch.MetricAlarm(
      `${name}-${suffix}`,
      {
        ...metric,
        alarmDescription: description,
        period: periodInSeconds,
        evaluationPeriods: periods,
        treatMissingData: missing,
        alarmActions: args.alarmTopicArns,
        okActions: args.alarmTopicArns,
        tags: args.common.tags,
      },
      // Before its services run, a registry has no task, and nobody is to be told.
      { parent, dependsOn: [...Object.values(watched.services), ...last], ...protectOptions(args) },
    );
  }
}

function endpointAlarms(
  endpoint: RegistryEndpoint,
  { loadBalancing, clusterName, services }: Watched,
): readonly Alarm[] {
  const service = { pull: "The service that serves images", push: "The service that takes images" }[endpoint];
  const target = {
    namespace: "AWS/ApplicationELB",
    dimensions: {
      LoadBalancer: loadBalancing.loadBalancer.arnSuffix,
      TargetGroup: loadBalancing[endpoint].targetGroup.arnSuffix,
    },
  };
  return [
    {
      ...target,
      suffix: `${endpoint}-5xx`,
      description: `${service} answered 5 requests or more with 5xx within 5 minutes`,
      metricName: "HTTPCode_Target_5XX_Count",
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      periodInSeconds: 300,
      periods: 1,
      missing: "notBreaching",
    },
    {
      ...target,
      suffix: `${endpoint}-unhealthy`,
      description: `${service} has had an unhealthy task for 5 minutes`,
      metricName: "UnHealthyHostCount",
      statistic: "Maximum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      periodInSeconds: 60,
      periods: 5,
      missing: "notBreaching",
    },
    {
      ...target,
      suffix: `${endpoint}-no-task`,
      description: `${service} has had no healthy task for 2 minutes: nobody can ${endpoint}`,
      metricName: "HealthyHostCount",
      statistic: "Maximum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      periodInSeconds: 60,
      periods: 2,
      missing: "breaching",
    },
    {
      suffix: `${endpoint}-cpu`,
      description: `${service} has used 85 % of its CPU or more for 15 minutes`,
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      dimensions: { ClusterName: clusterName, ServiceName: services[endpoint].name },
      statistic: "Average",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 85,
      periodInSeconds: 300,
      periods: 3,
      missing: "notBreaching",
    },
  ];
}

/** What the load balancer answers when no task can: the services' own alarms do not count it. */
function loadBalancerErrors({ loadBalancing }: Watched): Alarm {
  return {
    suffix: "load-balancer-5xx",
    description: "The load balancer itself answered 5 requests or more with 5xx within 5 minutes",
    namespace: "AWS/ApplicationELB",
    metricName: "HTTPCode_ELB_5XX_Count",
    dimensions: { LoadBalancer: loadBalancing.loadBalancer.arnSuffix },
    statistic: "Sum",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 5,
    periodInSeconds: 300,
    periods: 1,
    missing: "notBreaching",
  };
}

/** ACM renews a certificate weeks before this, and publishes no days once it has expired. */
function certificateExpiry({ certificateArn }: Watched): Alarm {
  return {
    suffix: "certificate-expiry",
    description: "The registry's certificate expires in less than 30 days: SageMaker will refuse it",
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    dimensions: { CertificateArn: certificateArn },
    statistic: "Minimum",
    comparisonOperator: "LessThanThreshold",
    threshold: 30,
    periodInSeconds: 86_400,
    periods: 1,
    missing: "ignore",
  };
}
