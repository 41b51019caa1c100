// The pages of docs/api/: one for each component of the package schema, and one for its types.
import { EXAMPLES } from "./examples";
import { cellText, defaultText, table, typeText, type Property, type SchemaType } from "./schema-text";

/** The part of the package schema that the pages show. */
export interface Schema {
  readonly resources: Readonly<Record<string, Component>>;
  readonly types: Readonly<Record<string, SchemaType>>;
}

interface Component {
  readonly description?: string;
  readonly inputProperties?: Readonly<Record<string, Property>>;
  readonly requiredInputs?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

const nameOf = (token: string): string => token.slice(token.lastIndexOf(":") + 1);
const paragraph = (text: string | undefined): string => (text ?? "").replaceAll(/\s*\n\s*/g, " ").trim();

/** Markdown by the page's name, not yet formatted. */
export function apiPages({ resources, types }: Schema): Map<string, string> {
  const components = Object.entries(resources).sort(([one], [other]) => (one < other ? -1 : 1));
  const pages = new Map<string, string>();
  pages.set("README.md", index(components));
  for (const [token, component] of components)
    pages.set(`${nameOf(token)}.md`, componentPage(nameOf(token), component));
  pages.set("types.md", typesPage(types));
  return pages;
}

const GENERATED = "This page is generated from `sdk/schema.json`: run `npm run schema`.";

const HOW_TO_READ = `Names are TypeScript's; other languages write them as is usual there, for example \`subnet_ids\` in Python. Every
argument takes an output of another resource, unless its type says _plain_: a plain value must be known when the program runs,
because it decides which resources there are.`;

function index(components: readonly (readonly [string, Component])[]): string {
  const rows = components.map(([token, { description }]) => {
    const name = nameOf(token);
    return [`[${name}](${name}.md)`, cellText(description ?? "")];
  });
  return [
    "# API reference",
    GENERATED,
    HOW_TO_READ,
    table(["Component", "What it is"], rows),
    "Types: [types.md](types.md).",
  ].join("\n\n");
}

function componentPage(name: string, component: Component): string {
  const { inputProperties = {}, requiredInputs = [], properties = {}, required = [] } = component;
  const example = EXAMPLES[name];
  if (example === undefined) throw new Error(`${name}: scripts/reference/examples.ts has no example of it`);
  return [
    `# ${name}`,
    paragraph(component.description),
    GENERATED,
    `\`\`\`ts\n${example.trim()}\n\`\`\``,
    "## Arguments",
    HOW_TO_READ,
    propertyTable(inputProperties, requiredInputs),
    "## Outputs",
    table(
      ["Output", "Type", "Description"],
      sorted(properties).map(([output, property]) => [
        `\`${output}\``,
        typeText(property) + (required.includes(output) ? "" : ", or undefined"),
        cellText(property.description ?? ""),
      ]),
    ),
  ].join("\n\n");
}

function typesPage(types: Schema["types"]): string {
  const sections = sorted(types).map(([token, type]) => {
    const body =
      type.enum === undefined
        ? propertyTable(type.properties ?? {}, type.required ?? [])
        : table(
            ["Value", "Meaning"],
            type.enum.map(({ value, description }) => [`\`${value}\``, cellText(description ?? "")]),
          );
    return [`## ${nameOf(token)}`, paragraph(type.description), body]
      .filter((text) => text !== "")
      .join("\n\n");
  });
  return ["# Types", GENERATED, HOW_TO_READ, ...sections].join("\n\n");
}

function propertyTable(properties: Readonly<Record<string, Property>>, required: readonly string[]): string {
  return table(
    ["Argument", "Type", "Default", "Description"],
    sorted(properties).map(([name, property]) => [
      `\`${name}\``,
      typeText(property),
      cellText(defaultText(property, required.includes(name))),
      cellText(property.description ?? ""),
    ]),
  );
}

function sorted<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1));
}
