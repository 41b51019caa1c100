import type { ResourceGraph } from "../../testing";
import { networkAlternatives, type CostAlternative } from "./alternatives";
import { chargesOf } from "./charges";
import { HOURS_PER_MONTH, LIST_PRICES, round, type PriceTable } from "./prices";
import { notIncluded } from "./list-prices.json";

/** A monthly cost estimate of a plan that is idle. */
export interface CostEstimate {
  /** ISO 4217, for example `USD`. */
  readonly currency: string;
  /** The source of the prices, with date and region. */
  readonly source: string;
  /** Hours in a month. */
  readonly hoursPerMonth: number;
  /** The charges, the highest first. */
  readonly items: readonly CostItem[];
  /** The sum of all items. */
  readonly total: number;
  /** The logical names of resources with a cost that has no price in the table, with the reason. */
  readonly unpriced: readonly { readonly resource: string; readonly reason: string }[];
  /** The cost of other networks, where the plan creates a VPC. */
  readonly alternatives: readonly CostAlternative[];
  /** What the estimate does not include, for example `data transfer between zones`. */
  readonly notIncluded: readonly string[];
}

/** One monthly charge for a resource. */
export interface CostItem {
  /** The resource's logical name. */
  readonly resource: string;
  /** The resource's type token, for example `aws:lb/loadBalancer:LoadBalancer`. */
  readonly type: string;
  /** What is charged, for example `2 tasks of 0.5 vCPU`. */
  readonly what: string;
  readonly quantity: number;
  /** The price's unit, for example `hour`. */
  readonly unit: string;
  readonly unitPrice: number;
  readonly monthly: number;
  /** The name of the price, for example `nat.hour`. */
  readonly price: string;
}

/** Estimates the monthly cost of an idle plan. */
export function estimateCost(graph: ResourceGraph, table: PriceTable = LIST_PRICES): CostEstimate {
  const items: CostItem[] = [];
  const unpriced: { resource: string; reason: string }[] = [];
  for (const resource of graph.resources) {
    const { name, type } = resource;
    for (const charge of chargesOf(resource, graph)) {
      const price = typeof charge === "string" ? undefined : table.prices[charge.price];
      if (typeof charge === "string") unpriced.push({ resource: name, reason: charge });
      else if (price === undefined) {
        const reason = `${charge.what}: the price ${charge.price} is unknown; set it in the file of --prices`;
        unpriced.push({ resource: name, reason });
      } else {
        const { unit, amount: unitPrice } = price;
        items.push({
          resource: name,
          type,
          unit,
          unitPrice,
          monthly: round(charge.quantity * unitPrice),
          ...charge,
        });
      }
    }
  }
  const total = round(items.reduce((sum, { monthly }) => sum + monthly, 0));
  return {
    currency: table.currency,
    source: table.source,
    hoursPerMonth: HOURS_PER_MONTH,
    items: items.sort((one, other) => other.monthly - one.monthly),
    total,
    unpriced,
    alternatives: networkAlternatives(graph, table, total),
    notIncluded,
  };
}
