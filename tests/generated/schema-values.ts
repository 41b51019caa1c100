import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The only key of what stands for an expression of a program, with its source text as the value. */
export const EXPRESSION = "$expression";

/** How a language writes the names of the package's schema. */
export interface Language {
  /** The name of a property, as `cidr_blocks`. */
  nameOf(property: string): string;
  /** The member of a closed set that an expression names, in lower case and without underscores, if it is one. */
  enumOf(expression: string): { readonly type: string; readonly member: string } | undefined;
}

interface Property {
  readonly type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
}

interface ObjectType {
  readonly properties?: Record<string, Property>;
  readonly required?: string[];
  readonly enum?: { name: string; value: string }[];
}

interface Resource extends ObjectType {
  readonly inputProperties: Record<string, Property>;
  readonly requiredInputs?: string[];
}

const { resources, types } = JSON.parse(readFileSync(join(__dirname, "../../sdk/schema.json"), "utf8")) as {
  resources: Record<string, Resource>;
  types: Record<string, ObjectType>;
};

const PREFIX = "sagemaker-private-registry:index:";

/**
 * For tests: says what is wrong with a component that a program in another language makes: arguments and outputs that the
 * package's schema does not have, values of another type, and what is required but not given. Sorted.
 */
export function problemsWith(
  component: string,
  given: Readonly<Record<string, unknown>>,
  outputs: readonly string[],
  language: Language,
): string[] {
  const resource = resources[PREFIX + component];
  if (resource === undefined) return [`${component}: is no component`];
  const known = Object.keys(resource.properties ?? {}).map((name) => language.nameOf(name));
  return [
    ...outputs.flatMap((name) => (known.includes(name) ? [] : [`${name}: is no output of ${component}`])),
    ...ofObject("", given, resource.inputProperties, resource.requiredInputs ?? [], language),
  ].sort();
}

function ofObject(
  path: string,
  given: Readonly<Record<string, unknown>>,
  properties: Readonly<Record<string, Property>>,
  required: readonly string[],
  language: Language,
): string[] {
  const known = new Map(
    Object.entries(properties).map(([name, property]) => [language.nameOf(name), property]),
  );
  return [
    ...required.flatMap((name) =>
      language.nameOf(name) in given ? [] : [`${path}${language.nameOf(name)}: is missing`],
    ),
    ...Object.entries(given).flatMap(([name, value]) => {
      const property = known.get(name);
      return property === undefined
        ? [`${path}${name}: is not known`]
        : ofValue(path + name, value, property, language);
    }),
  ];
}

function ofValue(path: string, value: unknown, property: Property, language: Language): string[] {
  const type = types[property.$ref?.replace("#/types/", "") ?? ""];
  if (isObject(value) && EXPRESSION in value)
    return ofExpression(path, String(value[EXPRESSION]), property, type, language);
  if (type?.enum !== undefined) {
    const values = type.enum.map((each) => each.value);
    return values.includes(value as string) ? [] : [`${path}: is none of ${values.join(", ")}`];
  }
  if (type !== undefined) {
    if (!isObject(value)) return [`${path}: is no object`];
    return ofObject(`${path}.`, value, type.properties ?? {}, type.required ?? [], language);
  }
  const { items, additionalProperties } = property;
  if (items !== undefined && Array.isArray(value))
    return value.flatMap((each, index) => ofValue(`${path}[${index}]`, each, items, language));
  if (additionalProperties !== undefined && isObject(value))
    return Object.entries(value).flatMap(([key, each]) =>
      ofValue(`${path}.${key}`, each, additionalProperties, language),
    );
  // Assets and archives are written as functions are: as expressions.
  return typeof value === property.type?.replace("integer", "number")
    ? []
    : [`${path}: is no ${property.type ?? "asset"}`];
}

function ofExpression(
  path: string,
  expression: string,
  property: Property,
  type: ObjectType | undefined,
  language: Language,
): string[] {
  const named = language.enumOf(expression);
  if (named === undefined) return [];
  const members = type?.enum?.map(({ name }) => name.toLowerCase()) ?? [];
  const fits = property.$ref === `#/types/${PREFIX}${named.type}` && members.includes(named.member);
  return fits ? [] : [`${path}: ${expression} is no member of ${property.$ref ?? "a closed set"}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
