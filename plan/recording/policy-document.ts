type Fields = Readonly<Record<string, unknown>>;

const EMPTY = { Version: "2012-10-17", Statement: [] as unknown[] };

/**
 * The document that `aws.iam.getPolicyDocument` makes of its arguments, of which it asks nobody.
 * https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/
 */
export function policyDocument(inputs: Fields): { json: string; minifiedJson: string; id: string } {
  const sources = texts(inputs.sourcePolicyDocuments).concat(texts(inputs.sourceJson));
  const overrides = texts(inputs.overridePolicyDocuments).concat(texts(inputs.overrideJson));
  const own = list(inputs.statements).map(statement);
  const merged = overrides.map(statementsOf).reduce(overridden, [...sources.flatMap(statementsOf), ...own]);
  const document = {
    ...EMPTY,
    ...(typeof inputs.version === "string" ? { Version: inputs.version } : {}),
    ...(typeof inputs.policyId === "string" ? { Id: inputs.policyId } : {}),
    Statement: merged,
  };
  const json = JSON.stringify(document, null, 2);
  return { json, minifiedJson: JSON.stringify(document), id: String(json.length) };
}

/** Statements with a `Sid` take the place of those with the same one. */
function overridden(all: readonly Fields[], by: readonly Fields[]): Fields[] {
  const sids = new Set(by.map(({ Sid }) => Sid).filter((sid) => sid !== undefined));
  return [...all.filter(({ Sid }) => Sid === undefined || !sids.has(Sid)), ...by];
}

function statementsOf(json: string): readonly Fields[] {
  const { Statement = [] } = JSON.parse(json) as { Statement?: Fields | Fields[] };
  return Array.isArray(Statement) ? Statement : [Statement];
}

function statement(given: Fields): Fields {
  return {
    ...(given.sid === undefined ? {} : { Sid: given.sid }),
    Effect: given.effect ?? "Allow",
    ...strings("Action", given.actions),
    ...strings("NotAction", given.notActions),
    ...strings("Resource", given.resources),
    ...strings("NotResource", given.notResources),
    ...principals("Principal", given.principals),
    ...principals("NotPrincipal", given.notPrincipals),
    ...conditions(given.conditions),
  };
}

/** One text as itself, several as a list, as AWS writes them. */
function strings(key: string, value: unknown): Fields {
  const all = texts(value);
  return all.length === 0 ? {} : { [key]: all.length === 1 ? all[0] : all };
}

function principals(key: string, value: unknown): Fields {
  const all = list(value);
  if (all.length === 0) return {};
  if (all.some(({ type, identifiers }) => type === "*" && texts(identifiers).includes("*")))
    return { [key]: "*" };
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of all) {
    byType.set(String(type), [...(byType.get(String(type)) ?? []), ...texts(identifiers)]);
  }
  return {
    [key]: Object.fromEntries([...byType].flatMap(([type, ids]) => Object.entries(strings(type, ids)))),
  };
}

function conditions(value: unknown): Fields {
  const byTest: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list(value)) {
    byTest[String(test)] = { ...byTest[String(test)], ...strings(String(variable), values) };
  }
  return Object.keys(byTest).length === 0 ? {} : { Condition: byTest };
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

function list(value: unknown): readonly Fields[] {
  return (Array.isArray(value) ? value : []).filter(
    (item): item is Fields => item !== null && typeof item === "object",
  );
}
