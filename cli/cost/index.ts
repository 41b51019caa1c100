export { estimateCost, type Usage } from "./estimate";
export { readPrices, withPrices } from "./price-file";
export { LIST_PRICES, type Price, type PriceTable } from "./prices";
export type { CostAlternative, CostEstimate, CostItem } from "./result";
