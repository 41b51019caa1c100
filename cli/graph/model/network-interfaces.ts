import type { VpcLocation } from "../../../plan/network/network-locations";

/** A node with network interfaces. */
export interface NetworkNode {
  /** The node that stands for it. */
  readonly node: string;
  readonly place: VpcLocation;
  /** Whether it opens connections of its own. */
  readonly opens: boolean;
  /** The ports at which it answers; none for what only opens connections. */
  readonly ports: readonly number[];
  /** What it must reach to do its work, where the plan tells: `host` or `host:port` of a registry. */
  readonly needs?: readonly string[];
}
