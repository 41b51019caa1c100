// Random stacks: what the rules say of each, compared with what AWS does.
import assert from "node:assert/strict";
import fc from "fast-check";
import { judge, type Requirement } from "../../policies";
import { record } from "../../testing";
import { declare } from "./program";
import { truthOf, type Truth } from "./reference";
import { stacks, type Stack } from "./stack";

const STACKS = 120;
const SEED_VARIABLE = "DIFFERENTIAL_SEED";
const COUNT_VARIABLE = "DIFFERENTIAL_STACKS";
const seed = Number(process.env[SEED_VARIABLE] ?? 20_261_130);
const count = Number(process.env[COUNT_VARIABLE] ?? STACKS);

/** The most of the answers that may be wrong or unknown where AWS lets it work. */
const BARS = { failed: 0.002, unknown: 0.02 };

async function requirementsOf(stack: Stack): Promise<readonly Requirement[]> {
  return judge(await record(() => declare(stack)));
}

describe("random stacks", function () {
  this.timeout(60_000 + count * 1000);

  it(`are never passed where AWS refuses (${SEED_VARIABLE}=${seed}, ${COUNT_VARIABLE}=${count})`, async () => {
    const answers: { readonly truth: Truth; readonly status: string; readonly said: string }[] = [];
    await fc.assert(
      fc.asyncProperty(stacks, async (stack) => {
        const truths = truthOf(stack);
        for (const { id, status, evidence } of await requirementsOf(stack)) {
          const truth = truths[id];
          if (truth === undefined) continue;
          const said = `${id}: ${evidence.find((each) => each.status === status)?.seen ?? ""}`;
          answers.push({ truth, status, said });
          if (truth !== "works") assert.notEqual(status, "passed", `AWS: ${truth}; ${said}`);
        }
      }),
      { seed, numRuns: count },
    );
    const works = answers.filter(({ truth }) => truth === "works");
    for (const truth of ["works", "refused", "open"]) {
      assert.ok(
        answers.some((each) => each.truth === truth),
        `no answer is about what is ${truth}`,
      );
    }
    for (const status of ["failed", "unknown"] as const) {
      const wrong = works.filter((each) => each.status === status);
      const said = [...new Set(wrong.map((each) => each.said))].join("\n");
      assert.ok(
        wrong.length <= BARS[status] * works.length,
        `${wrong.length} of ${works.length} ${status}:\n${said}`,
      );
    }
    const refused = answers.filter(({ truth }) => truth === "refused");
    const found = refused.filter(({ status }) => status === "failed");
    assert.ok(found.length > refused.length * 0.9, `${found.length} of ${refused.length} refusals are found`);
  });
});
