// Writes sdk/schema.json, the Pulumi package schema of the components, from which the SDKs of other languages are made, and the
// forms of arguments by which components check what programs without types give them.
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import { generateSchema, type PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as ts from "typescript";
import * as exported from "../index";
import { manifest } from "./publication";
import { complete, type Schema } from "./schema-additions";

const root = join(__dirname, "..");

/** The committed schema. */
export const SCHEMA_PATH = join(root, "sdk", "schema.json");

/** The part of the schema that components check arguments by. */
export const FORMS_PATH = join(root, "components", "common", "forms.json");

/** What the sources say. */
export interface Analysis {
  readonly schema: Schema;
  /** The TypeScript program that the analyzer read. */
  readonly program: ts.Program;
}

/** Runs Pulumi's analyzer of components in TypeScript, and adds what it does not know. */
export function analyze(): Analysis {
  const components = new Set(getPulumiComponents(exported).map((component) => component.name));
  const analyzer = new Analyzer(root, manifest.name, manifest, components);
  const { components: definitions, typeDefinitions, dependencies } = analyzer.analyze();
  const { name, version, description } = manifest;
  const program = analyzer["program"] as ts.Program;
  const analyzed = generateSchema(name, version, description, definitions, typeDefinitions, dependencies);
  return { schema: complete(analyzed, program, manifest), program };
}

/** The schema as text that changes only when the components do: keys are sorted, and empty lists and the analyzer's own mark `optional` are left out. */
export function print(schema: PackageSpec): string {
  return `${JSON.stringify(schema, normalize, 2)}\n`;
}

/** What the schema says of the forms of arguments, as text: names without the package's, and no descriptions. */
export function printForms({ resources, types }: PackageSpec): string {
  const lastPart = (token: string): string => token.split(/[:/]/).pop() ?? token;
  const byName = (forms: object): object =>
    Object.fromEntries(Object.entries(forms).map(([token, form]) => [lastPart(token), form as unknown]));
  const forms = {
    components: byName(
      mapValues(resources, ({ inputProperties, requiredInputs }) => ({
        properties: inputProperties,
        required: requiredInputs,
      })),
    ),
    types: byName(mapValues(types, ({ properties, required }) => ({ properties, required }))),
  };
  const text = JSON.stringify(forms, (key, value: unknown) => {
    if (key === "description") return typeof value === "string" ? undefined : normalize(key, value);
    if (key === "$ref" && typeof value === "string") return lastPart(value);
    return normalize(key, value);
  });
  return `${text}\n`;
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function normalize(_key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([each, content]) => each !== "optional" || content !== true);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (require.main === module) {
  const { schema } = analyze();
  writeFileSync(SCHEMA_PATH, print(schema));
  writeFileSync(FORMS_PATH, printForms(schema));
  console.log(
    `${Object.keys(schema.resources).length} components and ${Object.keys(schema.types).length} types are in sdk/schema.json.`,
  );
}
