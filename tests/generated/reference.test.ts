// The generated reference in docs/ is what the code says.
import assert from "node:assert/strict";
import { rules } from "../../policies";
import { CHECK_IDS } from "../../preflight/check-ids";
import { committedPages, currentPages } from "../../scripts/reference";
import { allChecks } from "../../scripts/reference/checks";
import { REQUIREMENT_MEANINGS } from "../../scripts/reference/meanings";
import { documentAt } from "../docs/markdown";

describe("the generated reference", function () {
  this.timeout(60_000);

  let current: ReadonlyMap<string, string>;

  before(async () => {
    current = await currentPages();
  });

  it("is the committed one, and the same each time", async () => {
    assert.deepEqual(await currentPages(), current);
    const committed = committedPages(current.keys());
    const stale = [...new Set([...current.keys(), ...committed.keys()])].filter(
      (path) => current.get(path) !== committed.get(path),
    );
    assert.deepEqual(stale, [], "run `npm run generate`");
  });

  it("has every check and every requirement, and describes no other", () => {
    const page = current.get("docs/checks.md") ?? assert.fail();
    for (const { id } of [...allChecks(), ...rules]) assert.ok(page.includes(`| \`${id}\` |`), id);
    assert.deepEqual(Object.keys(REQUIREMENT_MEANINGS).sort(), rules.map(({ id }) => id).sort());
  });
});

describe("docs/troubleshooting.md", () => {
  it("names checks and requirements that there are", () => {
    const ids = new Set<string>([...CHECK_IDS, ...rules.map(({ id }) => id)]);
    const { text } = documentAt("docs/troubleshooting.md");
    const named = [...text.matchAll(/`([a-z]+(?:-[a-z0-9]+)+)`/g)].map(([, id = ""]) => id);
    assert.ok(named.length > 8, "the pattern has lost the ids");
    assert.deepEqual(
      named.filter((id) => !ids.has(id)),
      [],
    );
  });
});
