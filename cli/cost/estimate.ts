import type { RecordedResource, ResourceGraph } from "../../testing";
import { alternatives } from "./alternatives";
import { classify } from "./classify";
import { round, sum, type Charge } from "./meter";
import { HOURS_PER_MONTH, INSTANCE, LIST_PRICES, type Price, type PriceTable } from "./prices";
import type { CostEstimate, CostItem } from "./result";

/** How much is used in a month: by a resource's logical name, then by the name of a price, in the price's unit. */
export type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What no price is in an estimate for. */
const NOT_INCLUDED = [
  "data transfer between zones, and out of the region",
  "free tiers, discounts, savings plans, support and taxes",
  "the default storage of SageMaker's instances",
  "what the program only refers to, and does not make",
];

/**
 * Estimates what a plan costs a month while nothing happens: what is paid for by the hour or the month, and, where the
 * user says how much is used, what is paid for by use.
 */
export function estimateCost(
  graph: ResourceGraph,
  table: PriceTable = LIST_PRICES,
  usage: Usage = {},
): CostEstimate {
  const items: CostItem[] = [];
  const unpriced: { resource: string; reason: string }[] = [];
  for (const resource of graph.resources) {
    const classified = classify(resource, graph);
    if (classified === undefined || "free" in classified) continue;
    unpriced.push(...classified.unpriced.map((reason) => ({ resource: resource.name, reason })));
    for (const charge of classified.charges) {
      const price = table.prices[charge.price];
      if (price === undefined) unpriced.push({ resource: resource.name, reason: missing(charge) });
      else items.push(item(resource, charge, price, usage));
    }
  }
  const total = sum(items.map(({ monthly }) => monthly));
  return {
    currency: table.currency,
    source: table.source,
    hoursPerMonth: HOURS_PER_MONTH,
    items: items.sort((one, other) => other.monthly - one.monthly),
    total,
    unpriced,
    alternatives: alternatives(graph, table, total),
    notIncluded: NOT_INCLUDED,
  };
}

function item({ name, type }: RecordedResource, charge: Charge, price: Price, usage: Usage): CostItem {
  const quantity = charge.byUse ? (usage[name]?.[charge.price] ?? 0) : charge.quantity;
  return {
    resource: name,
    type,
    what: charge.what,
    quantity,
    unit: price.unit,
    unitPrice: price.amount,
    monthly: round(quantity * price.amount),
    byUse: charge.byUse,
    price: charge.price,
  };
}

function missing({ price, what }: Charge): string {
  const title = price.startsWith(INSTANCE) ? price.slice(INSTANCE.length) : what;
  return `the price table has no ${title}: give its price as ${JSON.stringify(price)} in a file with --prices`;
}
