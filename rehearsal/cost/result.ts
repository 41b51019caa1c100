/** A monthly estimate of what a plan costs while nothing happens, from list prices. */
export interface CostEstimate {
  /** ISO 4217, as `USD`. */
  readonly currency: string;
  /** Where the prices come from, and of which day and region. */
  readonly source: string;
  /** Hours that a month is counted as. */
  readonly hoursPerMonth: number;
  readonly items: readonly CostItem[];
  /** The sum of all items that have a price. */
  readonly total: number;
  /** The logical names of resources that cost something of which the price is not known, with the reason. */
  readonly unpriced: readonly { readonly resource: string; readonly reason: string }[];
  /** The same network in other ways, where the plan makes a VPC. */
  readonly alternatives: readonly { readonly title: string; readonly total: number; readonly note: string }[];
}

/** What one resource costs a month. */
export interface CostItem {
  /** The resource's logical name. */
  readonly resource: string;
  /** The resource's type token, as `aws:lb/loadBalancer:LoadBalancer`. */
  readonly type: string;
  /** What is paid for, as `2 tasks of 0.5 vCPU`. */
  readonly what: string;
  readonly quantity: number;
  /** The price's unit, as `hour`. */
  readonly unit: string;
  readonly unitPrice: number;
  readonly monthly: number;
  /** Whether it is paid for by use, of which the estimate has none or what the user says. */
  readonly byUse: boolean;
}
