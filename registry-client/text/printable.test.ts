import assert from "node:assert/strict";
import fc from "fast-check";
import { printable, printableJson, printableLines, printableValues } from "./printable";

describe("text of others on a terminal", () => {
  it("has no escape sequence, and nothing that turns or hides it", () => {
    assert.equal(printable("a\u001b[31mred\u001b[0m"), "a\uFFFD[31mred\uFFFD[0m");
    assert.equal(printable("\u009b2J"), "\uFFFD2J");
    assert.equal(printable("user\u202egnp.exe\u2066x\u2069"), "user\uFFFDgnp.exe\uFFFDx\uFFFD");
    assert.equal(
      printable("a\u200bb\u200fc\ufeffd\u{e0041}e\u2028f"),
      "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf",
    );
    assert.equal(printable("half \ud800 of a pair"), "half \uFFFD of a pair");
  });

  it("keeps letters of every script, and line breaks only in lines", () => {
    const text = "Zugriff verweigert: 登録 サーバー 🙂, עברית";
    assert.equal(printable(text), text);
    assert.equal(printable("one\r\ntwo\tthree"), "one two three");
    assert.equal(printableLines("one\r\ntwo\tthree\u0007"), "one\ntwo    three\uFFFD");
  });

  it("is replaced in all of a value, and escaped in JSON, which loses nothing", () => {
    const hostile = { "a\u001b[2J": ["\u202egnp", { b: "\u009b2J\ttab\nline" }], c: 1, d: null };
    assert.deepEqual(printableValues(hostile), {
      "a\uFFFD[2J": ["\uFFFDgnp", { b: "\uFFFD2J    tab\nline" }],
      c: 1,
      d: null,
    });
    const json = printableJson({ ...hostile, tag: "\u{e0041}" });
    assert.doesNotMatch(json, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    assert.deepEqual(JSON.parse(json), { ...hostile, tag: "\u{e0041}" });
  });

  it("is safe whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.doesNotMatch(printable(text), /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        assert.doesNotMatch(printableLines(text), /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});
