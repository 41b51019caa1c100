import { BlockList, isIP } from "node:net";
import { isRefusedAddress } from "../registry-client";

/** Where an address is: in the VPC, in another private network, on the internet, or on this machine and its link. */
export type AddressKind = "vpc" | "private" | "public" | "local";

// RFC 1918, RFC 6598 (which VPCs may use), RFC 4193.
const PRIVATE = blocks(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"]);

/** The kind of an address; `vpc` only where the VPC's CIDR blocks are told. */
export function kindOf(address: string, vpcCidrBlocks: readonly string[]): AddressKind {
  if (isInBlocks(address, vpcCidrBlocks)) return "vpc";
  if (isRefusedAddress(address)) return "local";
  return has(PRIVATE, address) ? "private" : "public";
}

/** Whether an address is in one of the CIDR blocks. */
export function isInBlocks(address: string, cidrBlocks: readonly string[]): boolean {
  return has(blocks(cidrBlocks), address);
}

/** Whether the text is a CIDR block, as `10.0.0.0/16` or `fd00::/64`. */
export function isCidrBlock(text: string): boolean {
  const [network = "", prefix = "", ...more] = text.split("/");
  const family = isIP(network);
  return (
    family !== 0 &&
    more.length === 0 &&
    /^\d{1,3}$/.test(prefix) &&
    Number(prefix) <= (family === 4 ? 32 : 128)
  );
}

function blocks(cidrBlocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of cidrBlocks) {
    const [network = "", prefix] = block.split("/");
    list.addSubnet(network, Number(prefix), isIP(network) === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

function has(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6");
}
