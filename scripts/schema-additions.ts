// What the package schema says beyond what Pulumi's analyzer finds in the sources.
import type { PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";
import * as ts from "typescript";
import { languagesOf, publicationOf, type Manifest, type Publication } from "./publication";

/** The package's schema with what the analyzer does not know. */
export interface Schema extends PackageSpec, Publication {}

type Property = NonNullable<PackageSpec["types"][string]["properties"]>[string] & { secret?: boolean };

/** Numbers that may have a fraction, by the end of their path: all others are whole. */
const FRACTIONS = [
  "EndpointAlarm.threshold",
  "EndpointAlarmRule.threshold",
  "ProductionVariant.initialVariantWeight",
  "ScalingAdjustment.metricIntervalLowerBound",
  "ScalingAdjustment.metricIntervalUpperBound",
  "TargetTracking.requestsPerSecond",
  "TargetTracking.safetyFactor",
  "TargetTracking.targetValue",
  // Whole, but beyond 2^31 bytes: the schema's integers have 32 bits in .NET and Java.
  "PublishedImage.size",
];

/** Values that no state, log or output may show. */
const SECRETS = ["RegistryCredentials.password"];

/** Adds descriptions of types, whole numbers, secrets and the publication to an analyzed schema. */
export function complete(analyzed: PackageSpec, program: ts.Program, manifest: Manifest): Schema {
  const documented = documentation(program);
  const unused = new Set([...FRACTIONS, ...SECRETS]);
  const completeAll = (
    owner: string,
    properties: Readonly<Record<string, Property>> | undefined,
  ): Record<string, Property> | undefined =>
    properties &&
    Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        const path = `${owner}.${name}`;
        const isFraction = FRACTIONS.includes(path);
        const isSecret = SECRETS.includes(path);
        if (isFraction || isSecret) unused.delete(path);
        const whole = isFraction ? property : (withIntegers(property) as Property);
        return [name, isSecret ? { ...whole, secret: true } : whole];
      }),
    );
  const types = mapEntries(analyzed.types, (token, type) => ({
    ...type,
    description: documented.get(lastPart(token)),
    properties: completeAll(lastPart(token), type.properties),
  }));
  const resources = mapEntries(analyzed.resources, (token, resource) => ({
    ...resource,
    inputProperties: completeAll(lastPart(token), resource.inputProperties),
    properties: completeAll(lastPart(token), resource.properties),
  }));
  if (unused.size > 0) throw new Error(`no property of the schema: ${[...unused].join(", ")}`);
  return {
    ...analyzed,
    ...publicationOf(manifest),
    language: languagesOf(manifest),
    types,
    resources,
  };
}

/** The form of a value, with whole numbers wherever it has numbers. */
function withIntegers(form: object): object {
  return Object.fromEntries(
    Object.entries(form).map(([key, value]: [string, unknown]) => {
      if (key === "type" && value === "number") return [key, "integer"];
      return [key, typeof value === "object" && value !== null ? withIntegers(value) : value];
    }),
  );
}

/** What stands above each interface and closed set of the components' sources, by its name. */
function documentation(program: ts.Program): Map<string, string> {
  const found = new Map<string, string>();
  for (const source of program.getSourceFiles().filter(({ fileName }) => /\/components\//.test(fileName))) {
    for (const statement of source.statements) {
      const name = nameOf(statement);
      const text = ts
        .getJSDocCommentsAndTags(statement)
        .map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? "")
        .join("\n")
        .trim();
      if (name !== undefined && text !== "") found.set(name, text);
    }
  }
  return found;
}

function nameOf(statement: ts.Statement): string | undefined {
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return statement.name.text;
  if (!ts.isVariableStatement(statement)) return undefined;
  return statement.declarationList.declarations[0]?.name.getText();
}

function lastPart(token: string): string {
  return token.split(":").pop() ?? token;
}

function mapEntries<T, U>(
  record: Readonly<Record<string, T>>,
  map: (key: string, value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
}
