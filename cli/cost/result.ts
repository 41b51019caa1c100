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
  readonly alternatives: readonly CostAlternative[];
  /** What no estimate of this kind holds, each as a sentence's beginning, as `data transfer between zones`. */
  readonly notIncluded?: readonly string[];
}

/** What a VPC's ways to AWS and to the internet cost a month in one form. */
export interface CostAlternative {
  /** The form, as `One NAT gateway`; the plan's own ends in `(this plan)`. */
  readonly title: string;
  /** What the network costs so: its interface endpoints, NAT gateways and their public addresses. */
  readonly total: number;
  /** What this form gives up, as a sentence. */
  readonly note: string;
  /** What the whole plan would cost so. */
  readonly planTotal?: number;
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
  /** The name of its price in the price table, as `nat.hour`. */
  readonly price?: string;
}
