import type { RecordedResource } from "../graph";
import type { Truth } from "../truth";

/** The location of network interfaces, as far as the plan determines it. */
export interface NetworkLocation {
  /** How messages name it, for example `the model "fraud"`. */
  readonly title: string;
  readonly resource?: RecordedResource;
  /** The security groups of its interfaces; empty where it is unknown to have any. */
  readonly groupIds: readonly string[];
  /** Whether its interfaces have no security groups at all. Default: `false`. */
  readonly hasNoGroups?: boolean;
  /** The CIDR blocks that contain its addresses, one for each group of interfaces; empty where they are unknown. */
  readonly blocks: readonly string[];
  /** The managed prefix lists of its addresses, for example of S3. Default: none. */
  readonly prefixListIds?: readonly string[];
  /** Whether all its addresses are on the internet. */
  readonly onInternet?: boolean;
  /**
   * Whether rules on the other side that refer to its groups count: between VPCs they may not. Default: `yes`.
   */
  readonly references?: References;
}

/** Whether rules that refer to security groups count, by the side that has the rules. */
export interface References {
  readonly egress: Truth;
  readonly ingress: Truth;
  /** Why they do not, or may not. */
  readonly because?: string;
}

/** The location of network interfaces in subnets of one VPC. */
export interface VpcLocation extends NetworkLocation {
  readonly subnetIds: readonly string[];
  readonly vpcId: string | undefined;
}
