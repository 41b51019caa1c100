// docs/schemas/ and docs/reports.md: what the command line reads and prints as JSON, and its exit statuses.
import { join } from "node:path";
import { createGenerator, type Config } from "ts-json-schema-generator";
import { EXIT } from "../../cli/exit-status";
import { cellText, table } from "./schema-text";

const ROOT = join(__dirname, "..", "..");

/** A JSON format of the command line. */
interface Format {
  /** The type in report-types.ts. */
  readonly type: string;
  /** The schema's file in docs/schemas/. */
  readonly file: string;
  readonly title: string;
  /** What prints or reads it. */
  readonly command: string;
}

/** Every format, with what prints or reads it. */
export const FORMATS: readonly Format[] = [
  {
    type: "PreparationFile",
    file: "rehearsal.schema.json",
    title: "rehearsal.json",
    command: "`rehearse`, `graph` and `cost` read it in the folder of the program",
  },
  {
    type: "Report",
    file: "report.schema.json",
    title: "Rehearsal report",
    command: "`rehearse --json`, `check --json`",
  },
  { type: "PreflightReport", file: "doctor.schema.json", title: "Pull report", command: "`doctor --json`" },
  { type: "CostEstimate", file: "cost.schema.json", title: "Cost estimate", command: "`cost --json`" },
  {
    type: "Architecture",
    file: "graph.schema.json",
    title: "Architecture",
    command: "`graph --format json`",
  },
  {
    type: "EvidenceReport",
    file: "evidence.schema.json",
    title: "Evidence report",
    command: "`npm run evidence -- … --json`, in a clone of the repository",
  },
];

interface JsonSchema {
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/**
 * The JSON schemas by file name.
 * @param strict whether reports may have no other fields: those of a later version have more
 */
export function jsonSchemas(strict = false): Map<string, JsonSchema> {
  const config: Config = {
    path: join(ROOT, "scripts/reference/report-types.ts"),
    tsconfig: join(ROOT, "tsconfig.json"),
    skipTypeCheck: true,
    topRef: false,
    // Two types have one name.
    expose: "none",
    sortProps: true,
    additionalProperties: false,
  };
  const generator = createGenerator(config);
  return new Map(
    FORMATS.map(({ type, file, title }) => {
      const schema = { ...(generator.createSchema(type) as JsonSchema), title };
      return [file, strict || type === "PreparationFile" ? schema : open(schema)];
    }),
  );
}

/** A schema that admits fields which it does not describe. */
function open<T>(schema: T): T {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "additionalProperties" && value === false ? undefined : value,
  );
  return JSON.parse(text) as T;
}

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "All requirements are met, or all checks passed",
  failed: "A requirement is not met, a check failed, or the program ended with an error",
  unknown: "Nothing failed, but requirements are unknown (`--allow-unknown` ignores them), or none applied",
  usage: "The command line, or a file that it names, is invalid",
};

/** The page, not yet formatted. */
export function reportsPage(schemas: ReadonlyMap<string, JsonSchema>): string {
  return [
    "# Reports, rehearsal.json and exit statuses",
    "This page and `docs/schemas/` are generated: run `npm run schema`.",
    "## Exit statuses",
    table(
      ["Status", "Meaning"],
      Object.entries(EXIT).map(([name, status]) => [String(status), MEANINGS[name as keyof typeof EXIT]]),
    ),
    "## Formats",
    `Reports go to standard output, everything else to standard error. Fields can be added in a minor release; a field that is
removed or changes its meaning makes a major one. The JSON schemas (draft 7) are in the npm package.`,
    table(
      ["Format", "Command", "JSON schema"],
      FORMATS.map(({ title, command, file }) => [
        `[${title}](#${anchorOf(title)})`,
        command,
        `[${file}](schemas/${file})`,
      ]),
    ),
    ...FORMATS.map(({ title, file }) => section(title, schemas.get(file) ?? {})),
  ].join("\n\n");
}

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");

function section(title: string, schema: JsonSchema): string {
  return [
    `## ${title}`,
    cellText(schema.description ?? ""),
    table(["Field", "Type", "Always there", "Meaning"], rowsOf(schema, "", DEPTH)),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

/** How deep the page goes; the JSON schema has the rest. */
const DEPTH = 2;

function rowsOf({ properties = {}, required = [] }: JsonSchema, path: string, depth: number): string[][] {
  if (depth === 0) return [];
  return Object.entries(properties).flatMap(([name, property]) => {
    const isList = property.type === "array";
    const row = [
      `\`${path}${name}\``,
      typeOf(property),
      required.includes(name) ? "yes" : "no",
      cellText(property.description ?? ""),
    ];
    const inner = isList ? (property.items ?? {}) : property;
    return [row, ...rowsOf(inner, `${path}${name}${isList ? "[]" : ""}.`, depth - 1)];
  });
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined)
    return decodeURIComponent(schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1));
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(" or ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object")
    return `map of ${typeOf(schema.additionalProperties)}`;
  if (schema.type === undefined) return "any";
  return typeof schema.type === "string" ? schema.type : schema.type.join(" or ");
}
