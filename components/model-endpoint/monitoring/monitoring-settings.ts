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
   * The dashboard's name: 1 to 255 letters, digits, hyphens and underscores; the endpoint's and the region's by default, as
   * `fraud-eu-west-1`. A dashboard is the whole account's, in all regions: one of that name is overwritten.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
   */
  dashboardName?: pulumi.Input<string>;
  /** The registry that holds the images; it is left out of the dashboard by default. */
  registry?: DashboardRegistry;
}

/**
 * What is watched of the endpoint, and who is told.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export interface EndpointMonitoring {
  /** Alarms on the endpoint, each under a name of its own; none by default. */
  alarms?: Record<string, EndpointAlarm>;
  /**
   * ARNs of up to 5 SNS topics that are told when one of these alarms, or one that rolls deployments back, goes off, and when
   * all is well again; none by default.
   */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** A dashboard of the endpoint, the function that hands out the credentials, the preflights and the registry; none by default. */
  dashboard?: EndpointDashboard;
}
