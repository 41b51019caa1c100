/** A value that is known only when it is deployed. */
export class Unknown {
  /** @param path where it is, for example `vpcConfig.subnets[0]` */
  constructor(readonly path: string) {}
}

/**
 * A value of a policy's resource with `Unknown` in place of what is unknown: reading such a property throws.
 * @param path where the value is
 */
export function unwrapProxies(value: unknown, path = ""): unknown {
  if (value === null || typeof value !== "object") return value;
  const read = (key: string): unknown => {
    const below = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    try {
      return unwrapProxies((value as Readonly<Record<string, unknown>>)[key], below);
    } catch {
      return new Unknown(below);
    }
  };
  const keys = Object.keys(value);
  return Array.isArray(value) ? keys.map(read) : Object.fromEntries(keys.map((key) => [key, read(key)]));
}

/** Every unknown value in a value. */
export function unknownsIn(value: unknown): readonly Unknown[] {
  if (value instanceof Unknown) return [value];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(unknownsIn);
}

/** A value with something in place of what is unknown. */
export function replaceUnknown(value: unknown, replacement: (unknown: Unknown) => unknown): unknown {
  if (value instanceof Unknown) return replacement(value);
  if (Array.isArray(value)) return value.map((item) => replaceUnknown(item, replacement));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, replaceUnknown(field, replacement)]),
  );
}
