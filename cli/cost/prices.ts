import { asRecord, InputFileError, readInputFile, type FileProblem } from "../program/input-file";
import { remedyForUnknown } from "../../registry-client/text/suggestion";
import listPrices from "./list-prices.json";

/** Hours in a month, as AWS's pricing calculator counts them. */
export const HOURS_PER_MONTH = 730;
/** The prefix of the name of an instance's price. */
export const INSTANCE = "sagemaker.instance.";

/** An amount to a hundredth of a cent, without what binary fractions add. */
export const round = (amount: number): number => Math.round(amount * 10_000) / 10_000;

/** The price of one unit. */
export interface Price {
  readonly amount: number;
  /** The unit, for example `hour`. */
  readonly unit: string;
  /** What costs it, for example `NAT gateway`. */
  readonly what: string;
}

/** Prices by name, for example `nat.hour` or `sagemaker.instance.ml.m5.large`. */
export interface PriceTable {
  /** ISO 4217, for example `USD`. */
  readonly currency: string;
  /** The source of the prices, with date and region. */
  readonly source: string;
  readonly prices: Readonly<Record<string, Price>>;
}

/** List prices of us-east-1. */
export const LIST_PRICES: PriceTable = {
  ...listPrices,
  prices: Object.fromEntries([
    ...Object.entries(listPrices.prices).map(([name, [amount, unit, what]]): [string, Price] => [
      name,
      { amount: Number(amount), unit: String(unit), what: String(what) },
    ]),
    ...Object.entries(listPrices.instances).flatMap(([family, sizes]) =>
      sizes.split(", ").map((entry): [string, Price] => {
        const [size = "", amount] = entry.split(" ");
        const what = `ml.${family}.${size}`;
        return [INSTANCE + what, { amount: Number(amount), unit: "hour", what }];
      }),
    ),
  ]),
};

/**
 * Reads a file with the user's prices in USD, which override list prices: `{"prices": {"nat.hour": 0.048}}`.
 * @throws InputFileError with all problems
 */
export function readPrices(file: string): PriceTable {
  const { prices, ...others } = asRecord(readInputFile(file)) ?? {};
  const own = Object.entries(asRecord(prices) ?? {});
  const names = [...Object.keys(listPrices.prices), `${INSTANCE}<instance type>`];
  const problems: readonly FileProblem[] = [
    ...Object.keys(others).map((path) => ({
      path,
      reason: `unknown property; ${remedyForUnknown(path, ["prices"], true)}`,
    })),
    ...(own.length > 0 ? [] : [{ path: "prices", reason: "must be an object of amounts by name" }]),
    ...own.flatMap(([name, amount]) => {
      const path = `prices.${name}`;
      const isKnown = names.includes(name) || name.startsWith(`${INSTANCE}ml.`);
      const isAmount = typeof amount === "number" && amount >= 0;
      return [
        ...(isKnown ? [] : [{ path, reason: `unknown price; ${remedyForUnknown(name, names, true)}` }]),
        ...(isAmount ? [] : [{ path, reason: `is ${JSON.stringify(amount)}, but must be at least 0` }]),
      ];
    }),
  ];
  if (problems.length > 0) throw new InputFileError(file, problems);
  const price = ([name, amount]: [string, unknown]): [string, Price] => [
    name,
    { unit: "hour", what: name, ...LIST_PRICES.prices[name], amount: Number(amount) },
  ];
  return {
    ...LIST_PRICES,
    source: `${file}; all other prices: ${LIST_PRICES.source}`,
    prices: { ...LIST_PRICES.prices, ...Object.fromEntries(own.map(price)) },
  };
}
