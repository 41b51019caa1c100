import { painter, spread, wrap, type TextFormat } from "../report/text-format";
import type { CostEstimate } from "./estimate";

/** Prints an estimate as text: the charges, the highest first, the total, and other networks. */
export function printCost(title: string, estimate: CostEstimate, format: TextFormat): string {
  const paint = painter(format);
  const { currency, total, items, alternatives, unpriced, notIncluded } = estimate;
  const row = (text: string, amount: string): readonly string[] => spread(`  ${text}`, amount, format.width);
  const section = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", paint("bold", heading), ...lines];
  return [
    paint("bold", title),
    "",
    ...items.flatMap(({ resource, what, unitPrice, unit, monthly }) =>
      row(`${resource}: ${what}, ${unitPrice} per ${unit}`, monthly.toFixed(2)),
    ),
    ...spread("Total a month", `${total.toFixed(2)} ${currency}`, format.width).map((line) =>
      paint("bold", line),
    ),
    ...section(
      "Without a price",
      unpriced.flatMap(({ resource, reason }) => row(`${resource}: ${reason}`, "")),
    ),
    ...section(
      "Other networks: cost of the network, and of the plan with it",
      alternatives.flatMap(({ title: form, total: network, planTotal, note }) => [
        ...row(form, `${network.toFixed(2)}  ${planTotal.toFixed(2).padStart(8)} ${currency}`),
        ...row(`  ${note}`, "").map((line) => paint("dim", line)),
      ]),
    ),
    ...section(
      "Not included",
      notIncluded.flatMap((each) => row(each, "")),
    ),
    "",
    ...wrap(`Prices: ${estimate.source}. A month has ${estimate.hoursPerMonth} hours.`, format.width),
  ].join("\n");
}
