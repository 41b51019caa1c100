import * as ipaddr from "ipaddr.js";
import { isKnownBlock } from "./cidr-blocks";

/** IPv4 addresses from the first to the last, as numbers. */
export type Range = readonly [first: number, last: number];
/** IPv4 addresses: ranges in order that do not overlap. */
export type Ranges = readonly Range[];

/** How much of some addresses others contain. */
export type Coverage = "all" | "some" | "none";

const LAST = 2 ** 32 - 1;

/** The addresses of a CIDR block; `undefined` for one that is unknown or not of IPv4. */
export function rangeOf(block: string): Range | undefined {
  if (!isKnownBlock(block) || !ipaddr.IPv4.isValidCIDR(block)) return undefined;
  const [address, length] = ipaddr.IPv4.parseCIDR(block);
  const size = 2 ** (32 - length);
  const [a = 0, b = 0, c = 0, d = 0] = address.octets;
  const first = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
  return [first, first + size - 1];
}

/** The IPv4 addresses of CIDR blocks. */
export function rangesOf(blocks: readonly string[]): Ranges {
  return union(blocks.flatMap((block) => [rangeOf(block)].filter((range) => range !== undefined)));
}

/** Ranges in order, those that touch as one. */
export function union(ranges: readonly Range[]): Ranges {
  const merged: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((one, other) => one[0] - other[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** The addresses that are in both. */
export function overlap(one: Ranges, other: Ranges): Ranges {
  return union(
    one.flatMap(([first, last]) =>
      other.flatMap(([from, to]): Range[] => {
        const both: Range = [Math.max(first, from), Math.min(last, to)];
        return both[0] <= both[1] ? [both] : [];
      }),
    ),
  );
}

/** The addresses of the first that are not in the second. */
export function without(ranges: Ranges, others: Ranges): Ranges {
  return others.reduce<Ranges>(
    (left, [from, to]) =>
      left.flatMap(([first, last]): Range[] =>
        to < first || last < from
          ? [[first, last]]
          : [
              ...(first < from ? [[first, from - 1] as const] : []),
              ...(to < last ? [[to + 1, last] as const] : []),
            ],
      ),
    ranges,
  );
}

/** How much of some addresses others contain together. */
export function coverageOf(ranges: Ranges, by: Ranges): Coverage {
  const left = without(ranges, by);
  if (left.length === 0) return "all";
  return sizeOf(left) === sizeOf(ranges) ? "none" : "some";
}

function sizeOf(ranges: Ranges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/**
 * The addresses that are not on the internet.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const RESERVED = rangesOf([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
]);

/** The addresses of the internet. */
export const INTERNET: Ranges = without([[0, LAST]], RESERVED);
