import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { record } from "./record";

class Part extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Part", name, {}, opts);
  }
}

class Whole extends pulumi.ComponentResource {
  constructor(name: string, aliases: (string | pulumi.Alias)[], opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Whole", name, {}, opts);
    new Part(`${name}-part`, { parent: this, aliases });
  }
}

/** The former URNs of the part, without stack and project. */
async function formerly(
  aliases: (string | pulumi.Alias)[],
  opts?: pulumi.ComponentResourceOptions,
): Promise<string[]> {
  const graph = await record(() => void new Whole("whole", aliases, opts));
  return [...(graph.only("test:index:Part").options.aliases ?? [])].map((urn) =>
    urn.replace("urn:pulumi:stack::project::", ""),
  );
}

describe("A recorded resource's aliases", () => {
  it("are absent where there are none", async () => {
    const graph = await record(() => void new Whole("whole", []));
    assert.ok(!("aliases" in graph.only("test:index:Part").options));
  });

  it("are resolved to the URNs that they stand for", async () => {
    assert.deepEqual(
      await formerly([
        { name: "old" },
        { type: "test:index:Old" },
        { parent: undefined },
        { stack: "other", project: "mine" },
        "urn:pulumi:stack::project::test:index:Other::x",
      ]),
      [
        "test:index:Whole$test:index:Part::old",
        "test:index:Whole$test:index:Old::whole-part",
        "test:index:Part::whole-part",
        "urn:pulumi:other::mine::test:index:Whole$test:index:Part::whole-part",
        "test:index:Other::x",
      ],
    );
  });

  it("follow those of the parent, by type and by name", async () => {
    assert.deepEqual(await formerly([{ name: "whole-piece" }], { aliases: [{ name: "former" }] }), [
      "test:index:Whole$test:index:Part::whole-piece",
      "test:index:Whole$test:index:Part::former-part",
      "test:index:Whole$test:index:Part::former-piece",
    ]);
    assert.deepEqual(await formerly([], { aliases: [{ type: "test:index:Before" }] }), [
      "test:index:Before$test:index:Part::whole-part",
    ]);
  });
});
