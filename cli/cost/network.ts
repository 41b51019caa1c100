import { list, text, texts } from "../../plan/values";
import type { RecordedResource, ResourceGraph } from "../../testing";
import { byUse, count, hourly, unpriced, type Charge, type Meter, type Metered } from "./meter";

/** A load balancer with its capacity units, and its public addresses where it faces the internet. */
export const loadBalancer: Meter = {
  kind: "Load balancers",
  of({ inputs }): Metered {
    const type = text(inputs.loadBalancerType) ?? "application";
    if (type !== "application" && type !== "network") {
      return unpriced(`the price of a ${type} load balancer is not in the table`);
    }
    const subnets = Math.max(texts(inputs.subnets).length, list(inputs.subnetMappings).length);
    const isPublic = inputs.internal !== true && subnets > 0;
    const short = type === "application" ? "alb" : "nlb";
    return {
      charges: [
        hourly(`${short}.hour`, 1, `${type} load balancer`),
        ...(isPublic
          ? [hourly("ipv4.hour", subnets, count(subnets, "public IPv4 address", "public IPv4 addresses"))]
          : []),
        ...byUse(`${short}.lcu`),
      ],
    };
  },
};

/** An interface endpoint, which is paid for in each zone; gateway endpoints cost nothing. */
export const vpcEndpoint: Meter = {
  kind: "Interface endpoints",
  of(endpoint, graph): Metered {
    const type = text(endpoint.inputs.vpcEndpointType) ?? "Gateway";
    if (type === "Gateway") return { charges: [] };
    if (type !== "Interface") return unpriced(`the price of an endpoint of type ${type} is not in the table`);
    const zones = zonesOfEndpoint(graph, endpoint);
    if (zones === 0) return unpriced("in how many zones the endpoint lies is known only at deployment");
    return {
      charges: [
        hourly("endpoint.hour", zones, `interface endpoint in ${count(zones, "zone")}`),
        ...byUse("endpoint.data"),
      ],
    };
  },
};

/** The number of zones that an interface endpoint lies in: EC2 takes one subnet of each. */
export function zonesOfEndpoint(graph: ResourceGraph, { inputs, outputs }: RecordedResource): number {
  const associated = graph
    .ofType("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation")
    .filter((each) => each.inputs.vpcEndpointId === outputs.id)
    .flatMap((each) => texts(each.inputs.subnetId));
  const configured = list(inputs.subnetConfigurations).flatMap(({ subnetId }) => texts(subnetId));
  return new Set([...texts(inputs.subnetIds), ...configured, ...associated]).size;
}

/** A NAT gateway, and its public address where no other resource of the plan is that address. */
export const natGateway: Meter = {
  kind: "NAT gateways",
  of({ inputs }, graph): Metered {
    const addresses = [...texts(inputs.allocationId), ...texts(inputs.secondaryAllocationIds)];
    const own = inputs.connectivityType === "private" ? 0 : Math.max(addresses.length, 1);
    const elsewhere = addresses.filter((id) => {
      const address = graph.byId(id);
      return address?.type === "aws:ec2/eip:Eip" && !address.read;
    }).length;
    const counted = own - elsewhere;
    const address: readonly Charge[] =
      counted > 0
        ? [hourly("ipv4.hour", counted, count(counted, "public IPv4 address", "public IPv4 addresses"))]
        : [];
    return { charges: [hourly("nat.hour", 1, "NAT gateway"), ...address, ...byUse("nat.data")] };
  },
};

/** A public address, which is paid for whether it is used or not. */
export const elasticIp: Meter = {
  kind: "NAT gateways",
  of: ({ inputs }) =>
    text(inputs.publicIpv4Pool) !== undefined && inputs.publicIpv4Pool !== "amazon"
      ? { charges: [] }
      : { charges: [hourly("ipv4.hour", 1, "public IPv4 address")] },
};
