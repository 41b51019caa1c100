import { ANYWHERE_IPV4 } from "./addresses";
import { coverageOf, INTERNET, rangesOf } from "./ranges";

/** Whether blocks are addresses of the internet alone; all of IPv4 stands for those. */
export function areInternet(blocks: readonly string[]): boolean {
  return blocks.every(
    (block) => block === ANYWHERE_IPV4 || coverageOf(rangesOf([block]), INTERNET) === "all",
  );
}

/** What leads to addresses: behind a NAT gateway with a public address are none that are private. */
export function gatewaysFor(blocks: readonly string[]): string {
  return areInternet(blocks)
    ? "a NAT gateway, a transit gateway or a peering connection"
    : "a transit gateway, a peering connection or a virtual private gateway";
}
