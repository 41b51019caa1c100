import assert from "node:assert/strict";
import { ArgumentsError } from "../../components/common";
import { record } from "../../testing";

/** The properties for which a component's arguments are refused, with the reasons; none where they are accepted. */
export function problemsOf(construct: () => unknown): Record<string, string> {
  try {
    construct();
  } catch (error) {
    assert.ok(error instanceof ArgumentsError, String(error));
    return Object.fromEntries(error.problems.map(({ propertyPath, reason }) => [propertyPath, reason]));
  }
  return {};
}

/** Fails unless a component's arguments are refused for exactly these properties, before anything is registered. */
export async function assertRefused(
  construct: () => unknown,
  reasons: Readonly<Record<string, RegExp>>,
): Promise<void> {
  let problems: Record<string, string> = {};
  const graph = await record(() => {
    problems = problemsOf(construct);
  });
  assert.deepEqual(Object.keys(problems).sort(), Object.keys(reasons).sort());
  for (const [path, reason] of Object.entries(reasons)) assert.match(problems[path] ?? "", reason);
  assert.deepEqual(graph.resources, []);
}
