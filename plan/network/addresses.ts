import * as ipaddr from "ipaddr.js";

/** Every IPv4 address. */
export const ANYWHERE_IPV4 = "0.0.0.0/0";

/** Whether a CIDR block stands for every address of its family. */
export function isAnywhere(block: string): boolean {
  return /\/0$/.test(block);
}

/** How a CIDR block lies to another: it covers all of it, some of it, or none. */
export function coverage(block: string, other: string): "all" | "some" | "none" {
  if (!ipaddr.isValidCIDR(block) || !ipaddr.isValidCIDR(other)) return "some";
  const [network, length] = ipaddr.parseCIDR(block);
  const [otherNetwork, otherLength] = ipaddr.parseCIDR(other);
  if (network.kind() !== otherNetwork.kind()) return "none";
  if (!contains(network, otherNetwork, Math.min(length, otherLength))) return "none";
  return length <= otherLength ? "all" : "some";
}

/** The number of bits of a block's prefix: the larger, the narrower the block. */
export function prefixLength(block: string): number {
  return ipaddr.isValidCIDR(block) ? ipaddr.parseCIDR(block)[1] : 0;
}

function contains(
  network: ipaddr.IPv4 | ipaddr.IPv6,
  address: ipaddr.IPv4 | ipaddr.IPv6,
  length: number,
): boolean {
  if (network instanceof ipaddr.IPv4 && address instanceof ipaddr.IPv4) return network.match(address, length);
  if (network instanceof ipaddr.IPv6 && address instanceof ipaddr.IPv6) return network.match(address, length);
  return false;
}
