import assert from "node:assert/strict";
import fc from "fast-check";
import { redactLongSecrets, redactSecrets } from "./redact";

describe("secrets in what servers say", () => {
  const secret = "pa ss<\"&'word>/%";

  it("are replaced as they are, and as URLs, JSON, HTML and base64 write them", () => {
    for (const form of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      "pa ss&lt;&quot;&amp;&#39;word&gt;/%",
      Buffer.from(secret).toString("base64"),
    ]) {
      const text = redactSecrets(`the user u, ${form}, is unknown`, [secret]);
      assert.match(text, /^the user u, "?\*\*\*"?, is unknown$/);
    }
  });

  it("are not told by what is left, where they are short: such a text is not shown", () => {
    assert.equal(redactSecrets("an error", ["an"]), "(not shown)");
    assert.equal(redactSecrets("an error", ["on", ""]), "an error");
    assert.equal(redactLongSecrets("an error", ["an"]), "an error");
  });

  it("are in no text, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, unit: "binary" }),
        fc.string(),
        fc.string(),
        (one, before, after) => {
          const text = redactSecrets(before + one + after, [one]);
          assert(!text.includes(one) || "***".includes(one));
        },
      ),
    );
  });
});
