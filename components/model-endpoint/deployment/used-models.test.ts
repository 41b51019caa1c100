import assert from "node:assert/strict";
import { usedModelsProblem } from "./used-models";

describe("usedModelsProblem", () => {
  it("names the models that a configuration still has, once each, and what to run", () => {
    assert.match(
      usedModelsProblem("config", ["old", "old", "new"], ["new"]) ?? "",
      /^the endpoint configuration config names old, which this deployment replaces: --target.*Run `pulumi up` without --target/,
    );
  });

  it("finds nothing wrong with a configuration that names the models, or some of them", () => {
    assert.equal(usedModelsProblem("config", ["a", "b"], ["b", "a"]), undefined);
    assert.equal(usedModelsProblem("config", ["a"], ["a", "b"]), undefined);
  });
});
