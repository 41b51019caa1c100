import { styleText } from "node:util";
import { wrap, type Layout } from "../report/print-report";
import { kindOf } from "./classify";
import { sum } from "./meter";
import type { CostEstimate, CostItem } from "./result";

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** The widest that the column of names may be. */
const NAME_WIDTH = 32;
const INDENT = 4;

/** Items of one kind that are alike but for the resource. */
interface Line {
  readonly name: string;
  readonly what: string;
  readonly sum: string;
  readonly amount: string;
  readonly monthly: number;
}

/** Prints an estimate for people: by kind, the dearest first, then what is paid for by use and what is not known. */
export function printCost(title: string, estimate: CostEstimate, layout: Layout): string {
  const paint: Paint = (style, text) => (layout.colours ? styleText(style, text) : text);
  const { currency, total, hoursPerMonth } = estimate;
  const paragraph = (text: string, indent = 2): readonly string[] =>
    wrap(text, layout.width - indent).map((line) => " ".repeat(indent) + line);
  const section = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", paint("bold", heading), ...lines];
  return [
    paint("bold", title),
    ...kinds(estimate, layout, paint),
    "",
    paint("bold", spread("Total a month", `${money(total)} ${currency}`, layout.width)),
    ...section(`Paid for by use, of which nothing is counted (prices in ${currency})`, notCounted(estimate)),
    ...section(
      "Not priced",
      estimate.unpriced.flatMap(({ resource, reason }) => paragraph(`${resource}: ${reason}`)),
    ),
    ...section(
      "The network in other ways, a month",
      estimate.alternatives.flatMap(({ title: form, total: network, planTotal, note }) => [
        spread(
          `  ${form}`,
          `${money(network)} ${currency}${planTotal === undefined ? "" : `; in all ${money(planTotal)}`}`,
          layout.width,
        ),
        ...paragraph(note, INDENT).map((line) => paint("dim", line)),
      ]),
    ),
    ...section(
      "Not included",
      (estimate.notIncluded ?? []).flatMap((each) => paragraph(each)),
    ),
    "",
    ...wrap(`Prices: ${estimate.source}. A month has ${hoursPerMonth} hours.`, layout.width).map((line) =>
      paint("dim", line),
    ),
  ].join("\n");
}

function kinds({ items, currency }: CostEstimate, { width }: Layout, paint: Paint): readonly string[] {
  const counted = items.filter(({ monthly }) => monthly > 0);
  const byKind = groupBy(counted, ({ type }) => kindOf(type));
  const groups = [...byKind].map(([kind, own]) => ({
    kind,
    subtotal: sum(own.map(({ monthly }) => monthly)),
    lines: linesOf(own),
  }));
  groups.sort((one, other) => other.subtotal - one.subtotal);
  const all = groups.flatMap(({ lines }) => lines);
  const widest = (of: (line: Line) => string) => Math.max(0, ...all.map((line) => of(line).length));
  const nameWidth = Math.min(
    widest(({ name }) => name),
    NAME_WIDTH,
  );
  const [sumWidth, amountWidth] = [widest((line) => line.sum), widest(({ amount }) => amount)];
  const whatWidth = Math.max(width - INDENT - nameWidth - sumWidth - amountWidth - 6, 16);
  return groups.flatMap(({ kind, subtotal, lines }) => [
    "",
    paint("bold", spread(`  ${kind}`, `${money(subtotal)} ${currency}`, width)),
    ...lines.flatMap((line) => {
      const names = pieces(line.name, nameWidth);
      const whats = pieces(line.what, whatWidth);
      return Array.from({ length: Math.max(names.length, whats.length) }, (_, index) => {
        const [own, amount] = index === 0 ? [line.sum, line.amount] : ["", ""];
        const cells = [
          (names[index] ?? "").padEnd(nameWidth),
          (whats[index] ?? "").padEnd(whatWidth),
          own.padStart(sumWidth),
          amount.padStart(amountWidth),
        ];
        return " ".repeat(INDENT) + cells.join("  ").trimEnd();
      });
    }),
  ]);
}

function linesOf(items: readonly CostItem[]): readonly Line[] {
  const alike = groupBy(items, ({ type, what, unit, quantity }) => [type, what, unit, quantity].join("\n"));
  const lines = [...alike.values()].flatMap((same): readonly Line[] => {
    const [first] = same;
    if (first === undefined) return [];
    const monthly = sum(same.map((each) => each.monthly));
    const number = same.length === 1 ? "" : `${same.length} × `;
    return [
      {
        name: same.length === 1 ? first.resource : `${first.resource} and ${same.length - 1} more`,
        what: first.what,
        sum: `${number}${quantity(first.quantity)} ${units(first)} × ${first.unitPrice}`,
        amount: money(monthly),
        monthly,
      },
    ];
  });
  return lines.sort((one, other) => other.monthly - one.monthly);
}

/** What is paid for by use, each price once: its name, what it is for, and what a unit costs. */
function notCounted({ items }: CostEstimate): readonly string[] {
  const idle = items.filter(({ byUse, quantity: used }) => byUse && used === 0);
  const rows = [...groupBy(idle, ({ price, what }) => price ?? what).values()].flatMap((same) =>
    same.slice(0, 1).map(({ price, what, unit, unitPrice }) => ({
      name: price ?? what,
      what: same.length === 1 ? what : `${what} (${same.length} resources)`,
      cost: `${unitPrice} per ${unit}`,
    })),
  );
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length));
  const [nameWidth, whatWidth] = [widest(rows.map(({ name }) => name)), widest(rows.map(({ what }) => what))];
  return rows
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({ name, what, cost }) => `  ${name.padEnd(nameWidth)}  ${what.padEnd(whatWidth)}  ${cost}`);
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Breaks a text at its spaces, and a word that is too long at its width. */
function pieces(text: string, width: number): readonly string[] {
  return wrap(text, width).flatMap((line) => line.match(new RegExp(`.{1,${width}}`, "g")) ?? [line]);
}

function spread(left: string, right: string, width: number): string {
  return left + " ".repeat(Math.max(width - left.length - right.length, 2)) + right;
}

function units({ quantity: number, unit }: CostItem): string {
  return number === 1 || !/^(vCPU-|GB-|LCU-)?(hour|month|second)$/.test(unit) ? unit : `${unit}s`;
}

function quantity(number: number): string {
  return String(Math.round(number * 1000) / 1000);
}

function money(amount: number): string {
  return amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
