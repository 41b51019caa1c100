import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "./common-args";
import type { Check, ListRule, RecordRule } from "./problems";
import type { Validation } from "./validation";
import { propertyPathOf } from "./values";

/** Checks the value of one property of `inputs`, and returns the checked value. */
export type InputCheck<V, Result = unknown, T = unknown> = (
  validation: Validation,
  propertyPath: string,
  value: V,
  inputs: T,
) => Result;

/** A property that a table leaves to the function that checks and uses it. */
export interface UsedElsewhere {
  readonly usedBy: (...args: never[]) => unknown;
}

/**
 * The checks of an interface's properties. The type requires an entry for each property, so that a declared property without
 * any use does not compile: a check, a table for the properties of a nested object, or `input.usedBy`.
 */
export type InputChecks<T> = {
  readonly [Name in keyof T]-?:
    InputCheck<T[Name], unknown, T> | UsedElsewhere | Nested<NonNullable<T[Name]>>;
};

/** A table for a nested object that is known when the program runs. */
type Nested<V> = [V] extends [readonly unknown[]]
  ? never
  : [Extract<V, Promise<unknown>>] extends [never]
    ? V extends object
      ? string extends keyof V
        ? never
        : InputChecks<V>
      : never
    : never;

/** What `checkInputs` returns: the checked value of each property that is not used elsewhere. */
export type Checked<Table> = {
  readonly [Name in keyof Table as Table[Name] extends UsedElsewhere ? never : Name]: Table[Name] extends (
    ...args: never[]
  ) => infer Result
    ? Result
    : Checked<Table[Name]> | undefined;
};

/** Forbids entries for properties that the interface does not have. */
type NoOthers<T, Table> = Readonly<Record<Exclude<keyof Table, keyof T>, never>>;

/**
 * Checks the properties of an object by a table, and returns the checked values.
 * @param path the property path of the object; empty for a component's arguments
 */
export function checkInputs<T extends object, Table extends InputChecks<T>>(
  validation: Validation,
  path: string,
  inputs: T,
  table: Table & NoOthers<T, Table>,
): Checked<Table> {
  return checkEntries(validation, path, inputs, table) as Checked<Table>;
}

type Entry = InputCheck<unknown> | UsedElsewhere | Table;
/** A table without the types of its interface. */
interface Table {
  readonly [name: string]: Entry;
}

function checkEntries(validation: Validation, path: string, inputs: object, table: object): object {
  const values = new Map<string, unknown>(Object.entries(inputs));
  const checked = Object.entries(table as Table).flatMap(([name, entry]): [string, unknown][] => {
    const value = values.get(name);
    const propertyPath = propertyPathOf(path, name);
    if (typeof entry === "function") return [[name, entry(validation, propertyPath, value, inputs)]];
    if ("usedBy" in entry) return [];
    return [[name, isObject(value) ? checkEntries(validation, propertyPath, value, entry) : undefined]];
  });
  return Object.fromEntries(checked);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The same for a component's arguments; those that all components have are checked by `Validation.common`. */
export function checkArguments<T extends object, Table extends InputChecks<Omit<T, keyof CommonArgs>>>(
  validation: Validation,
  args: T,
  table: Table & NoOthers<Omit<T, keyof CommonArgs>, Table>,
): Checked<Table> {
  return checkInputs<Omit<T, keyof CommonArgs>, Table>(validation, "", args, table);
}

type Optional<V> = pulumi.Input<V> | undefined;

/** A value that need not be provided; an output for it must have a value. Without a check only its type matters. */
export const optional =
  <V>(check?: Check<V>): InputCheck<Optional<V | undefined>, pulumi.Output<V> | undefined> =>
  (validation, propertyPath, value) =>
    validation.value(propertyPath, value, check);

/** The same for a value whose output may turn out to have none. */
export const optionalOutput =
  <V>(check: Check<V>): InputCheck<Optional<V | undefined>, pulumi.Output<V | undefined> | undefined> =>
  (validation, propertyPath, value) =>
    validation.optional(propertyPath, value, check);

/** A value that must be provided. */
export const required =
  <V>(check: Check<V>): InputCheck<pulumi.Input<V | undefined>, pulumi.Output<V>> =>
  (validation, propertyPath, value) =>
    validation.required(propertyPath, value, check);

/** A value that has a default. */
export const withDefault =
  <V>(byDefault: pulumi.Input<NoInfer<V>>, check?: Check<V>): InputCheck<Optional<V>, pulumi.Output<V>> =>
  (validation, propertyPath, value) =>
    validation.value(propertyPath, value ?? byDefault, check);

/** A secret that must be provided, with a check whose messages do not show it. */
export const secret =
  (check: Check<string>): InputCheck<pulumi.Input<string>, pulumi.Output<string>> =>
  (validation, propertyPath, value) =>
    validation.secret(propertyPath, value, check);

type List<V> = pulumi.Input<pulumi.Input<V>[]>;

/** A list that need not be provided. */
export const list =
  <V>(rule: ListRule<V>): InputCheck<List<V> | undefined, pulumi.Output<V[]> | undefined> =>
  (validation, propertyPath, value) =>
    validation.list(propertyPath, value, rule);

/** A list that must be provided. */
export const requiredList =
  <V>(rule: ListRule<V>): InputCheck<List<V>, pulumi.Output<V[]>> =>
  (validation, propertyPath, value) =>
    validation.list(propertyPath, value, rule);

/** A map that need not be provided. */
export const record =
  <V>(
    rule: RecordRule<V>,
  ): InputCheck<
    pulumi.Input<Record<string, pulumi.Input<V>>> | undefined,
    pulumi.Output<Record<string, V>> | undefined
  > =>
  (validation, propertyPath, value) =>
    validation.record(propertyPath, value, rule);

/** A value that is known when the program runs, and need not be provided; it is returned as it is. */
export const plain =
  <V>(check: Check<V> = () => undefined): InputCheck<V | undefined, V | undefined> =>
  (validation, propertyPath, value) => {
    if (value !== undefined) validation.problem(propertyPath, check(value));
    return value;
  };

/** The checked value of each entry of a map that is known when the program runs. */
export const each =
  <V, Result>(
    check: InputCheck<V, Result>,
  ): InputCheck<Readonly<Record<string, V>> | undefined, Readonly<Record<string, Result>> | undefined> =>
  (validation, propertyPath, entries, inputs) =>
    entries &&
    Object.fromEntries(
      Object.entries(entries).map(([key, value]) => [
        key,
        check(validation, propertyPathOf(propertyPath, key), value, inputs),
      ]),
    );

/** Leaves a property to the function that checks and uses it. */
export const usedBy = <F extends (...args: never[]) => unknown>(use: F): { readonly usedBy: F } => ({
  usedBy: use,
});
