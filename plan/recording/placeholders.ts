import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { formOf } from "./placeholder-forms";
import type { RecordedAccount } from "./aws-outputs";

type Answer = Record<string, unknown>;

/** The prefix of placeholders for unknown texts. */
export const PLACEHOLDER = "not-known";

/** A placeholder for the result of a lookup. */
export function placeholder(token: string, property: string): string {
  return `${PLACEHOLDER}-${token.split(":").pop() ?? token}-${property}`;
}

/** The placeholder id for the VPC of a looked-up subnet: no resource has it. */
export const vpcOfSubnet = (subnetId: unknown): string => `vpc-of-${String(subnetId)}`;

/**
 * An answer to a lookup that nobody answers: with a value of the right form for each property that the provider's package
 * declares, so that the program goes on, and texts that no resource has, so that what comes of them is unknown.
 */
export function unknownAnswer(token: string, inputs: Answer, account: RecordedAccount): Answer {
  const declared = [{ name: "id", type: "string" }, ...declarationOf(token)];
  return Object.fromEntries(
    declared.map(({ name, type }) => {
      const text = formOf(token, name, inputs, account) ?? placeholder(token, name);
      return [name, valueOf(text, type)];
    }),
  );
}

interface Declared {
  readonly name: string;
  readonly type: string;
}

const answers = new Map<string, readonly Declared[]>();

/** The properties of a lookup's answer, as the package of its provider declares them. */
function declarationOf(token: string): readonly Declared[] {
  const known = answers.get(token) ?? read(token);
  answers.set(token, known);
  return known;
}

function read(token: string): readonly Declared[] {
  const [, provider = "", module = "", name = ""] = /^([\w-]+):([\w-]+)\/\w+:(\w+)$/.exec(token) ?? [];
  const folder = folderOf(`@pulumi/${provider}`);
  if (folder === undefined || name === "") return [];
  const file = join(folder, module === "index" ? "." : module, `${name}.d.ts`);
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const body = /export interface \w+Result \{([\s\S]*?)\n\}/.exec(text)?.[1] ?? "";
  return [...body.matchAll(/^\s+readonly (\w+)(\?)?: ([^;]+);/gm)].flatMap(
    ([, property = "", optional, type = ""]) => (optional === undefined ? [{ name: property, type }] : []),
  );
}

function folderOf(packageName: string): string | undefined {
  try {
    return dirname(createRequire(join(process.cwd(), "index.js")).resolve(`${packageName}/package.json`));
  } catch {
    try {
      return dirname(createRequire(__filename).resolve(`${packageName}/package.json`));
    } catch {
      return undefined;
    }
  }
}

function valueOf(text: string, type: string): unknown {
  if (type === "string[]") return /^[\d.]+\/\d+$/.test(text) ? [text] : [`${text}-1`, `${text}-2`];
  if (type.endsWith("[]")) return [];
  if (type === "number") return 0;
  if (type === "boolean") return false;
  if (type === "string") return text;
  return {};
}
