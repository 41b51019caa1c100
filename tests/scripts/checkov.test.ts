import assert from "node:assert/strict";
import { compare, tableOf, type CheckResult } from "../../scripts/checkov/baseline";

const result = (over: Partial<CheckResult>): CheckResult => ({
  id: "CKV_AWS_18",
  name: "Ensure the S3 bucket has access logging enabled",
  passed: false,
  example: "quickstart",
  resource: "ImagesBucket",
  ...over,
});

describe("checkov's baseline", () => {
  const reason = "It costs money.";

  it("lets nothing fail that it has no reason for, by rule, example and resource", () => {
    assert.deepEqual(compare([result({})], [{ check: "CKV_AWS_18", reason }]), []);
    for (const over of [
      { id: "CKV_AWS_19" },
      { example: "quickstart-2" },
      { resource: "OtherImagesBucket" },
    ]) {
      const entry = { check: "CKV_AWS_18", examples: "quickstart", resources: "ImagesBucket", reason };
      const problems = compare([result({}), result(over)], [entry]);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", / fails for .* of .*: Ensure the S3 bucket/);
    }
  });

  it("has no reason for what does not fail", () => {
    const problems = compare([result({ passed: true })], [{ check: "CKV_AWS_18", reason }]);
    assert.match(problems[0] ?? "", /reason for CKV_AWS_18 that nothing needs/);
  });

  it("becomes a table: what passes, what the hardened example passes, what is justified", () => {
    const results = [
      result({}),
      result({ example: "hardened", passed: true }),
      result({ id: "CKV_AWS_117", name: "VPC", example: "hardened" }),
      result({ id: "CKV_AWS_20", name: "Public", passed: true }),
    ];
    const baseline = [
      { check: "CKV_AWS_18", reason },
      { check: "CKV_AWS_117", reason: "Outside." },
    ];
    const rows = tableOf(results, baseline)
      .trim()
      .split("\n")
      .slice(2)
      .map((row) => row.split("|").map((cell) => cell.trim()));
    assert.deepEqual(
      rows.map(([, id, , outcome, note]) => [id, outcome, note]),
      [
        ["CKV_AWS_18", "hardened", reason],
        ["CKV_AWS_20", "pass", ""],
        ["CKV_AWS_117", "justified", "Outside."],
      ],
    );
  });
});
