import assert from "node:assert/strict";
import { judge, readFacts, withFacts, type Requirement } from "../../policies";
import { record } from "../../testing";

/** What one rule says of a program, together with what is known beside it. */
export async function verdictOf(
  rule: string,
  program: () => unknown,
  facts: readonly unknown[] = [],
): Promise<Requirement> {
  const known = readFacts(facts);
  assert.deepEqual(known.problems, []);
  const requirement = judge(withFacts(await record(program), known.facts)).find(({ id }) => id === rule);
  assert.ok(requirement);
  return requirement;
}

/** Holds a verdict against its status and, where something is wrong, against what is said of it. */
export function assertVerdict(
  { status, evidence }: Requirement,
  expected: string,
  said?: RegExp,
  resource?: string,
): void {
  const all = JSON.stringify(evidence, null, 2);
  assert.equal(status, expected, all);
  const worst = evidence.filter((each) => each.status === expected);
  if (said !== undefined) {
    assert.match(worst.map(({ seen, remedy = "" }) => `${seen} → ${remedy}`).join("\n"), said);
  }
  if (resource !== undefined) {
    assert.ok(
      worst.some((each) => each.resource?.name === resource),
      all,
    );
  }
  if (expected === "failed") assert.ok(worst.every(({ remedy }) => remedy !== undefined));
  if (expected === "unknown") assert.ok(worst.every(({ seen }) => seen.startsWith("not known: ")));
}

/** The way that a verdict names. */
export function pathIn({ evidence }: Requirement): string {
  return evidence.find(({ seen }) => seen.startsWith("path: "))?.seen ?? "";
}
