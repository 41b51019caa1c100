import assert from "node:assert/strict";
import { cellText, defaultText, statedDefault, table, typeText } from "../../scripts/reference/schema-text";

const REF = "#/types/sagemaker-private-registry:index:";

describe("the reference's text", () => {
  it("says a property's type, with links and marks", () => {
    assert.equal(typeText({ type: "string" }), "string");
    assert.equal(typeText({ type: "array", items: { type: "string" } }), "list of string");
    assert.equal(
      typeText({
        type: "object",
        plain: true,
        additionalProperties: { $ref: `${REF}HostedModel`, plain: true },
      }),
      "map of [HostedModel](types.md#hostedmodel), plain",
    );
    assert.equal(typeText({ type: "string", secret: true }), "string, secret");
    assert.equal(typeText({ $ref: "pulumi.json#/Asset" }), "asset");
  });

  it("finds the default that a description states", () => {
    const stated = {
      "Days; 30 by default.": "30",
      "Whether it is; `false` by default. More.": "`false`",
      "Paths, as `a; b`; `a, b` by default.": "`a, b`",
      "Days, 1 to 3.\nDefault: 0.5. More.": "0.5",
      "Name; by default the only variant, or none.": "the only variant, or none",
      "Nothing is said.": undefined,
      [`X; ${"long ".repeat(20)}by default.`]: undefined,
    };
    for (const [description, expected] of Object.entries(stated))
      assert.equal(statedDefault(description), expected, description);
    assert.equal(defaultText({ description: "Days; 30 by default." }, true), "required");
    assert.equal(defaultText({ description: "Days; 30 by default.", default: 7 }, false), "`7`");
    assert.equal(defaultText({ description: "It; required without `a`." }, false), "required without `a`");
    assert.equal(defaultText({ description: "Days." }, false), "see the description");
  });

  it("fits a description into a cell, and links pages", () => {
    assert.equal(cellText("a\n| b"), "a \\| b");
    assert.equal(cellText("`https://host[:port]`"), "`https://host[:port]`");
    assert.equal(
      cellText("See https://docs.aws.amazon.com/x/y.html."),
      "See [docs.aws.amazon.com](https://docs.aws.amazon.com/x/y.html).",
    );
    assert.equal(
      table(["a", "b"], [["1", "2"]]),
      "<!-- prettier-ignore -->\n| a | b |\n| --- | --- |\n| 1 | 2 |",
    );
  });
});
