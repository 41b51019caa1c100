import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import type { RecordedCall } from "../../plan/graph";
import { nameOfLookup } from "../../plan/unanswered-lookups";
import { fields, list } from "../../plan/values";

export { nameOfLookup };

/** One answer of `rehearsal.json` to a lookup. */
export interface LookupAnswer {
  /** The lookup's name in programs, for example `aws.kms.getKey`. */
  readonly name: string;
  /** The arguments that it is the answer for; every call without them. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** A lookup of the program without an answer. */
export interface UnansweredLookup {
  readonly name: string;
  /** Where the program calls it, for example `index.ts:7`. */
  readonly places: readonly string[];
}

/**
 * Reads `lookups` of a `rehearsal.json`: for each lookup its answer, or a list of answers with the `arguments` that they are
 * for.
 * @throws Error with the reason where it is malformed
 */
export function readLookups(value: unknown): readonly LookupAnswer[] {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Error("must have an object as lookups");
  }
  return Object.entries(value).flatMap(([name, given]): readonly LookupAnswer[] => {
    if (!/^\w[\w-]*(\.\w+)+$/.test(name)) {
      throw new Error(
        `has ${JSON.stringify(name)} in lookups, but a lookup is named as in a program: "aws.kms.getKey"`,
      );
    }
    if (!Array.isArray(given)) {
      if (given === null || typeof given !== "object") {
        throw new Error(`must have an object, or a list of them, as lookups[${JSON.stringify(name)}]`);
      }
      return [{ name, arguments: {}, answer: fields(given) }];
    }
    return list(given).map(({ arguments: asked, answer }) => {
      if (answer === null || typeof answer !== "object") {
        throw new Error(
          `must have {"arguments": {…}, "answer": {…}} in the list lookups[${JSON.stringify(name)}]`,
        );
      }
      return { name, arguments: fields(asked), answer: fields(answer) };
    });
  });
}

/** The answer to a lookup; of several the first whose arguments all are the lookup's. */
export function answerTo(
  answers: readonly LookupAnswer[],
  token: string,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const name = nameOfLookup(token);
  const found = answers.find(
    (each) =>
      each.name === name &&
      Object.entries(each.arguments).every(
        ([key, value]) => JSON.stringify(inputs[key]) === JSON.stringify(value),
      ),
  );
  return found === undefined ? undefined : { ...found.answer };
}

/** Lookups whose answers follow from their arguments and the region. */
const DERIVED = [
  "aws.getArn",
  "aws.getAvailabilityZones",
  "aws.getCallerIdentity",
  "aws.getPartition",
  "aws.getRegion",
  "aws.ec2.getVpcEndpointService",
  "aws.iam.getPolicyDocument",
];

/** The lookups in a program's source that have no answer, with their locations. */
export function unansweredIn(folder: string, calls: readonly RecordedCall[]): readonly UnansweredLookup[] {
  const names = [...new Set(calls.filter(({ assumed }) => assumed).map(({ token }) => nameOfLookup(token)))];
  const asked = names.filter((name) => !DERIVED.includes(name));
  if (asked.length === 0) return [];
  const files = filesIn(folder).map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n") }));
  return asked.flatMap((name) => {
    const called = new RegExp(`\\b${name.split(".").pop() ?? name}(Output)?\\s*\\(`);
    const places = files.flatMap(({ file, lines }) =>
      lines.flatMap((line, index) => (called.test(line) ? [`${relative(folder, file)}:${index + 1}`] : [])),
    );
    return places.length === 0 ? [] : [{ name, places }];
  });
}

const SOURCES = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];
const FILE_LIMIT = 500;

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry): readonly string[] => {
      const path = join(folder, entry.name);
      if (entry.name === "node_modules" || entry.name.startsWith(".")) return [];
      if (entry.isDirectory()) return filesIn(path);
      return SOURCES.includes(extname(path)) && !path.endsWith(".d.ts") ? [path] : [];
    })
    .slice(0, FILE_LIMIT);
}

/** The lookups without an answer, and how to answer them, as sentences. */
export function describeUnanswered(lookups: readonly UnansweredLookup[]): string {
  const all = lookups.map(({ name, places }) => `${name} (${places.join(", ")})`).join(", ");
  const are = lookups.length === 1 ? "This lookup has" : "These lookups have";
  return (
    `${are} no answer in a rehearsal, and ${lookups.length === 1 ? "its value is a placeholder" : "their values are placeholders"}: ` +
    `${all}. Answer ${lookups.length === 1 ? "it" : "them"} under \`lookups\` in rehearsal.json, or with --facts (docs/rehearsal.md)`
  );
}
