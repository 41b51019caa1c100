import type { RecordedResource, ResourceGraph } from "../../testing";
import { BASE_PRICES, HOURS_PER_MONTH, type PriceName } from "./prices";

/** One thing that is paid for at a resource. */
export interface Charge {
  readonly price: PriceName;
  /** What is paid for, as `2 tasks of 0.5 vCPU`. */
  readonly what: string;
  /** How much of the price's unit in a month. */
  readonly quantity: number;
  /** Whether the quantity depends on use, of which a plan tells nothing. */
  readonly byUse: boolean;
}

/** What a resource costs: its charges, and what it costs beside them at a price that is not known. */
export interface Metered {
  readonly charges: readonly Charge[];
  /** Why a part of its cost is not known; none by default. */
  readonly unpriced?: readonly string[];
}

/** How resources of a type are charged. */
export interface Meter {
  /** What the subtotals call it. */
  readonly kind: string;
  of(resource: RecordedResource, graph: ResourceGraph): Metered;
}

/** So many of something for the whole month, at a price an hour. */
export function hourly(price: PriceName, count: number, what: string): Charge {
  return { price, what, quantity: count * HOURS_PER_MONTH, byUse: false };
}

/** So many of something for the month. */
export function monthly(price: PriceName, count: number, what: string): Charge {
  return { price, what, quantity: count, byUse: false };
}

/** What is paid for by use: nothing, until the user says how much. */
export function byUse(...prices: readonly (keyof typeof BASE_PRICES)[]): readonly Charge[] {
  return prices.map((price) => ({ price, what: BASE_PRICES[price].what, quantity: 0, byUse: true }));
}

/** A resource of which only the reason why it is not priced is known. */
export function unpriced(reason: string): Metered {
  return { charges: [], unpriced: [reason] };
}

/** A number with its noun, as `2 tasks`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** An amount without what binary fractions add to it: to a hundredth of a cent. */
export function round(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}

/** The sum of some amounts. */
export function sum(amounts: readonly number[]): number {
  return round(amounts.reduce((one, other) => one + other, 0));
}
