import { MARKS, painter, wrap, type TextFormat, type Style } from "../../cli/report/text-format";
import type { AnsweredQuestion, Verdict } from "./answers";

const LOOK: Readonly<Record<Verdict, { readonly mark: string; readonly style: Style }>> = {
  yes: MARKS.passed,
  seen: MARKS.passed,
  no: MARKS.failed,
  "not seen": MARKS.unknown,
};
/** Lines of logs that the terminal shows for an answer; the others are in the files. */
const SHOWN_LINES = 4;

/** The answers for people, each with what shows it. */
export function printAnswers(answers: readonly AnsweredQuestion[], layout: TextFormat): string {
  const paint = painter(layout);
  return answers
    .flatMap(({ id, asked, verdict, said, lines }) => {
      const { mark, style } = LOOK[verdict];
      const rest = lines.length - SHOWN_LINES;
      return [
        `${paint(style, mark)} ${paint("bold", asked)} ${paint(style, verdict)}  ${paint("dim", id)}`,
        ...wrap(said, layout.width - 4).map((line) => `    ${line}`),
        ...lines
          .slice(0, SHOWN_LINES)
          .map((line) => `    ${paint("dim", `│ ${cut(line, layout.width - 6)}`)}`),
        ...(rest > 0 ? [`    ${paint("dim", `│ and ${rest} more`)}`] : []),
        "",
      ];
    })
    .join("\n");
}

const cut = (line: string, width: number): string =>
  line.length > width ? `${line.slice(0, width - 1)}…` : line;

/** The answers as Markdown, with every line that shows them. */
export function markdownOf(answers: readonly AnsweredQuestion[], version: string): string {
  const rows = answers.map(({ asked, verdict, said }) => `| ${cell(asked)} | ${verdict} | ${cell(said)} |`);
  const details = answers
    .filter(({ lines }) => lines.length > 0)
    .flatMap(({ asked, lines }) => {
      const fence = "`".repeat(longestRun(lines) + 1);
      return [`## ${asked}`, "", `${fence}text`, ...lines, fence, ""];
    });
  return [
    `# What AWS answered sagemaker-private-registry ${version}`,
    "",
    "| question | answer | what was seen |",
    "| --- | --- | --- |",
    ...rows,
    "",
    ...details,
  ].join("\n");
}

const cell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");

/** The longest run of backticks in some lines, and at least two, so that a fence is longer than any in it. */
function longestRun(lines: readonly string[]): number {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length);
  return Math.max(2, ...runs);
}
