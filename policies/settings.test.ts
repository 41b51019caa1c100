import assert from "node:assert/strict";
import { ResourceGraph } from "../plan/graph";
import { Status } from "../plan/evidence";
import { judge, rules } from ".";
import { isSeverity, outcomeOf, Severity, severityOf } from "./settings";

describe("what requirements count as", () => {
  it("is an error where a pull needs them, and a warning where they are advice", () => {
    assert.equal(severityOf("required"), "error");
    assert.equal(severityOf("advice"), "warning");
    const advice = rules.filter(({ level }) => level === "advice").map(({ id }) => id);
    for (const id of ["image-by-digest", "two-zones", "least-privilege", "nothing-open"]) {
      assert.ok(advice.includes(id), id);
    }
  });

  it("turns what is not met, or unknown, into a warning, and leaves the rest", () => {
    const outcomes = (severity: Severity) =>
      Object.values(Status).map((status) => outcomeOf("some-rule", status, severity, {}));
    assert.deepEqual(outcomes("error"), ["failed", "unknown", "passed", "not-applicable"]);
    assert.deepEqual(outcomes("warning"), ["warned", "warned", "passed", "not-applicable"]);
  });

  it("lets only the requirements be unknown that are named", () => {
    const outcome = (allowUnknown: readonly string[] | "all") =>
      (["failed", "unknown"] as const).map((status) => outcomeOf("one", status, "error", { allowUnknown }));
    assert.deepEqual(outcome(["two"]), ["failed", "unknown"]);
    assert.deepEqual(outcome(["two", "one"]), ["failed", "warned"]);
    assert.deepEqual(outcome("all"), ["failed", "warned"]);
  });

  it("skips what is off, and says so", () => {
    const [first] = rules;
    assert.ok(first);
    const found = judge(new ResourceGraph([]), { severities: { [first.id]: Severity.Off } });
    assert.equal(found[0]?.outcome, "not-applicable");
    assert.deepEqual(
      found
        .filter(({ evidence }) => evidence[0]?.seen === "skipped: its severity is off")
        .map(({ id }) => id),
      [first.id],
    );
  });

  it("knows the three severities", () => {
    assert.ok(["error", "warning", "off"].every(isSeverity));
    assert.ok(!["fatal", undefined, "Error"].some(isSeverity));
  });
});
