import type { VpcLocation } from "./network-locations";
import * as ipaddr from "ipaddr.js";
import type { RecordedResource, ResourceGraph } from "../graph";
import { list, text, texts } from "../values";
import { coverage } from "./cidr-blocks";

import { blocksOfSubnet, findSubnet, findVpc, vpcIdOfOne } from "./vpc";

const INSTANCE = "aws:ec2/instance:Instance";
const INTERFACE = "aws:ec2/networkInterface:NetworkInterface";

/** An address, as far as the plan tells whose it is. */
export interface AddressLocation extends VpcLocation {
  /** Whether the plan makes what has the address, so that its security groups are known. */
  readonly isKnown: boolean;
}

/** Where an address, or the private name of an instance, is. */
export function locationsOfAddress(graph: ResourceGraph, address: string): readonly AddressLocation[] {
  const instance =
    graph.byOutput(INSTANCE, "privateIp", address) ?? graph.byOutput(INSTANCE, "privateDns", address);
  if (instance !== undefined && !instance.read) return [locationOfInstance(graph, instance)];
  if (!ipaddr.isValid(address)) return [];
  const block = `${address}/${address.includes(":") ? 128 : 32}`;
  const own = [INTERFACE].flatMap((type) => graph.withInput(type, "privateIps", address));
  const [found] = own;
  if (found !== undefined) return [locationOfInterface(graph, found, block)];
  const subnets = subnetsContaining(graph, block);
  return [
    {
      title: address,
      groupIds: [],
      blocks: [block],
      subnetIds: subnets,
      vpcId: subnets.map((id) => vpcIdOfOne(graph, id)).find((id) => id !== undefined),
      isKnown: false,
    },
  ];
}

/** An instance as a place with an interface. */
export function locationOfInstance(graph: ResourceGraph, instance: RecordedResource): AddressLocation {
  const { inputs } = instance;
  const subnetIds = texts(inputs.subnetId);
  const address = text(inputs.privateIp);
  const vpcId = subnetIds.map((id) => vpcIdOfOne(graph, id)).find((id) => id !== undefined);
  const groupIds = texts(inputs.vpcSecurityGroupIds);
  return {
    title: `the instance "${instance.name}"`,
    resource: instance,
    // Without any it gets the group that its VPC is made with.
    groupIds: groupIds.length > 0 ? groupIds : texts(findVpc(graph, vpcId)?.outputs.defaultSecurityGroupId),
    blocks: address === undefined ? subnetIds.flatMap((id) => blocksOfSubnet(graph, id)) : [`${address}/32`],
    subnetIds,
    vpcId,
    isKnown: list(inputs.networkInterfaces).length === 0,
  };
}

function locationOfInterface(graph: ResourceGraph, found: RecordedResource, block: string): AddressLocation {
  const subnetIds = texts(found.inputs.subnetId);
  return {
    title: `the network interface "${found.name}"`,
    resource: found,
    groupIds: texts(found.inputs.securityGroups),
    blocks: [block],
    subnetIds,
    vpcId: subnetIds.map((id) => vpcIdOfOne(graph, id)).find((id) => id !== undefined),
    isKnown: true,
  };
}

/** The subnets of the plan that have an address; of several VPCs with the same addresses only one can be meant. */
function subnetsContaining(graph: ResourceGraph, block: string): readonly string[] {
  const holding = ["aws:ec2/subnet:Subnet"]
    .flatMap((type) => graph.ofType(type))
    .filter(
      ({ read, inputs }) => !read && texts(inputs.cidrBlock).some((own) => coverage(own, block) === "all"),
    )
    .flatMap(({ outputs }) => texts(outputs.id))
    .filter((id) => findSubnet(graph, id) !== undefined);
  return holding.length === 1 ? holding : [];
}
