import { passed, type Evidence } from "../evidence";
import type { RecordedResource, ResourceGraph } from "../graph";
import type { Truth } from "../truth";
import type { Ranges } from "./ipv4-ranges";

/** Where packets from a subnet to some addresses go in the end. */
export interface PacketPath {
  readonly ranges: Ranges;
  /** Whether they arrive. */
  readonly answer: Truth;
  /** What was seen, with the step of the way where there is one. */
  readonly evidence: Evidence;
  /** Whether they stay in the VPC. */
  readonly isLocal: boolean;
  /** The NAT gateway that puts its own address in place of the sender's. */
  readonly nat?: RecordedResource;
  /** The id of the peering connection or transit gateway by which they leave the VPC, and of the VPC they leave. */
  readonly crossing?: { readonly kind: "peering" | "transit-gateway"; readonly id: string };
}

/** What a route is asked about. */
export interface RouteQuery {
  readonly graph: ResourceGraph;
  /** The addresses that are to be reached, as messages name them; all of IPv4 for a host on the internet. */
  readonly blocks: readonly string[];
  /** How messages name what is to be reached. */
  readonly target: string;
  /** Where packets go from another subnet, through NAT gateways that led there. */
  readonly onward: (
    subnetId: string,
    ranges: Ranges,
    through: readonly RecordedResource[],
  ) => readonly PacketPath[];
}

/** A subnet on the way, and the NAT gateways that led there. */
export interface SubnetOnPath {
  readonly subnetId: string;
  readonly title: string;
  readonly subnet: RecordedResource | undefined;
  readonly vpcId: string | undefined;
  readonly through: readonly RecordedResource[];
}

/** Packets that stay in the VPC. */
export function localPath({ title, subnet: resource }: SubnetOnPath, ranges: Ranges): PacketPath {
  return {
    ranges,
    answer: "yes",
    evidence: passed(resource, `${title} has these addresses in its own VPC`),
    isLocal: true,
  };
}
