import * as pulumi from "@pulumi/pulumi";

/** The path of a property of a map or object, for example `environment.KEY` or `environment["a key"]`. */
export function propertyPathOf(parent: string, key: string): string {
  if (!/^[a-zA-Z_$][\w$-]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}

/** Whether a value is none. */
export const isNothing = (value: unknown): value is null | undefined => value === undefined || value === null;

/** Whether a value holds nothing that only the deployment knows. */
export function isKnown(value: unknown): boolean {
  if (value === null || typeof value !== "object") return true;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return !isPlainObject(value) || Object.values(value).every(isKnown);
}

/** Whether a value is an object of a program's own, and none of a class, as outputs and assets are. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a property lies at a path, or below it. */
export function liesAt(path: string, propertyPath: string): boolean {
  return (
    propertyPath === path || (propertyPath.startsWith(path) && /[.[]/.test(propertyPath.charAt(path.length)))
  );
}
