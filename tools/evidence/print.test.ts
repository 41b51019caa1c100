import assert from "node:assert/strict";
import type { AnsweredQuestion } from "./answers";
import { markdownOf, printAnswers } from "./print";

const ANSWERS: AnsweredQuestion[] = [
  {
    id: "index",
    asked: "Does SageMaker take an OCI image index?",
    verdict: "yes",
    said: "The endpoint came | into service.",
    lines: ["one", "two", "three ``` four", "x".repeat(300), "five"],
  },
  { id: "tls", asked: "Which TLS?", verdict: "not seen", said: "Nothing.", lines: [] },
];

describe("printed answers", () => {
  it("fit the terminal, and tell how much is not shown", () => {
    const text = printAnswers(ANSWERS, { colours: false, width: 80 });
    assert.match(text, /^✓ Does SageMaker take an OCI image index\? yes {2}index$/m);
    assert.match(text, /^\? Which TLS\? not seen {2}tls$/m);
    assert.match(text, /^ {4}│ and 1 more$/m);
    assert(text.split("\n").every((line) => line.length <= 80));
    assert(!text.includes("\u001b"));
  });

  it("are Markdown with every line, word for word, in a fence that none of them closes", () => {
    const text = markdownOf(ANSWERS, "0.1.0");
    assert(
      text.includes(
        "| Does SageMaker take an OCI image index? | yes | The endpoint came \\| into service. |",
      ),
    );
    assert(text.includes(["````text", ...(ANSWERS[0]?.lines ?? []), "````"].join("\n")));
    assert(!text.includes("## Which TLS?"));
  });
});
