import { asRecord, InputFileError, readInputFile, type FileProblem } from "../program/input-file";
import type { Usage } from "./estimate";
import type { CostEstimate } from "./result";
import { BASE_PRICES, INSTANCE, LIST_PRICES, type Price, type PriceTable } from "./prices";

const KEYS = ["currency", "source", "prices"];

/**
 * Reads the user's own prices: `{"currency": "USD", "source": "…", "prices": {"nat.hour": 0.048, …}}`. They replace list
 * prices, or add to them; in another currency than theirs they stand alone.
 * @throws InputFileError with all that is wrong
 */
export function readPrices(file: string): PriceTable {
  return withPrices(readInputFile(file), file);
}

/**
 * The list prices with the user's own in their place.
 * @param given what the file holds
 * @param file how messages name the file
 * @throws InputFileError with all that is wrong
 */
export function withPrices(given: unknown, file: string): PriceTable {
  const table = asRecord(given);
  if (table === undefined) {
    throw new InputFileError(file, [{ path: "", reason: 'it is no object: write {"prices": {…}}' }]);
  }
  const { currency = LIST_PRICES.currency, source, prices } = table;
  const own = asRecord(prices);
  const problems: FileProblem[] = [
    ...Object.keys(table).flatMap((key) =>
      KEYS.includes(key) ? [] : [{ path: key, reason: `is not known: there are ${KEYS.join(", ")}` }],
    ),
    ...(typeof currency === "string" && /^[A-Z]{3}$/.test(currency)
      ? []
      : [{ path: "currency", reason: `is ${JSON.stringify(currency)}: write a code of ISO 4217, as "USD"` }]),
    ...(source === undefined || (typeof source === "string" && source !== "")
      ? []
      : [{ path: "source", reason: "is no text: say where the prices come from, and of which day" }]),
    ...(own === undefined
      ? [{ path: "prices", reason: 'is missing: write amounts by name, as {"nat.hour": 0.048}' }]
      : Object.entries(own).flatMap(([name, amount]) => problemsOf(name, amount))),
  ];
  if (problems.length > 0) throw new InputFileError(file, problems);

  const title = typeof source === "string" ? source : `prices of ${file}`;
  const entries = Object.entries(own ?? {}).map(([name, amount]): [string, Price] => [
    name,
    { ...definition(name), amount: Number(amount), source: title, asOf: undefined },
  ]);
  const isAlone = currency !== LIST_PRICES.currency;
  return {
    currency: String(currency),
    source: isAlone ? title : `${title}; for all else ${LIST_PRICES.source}`,
    prices: { ...(isAlone ? {} : LIST_PRICES.prices), ...Object.fromEntries(entries) },
  };
}

function problemsOf(name: string, amount: unknown): readonly FileProblem[] {
  return [
    ...(isPriceName(name)
      ? []
      : [
          {
            path: `prices.${name}`,
            reason: `is no price of the table: there are ${Object.keys(BASE_PRICES).join(", ")}, and ${INSTANCE}<instance type>`,
          },
        ]),
    ...(isAmount(amount)
      ? []
      : [
          {
            path: `prices.${name}`,
            reason: `is ${JSON.stringify(amount)}: write the price of one ${isPriceName(name) ? definition(name).unit : "unit"} as a number of 0 or more`,
          },
        ]),
  ];
}

/**
 * Reads how much is used in a month: `{"<resource>": {"<price>": <quantity>}}`, as `{"demo-bucket": {"s3.storage": 50}}`.
 * @throws InputFileError with all that is wrong
 */
export function readUsage(file: string): Usage {
  return checkUsage(readInputFile(file), file);
}

/**
 * Checks what a file says of use.
 * @throws InputFileError with all that is wrong
 */
export function checkUsage(given: unknown, file: string): Usage {
  const usage = asRecord(given);
  if (usage === undefined) {
    throw new InputFileError(file, [
      { path: "", reason: 'it is no object: write {"<resource>": {"<price>": <quantity a month>}}' },
    ]);
  }
  const problems = Object.entries(usage).flatMap(([resource, quantities]): readonly FileProblem[] => {
    const own = asRecord(quantities);
    if (own === undefined) return [{ path: resource, reason: "is no object of quantities by price" }];
    return Object.entries(own).flatMap(([name, quantity]) => [
      ...(name in BASE_PRICES ? [] : [{ path: `${resource}.${name}`, reason: "is no price of the table" }]),
      ...(isAmount(quantity)
        ? []
        : [
            {
              path: `${resource}.${name}`,
              reason: `is ${JSON.stringify(quantity)}: write a number of 0 or more`,
            },
          ]),
    ]);
  });
  if (problems.length > 0) throw new InputFileError(file, problems);
  return usage as Usage;
}

/**
 * Checks that a plan has every resource of which a file says how much of it is used.
 * @throws InputFileError with those that it does not have
 */
export function requireUsed(usage: Usage, { items }: CostEstimate, file: string): void {
  const used = items.filter(({ byUse }) => byUse);
  const problems = Object.entries(usage).flatMap(([resource, quantities]) => {
    const own = used.filter((item) => item.resource === resource);
    return Object.keys(quantities)
      .filter((name) => !own.some(({ price }) => price === name))
      .map((name) => ({
        path: `${resource}.${name}`,
        reason:
          own.length === 0
            ? `the plan has no resource ${JSON.stringify(resource)} that is paid for by use`
            : `the resource is not paid for by that, but by ${own
                .map(({ price }) => price)
                .sort()
                .join(", ")}`,
      }));
  });
  if (problems.length > 0) throw new InputFileError(file, problems);
}

function isPriceName(name: string): boolean {
  return name in BASE_PRICES || /^sagemaker\.instance\.ml\.[a-z0-9-]+\.[a-z0-9-]+$/.test(name);
}

/** What a price of a name is for. */
function definition(name: string): Price {
  const known: Readonly<Record<string, Price>> = BASE_PRICES;
  return known[name] ?? { amount: 0, unit: "hour", what: name.slice(INSTANCE.length), source: "" };
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
