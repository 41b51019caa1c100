import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { onePerZone } from "../common";
import type { CheckedArgs } from "./checks";
import { CONTAINER_PORT, type RegistryEndpoint } from "./configuration";
import { HEALTH_CHECK } from "./health-check";
import { PULL_PORT } from "./network";
import { protectOptions } from "./protect-options";
import { OnDelete } from "./args";

/** How long a request may be silent: a layer of several GB is put together in S3 before the answer comes. */
const IDLE_TIMEOUT_IN_SECONDS = 900;
/**
 * How long a task that is about to stop finishes what it has begun. ECS waits for all of it, whether or not there is anything to
 * finish, so that every change of a service, and its deletion, takes at least as long. In 5 minutes a client pulls a layer of
 * 10 GB at 35 MB/s. A push gets as long as the function that publishes images may run. A registry that goes with its images
 * is not waited for.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html
 */
export function deregistrationDelay(endpoint: RegistryEndpoint, onDelete: OnDelete): number {
  if (onDelete === OnDelete.Delete) return 60;
  return endpoint === "pull" ? 300 : 900;
}

/** The load balancer of a registry, with what each service stands behind. */
export interface LoadBalancing {
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly pull: EndpointTarget;
  readonly push: EndpointTarget;
}

/** A listener, and the target group that it forwards to. */
export interface EndpointTarget {
  readonly listener: aws.lb.Listener;
  readonly targetGroup: aws.lb.TargetGroup;
}

/** Makes the internal load balancer with a port for each service. */
export function createLoadBalancer(
  name: string,
  args: CheckedArgs,
  securityGroupId: pulumi.Input<string>,
  certificateArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): LoadBalancing {
  const { tags } = args.common;
  const logs = args.loadBalancerLogsBucketName;
  const options = { parent, ...protectOptions(args) };
  const loadBalancer = new aws.lb.LoadBalancer(
    name,
    {
      ...shortName(name, "reg-"),
      internal: true,
      loadBalancerType: "application",
      ipAddressType: "ipv4",
      subnets: onePerZone(args.subnetIds, args.vpcId, parent),
      securityGroups: [securityGroupId],
      dropInvalidHeaderFields: true,
      idleTimeout: IDLE_TIMEOUT_IN_SECONDS,
      enableDeletionProtection: args.onDelete === OnDelete.Protect,
      accessLogs: logs === undefined ? undefined : { bucket: logs, enabled: true },
      tags,
    },
    options,
  );
  const target = (endpoint: RegistryEndpoint, port: pulumi.Input<number>): EndpointTarget => {
    const targetGroup = new aws.lb.TargetGroup(
      `${name}-${endpoint}`,
      {
        ...shortName(`${name}-${endpoint}`, `${endpoint}-`),
        vpcId: args.vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port: CONTAINER_PORT,
        deregistrationDelay: deregistrationDelay(endpoint, args.onDelete),
        healthCheck: HEALTH_CHECK,
        tags,
      },
      options,
    );
    const listener = new aws.lb.Listener(
      `${name}-${endpoint}`,
      {
        loadBalancerArn: loadBalancer.arn,
        port,
        protocol: "HTTPS",
        sslPolicy: args.sslPolicy,
        certificateArn,
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        tags,
      },
      options,
    );
    return { listener, targetGroup };
  };
  return { loadBalancer, pull: target("pull", PULL_PORT), push: target("push", args.pushPort) };
}

/** The longest logical name that a physical name of at most 32 characters can be made of: 8 more tell it apart. */
const LONGEST_NAME = 24;

/**
 * Elastic Load Balancing takes names of at most 32 letters, digits and hyphens that do not begin with `internal-`: any
 * other logical name is not made part of it.
 */
export function shortName(logicalName: string, namePrefix: string): { namePrefix?: string } {
  const fits =
    logicalName.length <= LONGEST_NAME && /^(?!internal-)[a-zA-Z0-9][a-zA-Z0-9-]*$/.test(logicalName);
  return fits ? {} : { namePrefix };
}
