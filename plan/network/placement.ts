import type { VpcLocation } from "./network-locations";
import { failed, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import { regionOf } from "../regions";
import { vpcOfSubnet } from "../recording/placeholders";
import { enumerate, text } from "../values";

import { SecurityGroups } from "./security-group-rules";
import { vpcIdOfOne } from "./vpc";

/**
 * Whether subnets and security groups are of one VPC and of the Region of their resource, as far as the plan determines it.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html
 */
export function checkPlacement(
  graph: ResourceGraph,
  { resource, subnetIds, groupIds }: VpcLocation,
): readonly Evidence[] {
  const region = resource === undefined ? undefined : regionOf(graph, resource);
  const elsewhere = [...subnetIds, ...groupIds].flatMap((id): readonly RecordedResource[] => {
    const found = graph.byId(id);
    const other = found === undefined ? undefined : regionOf(graph, found);
    return found === undefined || other === undefined || region === undefined || other === region
      ? []
      : [found];
  });
  const [first] = elsewhere;
  if (first !== undefined) {
    return [
      failed(
        resource,
        `is in ${region ?? ""}, and "${first.name}" is in ${regionOf(graph, first) ?? ""}`,
        "name subnets and security groups of its own Region",
      ),
    ];
  }
  const vpcOf = (id: string): readonly string[] => {
    const vpcId = vpcIdOfOne(graph, id);
    return vpcId === undefined ? [] : [vpcId];
  };
  const vpcs = [...new Set(subnetIds.flatMap(vpcOf))];
  if (vpcs.length > 1) {
    return [
      failed(resource, `has subnets of ${vpcs.length} VPCs: ${enumerate(vpcs)}`, "name subnets of one VPC"),
    ];
  }
  const [vpcId] = vpcs;
  const named = text(resource?.inputs.vpcId);
  if (vpcId !== undefined && named !== undefined && vpcId !== named) {
    return [
      failed(resource, `is in the VPC ${named}, and has subnets of ${vpcId}`, "name subnets of its VPC"),
    ];
  }
  // A group in the VPC that a lookup of one of these subnets answers is in theirs, whichever that is.
  const own = [vpcId, ...subnetIds.map(vpcOfSubnet)];
  const strange = groupIds.filter(
    (id) => vpcId !== undefined && vpcOf(id).some((each) => !own.includes(each)),
  );
  if (strange.length === 0) return [];
  const titles = enumerate(strange.map((id) => SecurityGroups.of(graph).title(id)));
  return [
    failed(
      resource,
      `has the security group ${titles}, which is not of the VPC ${vpcId ?? ""} of its subnets`,
      "name security groups of the VPC of the subnets",
    ),
  ];
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html */
const AT_MOST = { groups: 5, subnets: 16 };

/** Whether a model has more subnets or security groups than AWS takes; empty where it has not. */
export function checkVpcConfigLimits({ resource, subnetIds, groupIds }: VpcLocation): readonly Evidence[] {
  const check = (
    what: string,
    property: string,
    ids: readonly string[],
    most: number,
  ): readonly Evidence[] => {
    const count = new Set(ids).size;
    return count <= most
      ? []
      : [
          failed(
            resource,
            `has ${count} ${what}, and AWS takes ${most}`,
            `name at most ${most} in ${property}`,
          ),
        ];
  };
  return [
    ...check("security groups", "vpcConfig.securityGroupIds", groupIds, AT_MOST.groups),
    ...check("subnets", "vpcConfig.subnets", subnetIds, AT_MOST.subnets),
  ];
}
