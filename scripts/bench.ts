// Runs every module of scripts/bench/ and holds what it measures against its bar. Run it on a machine that does nothing else.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Measurement } from "./measurement";

const folder = join(__dirname, "bench");
const load: (path: string) => unknown = createRequire(__filename);

async function main(): Promise<void> {
  const measurements: Measurement[] = [];
  for (const file of readdirSync(folder).sort()) {
    const { measure } = load(join(folder, file)) as { measure: () => Promise<Measurement[]> };
    console.error(`${file} …`);
    measurements.push(...(await measure()));
  }
  printTable([
    ["measured", "value", "bar", "verdict", "from"],
    ...measurements.map(({ title, value, bar, unit, detail = "" }) => [
      title,
      Number.isFinite(value) ? `${round(value)} ${unit}` : "-",
      `${bar} ${unit}`,
      value <= bar ? "met" : Number.isFinite(value) ? "MISSED" : "NOT MEASURED",
      detail,
    ]),
  ]);
  process.exitCode = measurements.every(({ value, bar }) => value <= bar) ? 0 : 1;
}

function round(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function printTable(rows: readonly (readonly string[])[]): void {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
}

void main();
