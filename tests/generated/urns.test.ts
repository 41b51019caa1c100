import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { changes, committedUrns, madeIn, madeUrns, programs, type Made } from "../../scripts/urns";
import { record } from "../../testing";

/** A program's map of what it makes, of plain lists. */
const made = (urns: Readonly<Record<string, readonly string[]>>): Made => ({
  example: new Map(Object.entries(urns)),
});

describe("The URNs", function () {
  this.timeout(180_000);

  it("of what the components make are the committed ones, or have them as aliases", async () => {
    const { gone, added } = changes(committedUrns(), await madeUrns());
    assert.deepEqual(
      gone,
      [],
      "these resources would be deleted and made anew: give what took their place an alias, and leave them in the list",
    );
    assert.deepEqual(added, [], "run `npm run generate`");
  });

  it("are those of every example", () => {
    assert.deepEqual(Object.keys(committedUrns()).sort(), [...programs()].sort(), "run `npm run generate`");
    for (const example of ["quickstart", "canary-deployment", "pipeline", "async", "shadow"]) {
      assert.ok(programs().includes(`examples/${example}`), example);
    }
  });

  it("that disappear are found, also where something else is made in their place", () => {
    const [old, same] = ["aws:s3/bucket:Bucket::old", "aws:s3/bucket:Bucket::same"];
    const before = { example: [old, same] };
    assert.deepEqual(changes(before, made({ [same]: [], "aws:s3/bucket:Bucket::new": [] })), {
      gone: [old],
      added: ["aws:s3/bucket:Bucket::new"],
    });
    assert.deepEqual(changes(before, {}), { gone: [old, same], added: [] });
  });

  it("that disappear are allowed only by an alias that resolves to them", async () => {
    class Part extends pulumi.ComponentResource {
      constructor(aliases: pulumi.Alias[]) {
        super("sagemaker-private-registry:index:Part", "new", {}, { aliases });
      }
    }
    const old = "sagemaker-private-registry:index:Part::old";
    const goneWith = async (alias: pulumi.Alias): Promise<string[]> => {
      const graph = await record(() => void new Part([alias]));
      return changes({ example: [old] }, { example: madeIn(graph) }).gone;
    };
    assert.deepEqual(await goneWith({ name: "old" }), []);
    assert.deepEqual(await goneWith({ name: "older" }), [old]);
    assert.deepEqual(await goneWith({ name: "old", type: "sagemaker-private-registry:index:Other" }), [old]);
    assert.deepEqual(await goneWith({ name: "old", project: "another" }), [old]);
  });
});
