import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CheckedArgs } from "./checks";
import type { LoadBalancing } from "./load-balancer";
import { protectOptions } from "./protect-options";

/** Makes the number of tasks that serve images follow their CPU utilization and the requests that each of them gets. */
export function createScaling(
  name: string,
  args: CheckedArgs,
  clusterName: pulumi.Output<string>,
  service: aws.ecs.Service,
  { loadBalancer, pull }: LoadBalancing,
  parent: pulumi.Resource,
): readonly pulumi.Resource[] {
  const { minTasks, maxTasks, targetCpuPercent, requestsPerTaskPerMinute } = args.pullScaling;
  const options = { parent, ...protectOptions(args) };
  const target = new aws.appautoscaling.Target(
    `${name}-scaling`,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${clusterName}/${service.name}`,
      minCapacity: minTasks,
      maxCapacity: maxTasks,
      tags: args.common.tags,
    },
    options,
  );
  const track = (
    suffix: string,
    targetValue: pulumi.Input<number>,
    predefinedMetricSpecification: aws.types.input.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
  ): pulumi.Resource =>
    new aws.appautoscaling.Policy(
      `${name}-scaling-${suffix}`,
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      },
      options,
    );
  return [
    track("cpu", targetCpuPercent, { predefinedMetricType: "ECSServiceAverageCPUUtilization" }),
    track("requests", requestsPerTaskPerMinute, {
      predefinedMetricType: "ALBRequestCountPerTarget",
      resourceLabel: pulumi.interpolate`${loadBalancer.arnSuffix}/${pull.targetGroup.arnSuffix}`,
    }),
  ];
}
