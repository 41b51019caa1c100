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
