import * as ipaddr from "ipaddr.js";

/** Every IPv4 address. */
export const ANYWHERE_IPV4 = "0.0.0.0/0";

/** Whether a CIDR block stands for every address of its family. */
export function isAnywhere(block: string): boolean {
  return /\/0$/.test(block);
}

/**
 * The CIDR block of a VPC that is looked up without an answer: of the addresses that RFC 1112 reserves (240.0.0.0/4), which no VPC
 * has. It has the right form, so that programs can compute subnets from it.
 */
export const UNKNOWN_BLOCK = "240.0.0.0/16";
const [UNKNOWN_NETWORK, UNKNOWN_LENGTH] = ipaddr.IPv4.parseCIDR(UNKNOWN_BLOCK);

/** Whether a CIDR block is known: no placeholder of a lookup without an answer, and well-formed. */
export function isKnownBlock(block: string): boolean {
  if (!ipaddr.IPv4.isValidCIDR(block)) return ipaddr.IPv6.isValidCIDR(block);
  const [address, length] = ipaddr.IPv4.parseCIDR(block);
  return length < UNKNOWN_LENGTH || !address.match(UNKNOWN_NETWORK, UNKNOWN_LENGTH);
}

/** How much of a CIDR block another one contains; `some` where one of them is unknown. */
export function coverage(block: string, other: string): "all" | "some" | "none" {
  if (!isKnownBlock(block) || !isKnownBlock(other)) return "some";
  const [network, length] = parseBlock(block);
  const [otherNetwork, otherLength] = parseBlock(other);
  if (network.kind() !== otherNetwork.kind()) return "none";
  if (!contains(network, otherNetwork, Math.min(length, otherLength))) return "none";
  return length <= otherLength ? "all" : "some";
}

/** The number of bits of a block's prefix: the larger, the narrower the block. */
export function prefixLength(block: string): number {
  return ipaddr.isValidCIDR(block) ? parseBlock(block)[1] : 0;
}

// IPv4 first: `ipaddr.parseCIDR` throws and catches an error for each block that is not of IPv6.
function parseBlock(block: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  return ipaddr.IPv4.isValidCIDR(block) ? ipaddr.IPv4.parseCIDR(block) : ipaddr.IPv6.parseCIDR(block);
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
