type Fields = Readonly<Record<string, unknown>>;

interface Document {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: readonly Fields[];
}

/**
 * The document that `aws.iam.getPolicyDocument` makes of its arguments, of which it asks nobody, rendered as the provider
 * does: sets in descending order, one text as itself, `&{` for the `${` of IAM's own variables, statements with a `Sid` in the
 * place of those with the same one.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/policy_document_data_source.go
 */
export function policyDocument(inputs: Fields): { json: string; minifiedJson: string; id: string } {
  const sources = texts(inputs.sourcePolicyDocuments).concat(texts(inputs.sourceJson));
  const overrides = texts(inputs.overridePolicyDocuments).concat(texts(inputs.overrideJson));
  const own: Document = {
    Version: typeof inputs.version === "string" ? inputs.version : "2012-10-17",
    ...(typeof inputs.policyId === "string" ? { Id: inputs.policyId } : {}),
    Statement: list(inputs.statements).map(statement),
  };
  const merged = [...sources.map(parsed), own, ...overrides.map(parsed)].reduce<Document>(merge, {
    Statement: [],
  });
  const { Version, Id, Statement } = merged;
  const document = {
    ...(Version === undefined ? {} : { Version }),
    ...(Id === undefined ? {} : { Id }),
    ...(Statement.length === 0 ? {} : { Statement }),
  };
  const json = escaped(JSON.stringify(document, null, 2));
  return { json, minifiedJson: escaped(JSON.stringify(document)), id: String(json.length) };
}

/** Go writes these characters of JSON as escape sequences. */
function escaped(json: string): string {
  return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** The later document's id, the newer version, and its statements: in the place of those with the same `Sid`, or at the end. */
function merge(all: Document, next: Document): Document {
  const Statement = [...all.Statement];
  for (const each of next.Statement) {
    const same = each.Sid === undefined ? -1 : Statement.findIndex(({ Sid }) => Sid === each.Sid);
    if (same < 0) Statement.push(each);
    else Statement[same] = each;
  }
  const Id = next.Id ?? all.Id;
  const versions = [all.Version, next.Version].filter((version) => version !== undefined).sort();
  const Version = versions.at(-1);
  return { ...(Version === undefined ? {} : { Version }), ...(Id === undefined ? {} : { Id }), Statement };
}

/** A document in JSON, with its parts rendered as the provider does. */
function parsed(json: string): Document {
  const {
    Version,
    Id,
    Statement = [],
  } = JSON.parse(json) as { Version?: string; Id?: string; Statement?: unknown };
  return {
    ...(Version === undefined ? {} : { Version }),
    ...(Id === undefined ? {} : { Id }),
    Statement: list(Array.isArray(Statement) ? Statement : [Statement]).map((each) => ({
      ...each,
      ...(each.Condition === undefined ? {} : { Condition: parsedConditions(each.Condition) }),
    })),
  };
}

function parsedConditions(value: unknown): unknown {
  const tests = Object.entries(value as Record<string, Record<string, unknown>>).map(
    ([test, variables]) =>
      [
        test,
        sorted(
          Object.entries(variables).map(([variable, values]): [string, unknown] => {
            const all = (Array.isArray(values) ? (values as unknown[]) : [values]).map(String);
            return [variable, all.length === 1 ? all[0] : all];
          }),
        ),
      ] as [string, unknown],
  );
  return sorted(tests);
}

function statement(given: Fields): Fields {
  const sid = given.sid;
  return {
    ...(typeof sid === "string" && sid !== "" ? { Sid: sid } : {}),
    Effect: given.effect ?? "Allow",
    ...strings("Action", texts(given.actions)),
    ...strings("NotAction", texts(given.notActions)),
    ...strings("Resource", texts(given.resources).map(withVariables)),
    ...strings("NotResource", texts(given.notResources).map(withVariables)),
    ...principals("Principal", given.principals),
    ...principals("NotPrincipal", given.notPrincipals),
    ...conditions(given.conditions),
  };
}

/** IAM's variables, which Terraform's own syntax would take for its. */
const withVariables = (text: string): string => text.replaceAll("&{", "${");

/** One text as itself, several as a set in descending order. */
function strings(key: string, values: readonly string[]): Fields {
  const all = descending(values);
  return all.length === 0 ? {} : { [key]: all.length === 1 ? all[0] : all };
}

const descending = (values: readonly string[]): string[] => [...new Set(values)].sort().reverse();

function principals(key: string, value: unknown): Fields {
  const all = list(value).map(({ type, identifiers }) => ({
    type: String(type),
    identifiers: texts(identifiers).map(withVariables),
  }));
  const [first] = all;
  if (first === undefined) return {};
  // Only this is "*": {"AWS": "*"} is something else where a role trusts it.
  if (all.length === 1 && first.type === "*" && first.identifiers.join() === "*") return { [key]: "*" };
  const byType = new Map<string, string | string[]>();
  for (const { type, identifiers } of all) {
    const known = byType.get(type);
    const own = descending(identifiers);
    if (known === undefined) byType.set(type, own.length === 1 ? (own[0] ?? "") : own);
    else byType.set(type, [...(Array.isArray(known) ? known : [known]), ...own]);
  }
  return { [key]: sorted([...byType]) };
}

function conditions(value: unknown): Fields {
  const byTest = new Map<string, Map<string, string[]>>();
  for (const { test, variable, values } of list(value)) {
    const variables = byTest.get(String(test)) ?? new Map<string, string[]>();
    byTest.set(String(test), variables);
    const known = variables.get(String(variable)) ?? [];
    variables.set(String(variable), [...known, ...texts(values).map(withVariables)]);
  }
  if (byTest.size === 0) return {};
  const rendered = [...byTest].map(([test, variables]): [string, unknown] => [
    test,
    sorted([...variables].map(([variable, all]) => [variable, all.length === 1 ? all[0] : all])),
  ]);
  return { Condition: sorted(rendered) };
}

/** Go writes the keys of a map in ascending order. */
function sorted(entries: readonly (readonly [string, unknown])[]): Fields {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

function list(value: unknown): readonly Fields[] {
  return (Array.isArray(value) ? value : []).filter(
    (item): item is Fields => item !== null && typeof item === "object",
  );
}
