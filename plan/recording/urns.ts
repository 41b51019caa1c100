import * as pulumi from "@pulumi/pulumi";

/** A former identity as the engine receives it: a URN, or what differs from the resource's current identity. */
export interface AliasRequest {
  getUrn(): string;
  getSpec():
    | {
        getName(): string;
        getType(): string;
        getStack(): string;
        getProject(): string;
        getParenturn(): string;
        getNoparent(): boolean;
      }
    | undefined;
}

/** What a URN is made of, the parent by its own URN. */
export interface Identity {
  readonly type: string;
  readonly name: string;
  readonly parent: string | undefined;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** The URN that the engine gives: with the types of all parents, but for the stack. */
export function newUrn(
  parent: string,
  type: string,
  name: string,
  stack = pulumi.getStack(),
  project = pulumi.getProject(),
): string {
  const parentType = parent === "" ? STACK_TYPE : parent.split("::")[2];
  const qualified = parentType === STACK_TYPE || parentType === undefined ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/**
 * The URNs by which a resource was known before, as the engine finds them: by its own aliases, by those of its parent, and by
 * both together. A name that begins with the parent's follows it.
 * https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/
 */
export function aliasUrns(
  { type, name, parent = "" }: Identity,
  aliases: readonly AliasRequest[],
  above: { readonly name: string; readonly aliases: readonly string[] } | undefined,
): string[] {
  const own = aliases.map((alias) => {
    const spec = alias.getSpec();
    if (spec === undefined) return alias.getUrn();
    return newUrn(
      spec.getNoparent() ? "" : spec.getParenturn() || parent,
      spec.getType() || type,
      spec.getName() || name,
      spec.getStack() || undefined,
      spec.getProject() || undefined,
    );
  });
  const inherited = (above?.aliases ?? []).flatMap((parentAlias) => {
    const [stack = "", project, , parentName = ""] = parentAlias.split("::");
    return [newUrn("", type, name), ...own].map((urn) => {
      const formerType = urn.split("::")[2]?.split("$").pop() ?? type;
      const formerName = urn.split("::").slice(3).join("::");
      const followed = formerName.startsWith(above?.name ?? "")
        ? parentName + formerName.slice(above?.name.length)
        : formerName;
      return newUrn(parentAlias, formerType, followed, stack.slice("urn:pulumi:".length), project);
    });
  });
  return [...new Set([...own, ...inherited])];
}
