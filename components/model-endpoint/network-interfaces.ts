import * as pulumi from "@pulumi/pulumi";
import { createInterfaceGroup, resourcesBehind, type DependsOn, guarded } from "../common";
import type { Hosting } from "./checked-hosting";
import { vpcIdOf, type ModelSubnet } from "./subnets";

/**
 * The hosting with one more security group, whose deletion waits for the models' network interfaces. SageMaker deletes them
 * after the endpoint, and after an update of the endpoint, with the permissions of the execution role. Whatever replaces the
 * interfaces replaces the group: the old one is deleted after the old models, and before the role, the groups and the subnets
 * that only the old interfaces need.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html
 * @param dependsOn what the models need in addition to the inputs, as the component's options name it
 */
export function withInterfaceGroup<T extends Hosting>(
  name: string,
  hosting: T,
  subnets: pulumi.Output<ModelSubnet[]>,
  dependsOn: DependsOn,
  parent: pulumi.Resource,
): T {
  if (!hosting.waitForNetworkInterfaces) return hosting;
  const { executionRoleArn, subnetIds, securityGroupIds, common } = hosting;
  const sorted = (ids: pulumi.Output<string[]>): pulumi.Output<string[]> =>
    ids.apply(guarded((known) => [...known].sort()));
  const group = createInterfaceGroup(
    name,
    {
      description: "Network interfaces of SageMaker models, until SageMaker has deleted them",
      vpcId: vpcIdOf(subnets),
      dependsOn: resourcesBehind(dependsOn, executionRoleArn, subnetIds, securityGroupIds),
      // All of these replace the models, too. Their order does not.
      replacementTrigger: pulumi.output({
        executionRoleArn,
        subnetIds: sorted(subnetIds),
        securityGroupIds: sorted(securityGroupIds),
      }),
      tags: common.tags,
    },
    parent,
  );
  return {
    ...hosting,
    securityGroupIds: pulumi.all([securityGroupIds, group.id]).apply(guarded(([ids, own]) => [...ids, own])),
  };
}
