import type { PolicyResource } from "@pulumi/policy";
import { ResourceGraph, type RecordedResource } from "../../plan/graph";
import { awsOutputs, digest } from "../../plan/recording/aws-outputs";
import { PLACEHOLDER } from "../../plan/recording/placeholders";
import { effectiveInputs, isCollection } from "../../plan/state/inputs";
import { fields, text } from "../../plan/values";
import { linkOf, type Link } from "./id-properties";
import { unwrapProxies, replaceUnknown, Unknown, unknownsIn } from "./unwrap-proxies";

type Properties = Readonly<Record<string, unknown>>;

interface Known {
  readonly resource: PolicyResource;
  readonly properties: Properties;
  /** The properties, with what AWS will add, made up, where that is unknown at a preview. */
  readonly outputs: Properties;
}

const NO_RESOURCES = ["pulumi:pulumi:Stack", "pulumi:pulumi:StackReference"];

/**
 * The resources of a stack, at the end of a preview or an update, as a graph. At a preview the ids of new resources are
 * unknown: a property that can only be the id of one of the resources on which it depends is linked to that one.
 */
export function graphOf(resources: readonly PolicyResource[]): ResourceGraph {
  const all = resources
    .filter(({ type }) => !NO_RESOURCES.includes(type) && !type.startsWith("pulumi:providers:"))
    .map((resource) => ({ resource, properties: fields(unwrapProxies(resource.props)) }));
  const accountId = accountIn(all.map(({ properties }) => properties));
  const told = toldByOthers(all);
  const known = new Map(
    all.map(({ resource, properties }) => [
      resource.urn,
      {
        resource,
        properties,
        outputs: outputsOf(resource, properties, accountId, told.get(resource.urn) ?? {}),
      },
    ]),
  );
  return new ResourceGraph([...known.values()].map((each) => recorded(each, known)));
}

/** What the properties of resources tell of the one resource to which they can only refer, as its id. */
function toldByOthers(
  all: readonly Pick<Known, "resource" | "properties">[],
): ReadonlyMap<string, Properties> {
  const told = new Map<string, Record<string, unknown>>();
  for (const { resource, properties } of all) {
    for (const [key, value] of Object.entries(properties)) {
      const link = typeof value === "string" ? linkOf(resource.type, key) : undefined;
      const [only, ...others] = link === undefined ? [] : candidatesFor(resource, key, link);
      if (link === undefined || only === undefined || others.length > 0) continue;
      told.set(only.urn, { ...told.get(only.urn), [link.output]: value });
    }
  }
  return told;
}

/** The resources on which a property depends, and to which it can refer. */
function candidatesFor(resource: PolicyResource, key: string, { types }: Link): readonly PolicyResource[] {
  return (resource.propertyDependencies[key] ?? []).filter(({ type }) => types.includes(type));
}

/** The account of the stack's ARNs, as far as they are known. */
function accountIn(all: readonly Properties[]): string {
  return /"arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(JSON.stringify(all))?.[1] ?? "123456789012";
}

function outputsOf(
  resource: PolicyResource,
  properties: Properties,
  accountId: string,
  toldByProperties: Properties,
): Properties {
  const told: Properties = {
    ...toldByProperties,
    ...Object.fromEntries(Object.entries(properties).filter(([, value]) => !(value instanceof Unknown))),
  };
  if (text(told.id) !== undefined || !isCustom(resource.type)) return told;
  const region =
    text(told.region) ?? text(fields(unwrapProxies(resource.provider?.props)).region) ?? "eu-west-1";
  const account = { partition: "aws", dnsSuffix: "amazonaws.com", region, accountId };
  const { type, name, urn } = resource;
  const inputs = replaceUnknown(told, ({ path }) => placeholder(urn, path)) as Record<string, unknown>;
  return { ...awsOutputs({ type, name, inputs }, account, urn), ...told };
}

const placeholder = (urn: string, path: string): string =>
  `${PLACEHOLDER}-${digest(urn).slice(0, 8)}-${path}`;

function isCustom(type: string): boolean {
  return /^[\w-]+:[^:]*\/[^:]*:/.test(type);
}

function recorded(
  { resource, properties, outputs }: Known,
  all: ReadonlyMap<string, Known>,
): RecordedResource {
  const { urn, type, name, parent, dependencies, opts } = resource;
  const linked = Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, linkedValue(resource, key, value, all)]),
  );
  const isIncomplete = Object.entries(properties).some(
    ([key, value]) => value instanceof Unknown && isCollection(key) && isRequested(resource, key),
  );
  return {
    urn,
    type,
    name,
    parent: parent === undefined || parent.type === "pulumi:pulumi:Stack" ? undefined : parent.urn,
    custom: isCustom(type),
    read: isIncomplete,
    inputs: isCustom(type) ? effectiveInputs(type, {}, linked) : linked,
    secretPaths: [],
    outputs: replaceUnknown(outputs, ({ path }) => placeholder(urn, path)) as Properties,
    dependencies: dependencies.map((each) => each.urn),
    options: {
      provider: resource.provider?.urn,
      protect: opts.protect,
      retainOnDelete: false,
      deleteBeforeReplace: opts.deleteBeforeReplace === true,
      ignoreChanges: opts.ignoreChanges,
    },
  };
}

/** Whether a program says something of a property: what AWS alone fills in depends on nothing. */
function isRequested({ propertyDependencies }: PolicyResource, key: string): boolean {
  return (propertyDependencies[key] ?? []).length > 0;
}

/** A property with the outputs of other resources in place of what is unknown. */
function linkedValue(
  resource: PolicyResource,
  key: string,
  value: unknown,
  all: ReadonlyMap<string, Known>,
): unknown {
  const unknowns = unknownsIn(value);
  if (unknowns.length === 0) return value;
  // What AWS alone fills in is skipped: it was not requested.
  if (value instanceof Unknown && !isRequested(resource, key)) return undefined;
  return replaceUnknown(value, (unknown) => {
    const link = linkOf(resource.type, withoutIndexes(unknown.path));
    const found = link === undefined ? undefined : target(resource, key, unknown, unknowns, link, all);
    return found ?? placeholder(resource.urn, unknown.path);
  });
}

const withoutIndexes = (path: string): string => path.replace(/\[\d+\]/g, "");

/** The output that a property takes, where only one is possible. */
function target(
  resource: PolicyResource,
  key: string,
  unknown: Unknown,
  unknowns: readonly Unknown[],
  link: Link,
  all: ReadonlyMap<string, Known>,
): unknown {
  const candidates = candidatesFor(resource, key, link);
  const alike = unknowns.filter(({ path }) => {
    const own = linkOf(resource.type, withoutIndexes(path));
    return own?.output === link.output && own.types.some((type) => link.types.includes(type));
  });
  const lists = new Set(alike.map(({ path }) => path.replace(/\[\d+\]$/, "")));
  // One for each of a list, in any order; or one for the only value.
  const isClear = lists.size === 1 && candidates.length === alike.length;
  const chosen = isClear ? candidates[alike.indexOf(unknown)] : undefined;
  return chosen === undefined ? undefined : all.get(chosen.urn)?.outputs[link.output];
}
