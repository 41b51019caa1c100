import type * as pulumi from "@pulumi/pulumi";
import type { EndpointAlarm } from "./monitoring-alarm";

/** A registry on ECS behind a load balancer, as a RegistryHost makes it, for the dashboard. */
export interface DashboardRegistry {
  /** ARN of the registry's load balancer. */
  loadBalancerArn: pulumi.Input<string>;
  /** ARN of the ECS cluster that the registry runs in. */
  clusterArn: pulumi.Input<string>;
  /** Name of the ECS service that serves images. */
  pullServiceName: pulumi.Input<string>;
}

/** One CloudWatch dashboard for all that an answer of the endpoint takes. */
export interface EndpointDashboard {
  /**
   * The dashboard's name: 1 to 255 letters, digits, hyphens and underscores. A dashboard belongs to the account, in all
   * regions: one of that name is overwritten. Default: the endpoint's name and the region, for example `fraud-eu-west-1`.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
   */
  dashboardName?: pulumi.Input<string>;
  /** The registry that the images are in. Default: the dashboard shows no registry. */
  registry?: DashboardRegistry;
}

/**
 * What is watched of the endpoint, and who is told.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export interface EndpointMonitoring {
  /** Alarms on the endpoint, each under a name of its own. Default: none. */
  alarms?: Record<string, EndpointAlarm>;
  /**
   * ARNs of up to 5 SNS topics to notify when one of these alarms, or an alarm that rolls deployments back, fires or returns
   * to OK. Default: none.
   */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** A dashboard of the endpoint, the function that returns the credentials, the preflights and the registry. Default: none. */
  dashboard?: EndpointDashboard;
}
