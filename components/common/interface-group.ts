import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import type { TagArgs } from "./common-args";

/** What a component may depend on, as its options name it. */
export type DependsOn = pulumi.ComponentResourceOptions["dependsOn"];

/**
 * The timeout of the deletion of every security group that network interfaces of SageMaker or Lambda may carry. EC2 refuses
 * to delete the group until the last of them is gone, and the AWS provider asks again until then. AWS says that SageMaker
 * takes a few minutes; Lambda takes up to 40, and the provider itself waits at least 45 for it.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export const INTERFACE_GROUP_TIMEOUTS: pulumi.CustomTimeouts = { delete: "60m" };

/** The network interfaces that a service creates for one resource, and deletes some time after it. */
export interface ServiceInterfaces extends TagArgs {
  /** Whose interfaces these are, as people read it in the description of the group. */
  readonly description: string;
  /** Id of the VPC that they are in. */
  readonly vpcId: pulumi.Input<string>;
  /** What the service needs in order to delete them: role, policies, subnets, other groups. */
  readonly dependsOn: pulumi.Input<pulumi.Resource[]>;
  /** What a change of replaces the interfaces, and therefore the group. Default: never. */
  readonly replacementTrigger?: pulumi.Input<unknown>;
}

/**
 * Creates a security group without rules for interfaces that a service deletes on its own, some time after the resource
 * that they belong to. The interfaces carry it in addition to other groups, so that its deletion takes as long as they do.
 * Pulumi deletes it after that resource, and before all that the service needs for it, which therefore outlives them.
 */
export function createInterfaceGroup(
  name: string,
  { description, vpcId, dependsOn, replacementTrigger, tags }: ServiceInterfaces,
  parent: pulumi.Resource,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${name}-interfaces`,
    { description, vpcId, ingress: [], egress: [], tags },
    {
      parent,
      dependsOn,
      customTimeouts: INTERFACE_GROUP_TIMEOUTS,
      // One that is replaced with what carries it must not keep a protected component from being changed.
      ...(replacementTrigger === undefined ? {} : { replacementTrigger, protect: false }),
    },
  );
}

/**
 * The resources of a `dependsOn`, and those that outputs come from, as a `dependsOn`. An output in a `dependsOn` stands for its
 * resources; an input that takes the output would also be unknown where the output is.
 */
export function resourcesBehind(
  dependsOn: DependsOn,
  ...outputs: pulumi.Output<unknown>[]
): pulumi.Output<pulumi.Resource[]> {
  return pulumi
    .all([pulumi.output<unknown>(dependsOn ?? []), pulumi.all(outputs)])
    .apply(guarded(([resources]) => [resources].flat() as pulumi.Resource[]));
}
