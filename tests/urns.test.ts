import assert from "node:assert/strict";
import { committedUrns, currentUrns, type Urns } from "../scripts/urns";

/**
 * URNs that a release has left behind, each with the one that took its place: the resource there is given the old one as an
 * alias (`aliases` of its options), or every user's is deleted and made anew.
 */
const ALIASED: Readonly<Record<string, string>> = {};

/** What became of the committed URNs. */
function changes(committed: Urns, current: Urns, aliased: Readonly<Record<string, string>>) {
  const programs = [...new Set([...Object.keys(committed), ...Object.keys(current)])];
  const of = (urns: Urns, program: string) => urns[program] ?? [];
  return {
    gone: programs.flatMap((program) =>
      of(committed, program).filter(
        (urn) =>
          !of(current, program).includes(urn) && !of(current, program).includes(aliased[urn] ?? "none"),
      ),
    ),
    added: programs.flatMap((program) =>
      of(current, program).filter((urn) => !of(committed, program).includes(urn)),
    ),
  };
}

describe("the URNs", function () {
  this.timeout(120_000);

  it("of what the components make are the committed ones", async () => {
    const { gone, added } = changes(committedUrns(), await currentUrns(), ALIASED);
    assert.deepEqual(
      gone,
      [],
      "these resources would be deleted and made anew: give what took their place an alias, and note it in ALIASED",
    );
    assert.deepEqual(added, [], "run `node -r ts-node/register/transpile-only scripts/urns.ts`");
  });

  it("that disappear are found, unless an alias is given to what took their place", () => {
    const before = { example: ["aws:s3/bucket:Bucket::old", "aws:s3/bucket:Bucket::same"] };
    const after = { example: ["aws:s3/bucket:Bucket::new", "aws:s3/bucket:Bucket::same"] };
    const old = "aws:s3/bucket:Bucket::old";
    assert.deepEqual(changes(before, after, {}).gone, [old]);
    assert.deepEqual(changes(before, after, { [old]: "aws:s3/bucket:Bucket::new" }).gone, []);
    assert.deepEqual(changes(before, after, { [old]: "aws:s3/bucket:Bucket::gone" }).gone, [old]);
    assert.deepEqual(changes(before, after, {}).added, ["aws:s3/bucket:Bucket::new"]);
  });
});
