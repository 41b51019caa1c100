import * as pulumi from "@pulumi/pulumi";

/** How the Pulumi protocol marks a secret value. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Takes the marks of secrets off a value, and says where they were. */
export function reveal(value: unknown, path = ""): { value: unknown; secretPaths: string[] } {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => reveal(item, `${path}[${index}]`));
    return { value: items.map((item) => item.value), secretPaths: items.flatMap((item) => item.secretPaths) };
  }
  if (value === null || typeof value !== "object" || pulumi.asset.Asset.isInstance(value)) {
    return { value, secretPaths: [] };
  }
  if (pulumi.asset.Archive.isInstance(value) || pulumi.Resource.isInstance(value)) {
    return { value, secretPaths: [] };
  }
  const fields = value as Record<string, unknown>;
  if (fields[SIGNATURE] === SECRET) {
    return { value: reveal(fields.value, path).value, secretPaths: [path] };
  }
  const entries = Object.entries(fields).map(
    ([key, field]) => [key, reveal(field, path === "" ? key : `${path}.${key}`)] as const,
  );
  return {
    value: Object.fromEntries(entries.map(([key, field]) => [key, field.value])),
    secretPaths: entries.flatMap(([, field]) => field.secretPaths),
  };
}

/** The Pulumi protocol's mark of a resource in the place of a value. */
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Whether a value holds a resource, as a program gives one in place of its id. */
export function containsResource(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  if (pulumi.Resource.isInstance(value)) return true;
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) return false;
  return Object.values(value).some(containsResource);
}

/**
 * A value with the ids of the resources in it in their place, as a provider gets them.
 * @param sent the same value as the protocol sends it
 */
export function withIds(value: unknown, sent: unknown): unknown {
  if (value === null || typeof value !== "object" || sent === null || typeof sent !== "object") return value;
  const fields = sent as Record<string, unknown>;
  if (fields[SIGNATURE] === RESOURCE) return fields.id ?? fields.urn;
  if (fields[SIGNATURE] === SECRET) return withIds(value, fields.value);
  if (Array.isArray(value)) return value.map((item, index) => withIds(item, (sent as unknown[])[index]));
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withIds(field, fields[key])]));
}
