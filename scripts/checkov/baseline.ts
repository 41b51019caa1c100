/** What checkov says of one resource. */
export interface CheckResult {
  /** The rule, such as `CKV_AWS_18`. */
  readonly id: string;
  readonly name: string;
  readonly passed: boolean;
  /** The example, such as `quickstart`. */
  readonly example: string;
  /** The resource's name in the template. */
  readonly resource: string;
}

/** A rule that may fail, where, and why. */
export interface BaselineEntry {
  readonly check: string;
  /** The examples, as a pattern of their whole names. Default: all. */
  readonly examples?: string;
  /** The resources, as a pattern of their whole names. Default: all. */
  readonly resources?: string;
  readonly reason: string;
}

const HARDENED = "hardened";

const covers = (entry: BaselineEntry, { id, example, resource }: CheckResult): boolean =>
  entry.check === id &&
  new RegExp(`^(?:${entry.examples ?? ".*"})$`).test(example) &&
  new RegExp(`^(?:${entry.resources ?? ".*"})$`).test(resource);

/** What fails without a reason, and reasons for what does not fail. */
export function compare(
  results: readonly CheckResult[],
  baseline: readonly BaselineEntry[],
): readonly string[] {
  const failed = results.filter(({ passed }) => !passed);
  const unjustified = failed
    .filter((result) => !baseline.some((entry) => covers(entry, result)))
    .map(({ id, name, example, resource }) => `${id} fails for ${resource} of ${example}: ${name}`);
  const unused = baseline
    .filter((entry) => !failed.some((result) => covers(entry, result)))
    .map(({ check, reason }) => `the baseline has a reason for ${check} that nothing needs: ${reason}`);
  return [...unjustified, ...unused];
}

/** The table of every rule that applies: passes, passes in the hardened example, or is justified. */
export function tableOf(results: readonly CheckResult[], baseline: readonly BaselineEntry[]): string {
  const names = new Map(results.map(({ id, name }) => [id, name]));
  const rows = [...names]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([id, name]) => {
      const failed = results.filter((each) => each.id === id && !each.passed);
      const inHardened = failed.some(({ example }) => example === HARDENED);
      const result = failed.length === 0 ? "pass" : inHardened ? "justified" : "hardened";
      const reasons = baseline
        .filter((entry) => failed.some((each) => covers(entry, each)))
        .map(({ reason }) => reason);
      return [id, name.replaceAll("|", "\\|"), result, [...new Set(reasons)].join(" ")];
    });
  const all = [["rule", "title", "result", "note"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(3, ...all.map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = all;
  return `${[line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n")}\n`;
}
