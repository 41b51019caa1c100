// How the package schema's properties are written in the reference: types, defaults, descriptions.

/** The part of a property in the package schema that the reference shows. */
export interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly plain?: boolean;
  readonly secret?: boolean;
  readonly deprecationMessage?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
}

/** A type of the package schema: an object, or a closed set of values. */
export interface SchemaType {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly name: string; readonly value: string; readonly description?: string }[];
}

const PREFIX = "#/types/sagemaker-private-registry:index:";

/** A property's type in Markdown, with a link to the types that the package declares. */
export function typeText(property: Property): string {
  const marks = [
    ...(property.plain === true ? ["plain"] : []),
    ...(property.secret === true ? ["secret"] : []),
  ];
  return [shape(property), ...marks].join(", ");
}

function shape({ type, $ref, items, additionalProperties }: Property): string {
  if ($ref !== undefined) return refText($ref);
  if (type === "array") return `list of ${shape(items ?? {})}`;
  if (type === "object") return `map of ${shape(additionalProperties ?? {})}`;
  return type ?? "any";
}

function refText($ref: string): string {
  if ($ref.startsWith(PREFIX)) {
    const name = $ref.slice(PREFIX.length);
    return `[${name}](types.md#${name.toLowerCase()})`;
  }
  if ($ref === "pulumi.json#/Asset") return "asset";
  if ($ref === "pulumi.json#/Archive") return "archive";
  return $ref.slice($ref.lastIndexOf("/") + 1);
}

const LONGEST_DEFAULT = 60;

/**
 * The default that a description states: "Default: 30.", "30 by default" or "by default 30".
 * @returns undefined where it states none in a few words
 */
export function statedDefault(description: string): string | undefined {
  const text = description.replaceAll(/\s+/g, " ");
  const found =
    /\bDefault: (.+?)\.(?= |$)/.exec(text)?.[1] ??
    /(?:^|[;,.] |; and |: )((?:`[^`]*`|[^;,`])*?),? by default(?=[.,;]| where| for)/.exec(text)?.[1] ??
    /\bby default,? ([^.;]+)[.;]/.exec(text)?.[1];
  const stated = found?.replace(/^(?:and|or|where) /, "");
  return stated === undefined || stated === "" || stated.length > LONGEST_DEFAULT ? undefined : stated;
}

/** The text in the column of defaults. */
export function defaultText(property: Property, required: boolean): string {
  if (required) return "required";
  if (property.default !== undefined) return `\`${JSON.stringify(property.default)}\``;
  const description = (property.description ?? "").replaceAll(/\s+/g, " ");
  const condition = /\brequired (?:with|without|where|for) [^;,.]+/.exec(description)?.[0];
  return statedDefault(description) ?? condition ?? "see the description";
}

/** A description in one line of a table, with pages as links. */
export function cellText(description: string): string {
  return description
    .replaceAll(/\s+/g, " ")
    .replaceAll("|", "\\|")
    .replaceAll(/(?<![(<`])https:\/\/[\w./#?=&%-]+[\w/]/g, (url) => `[${new URL(url).hostname}](${url})`)
    .trim();
}

/** A table that the formatter leaves as it is. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return ["<!-- prettier-ignore -->", line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
