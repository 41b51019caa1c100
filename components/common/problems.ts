import * as pulumi from "@pulumi/pulumi";
import { isKnown, isNothing, propertyPathOf } from "./values";

/**
 * Says what is wrong with a value: what was given, what is allowed, and the remedy. `undefined` means that nothing is.
 * @typeParam T the type of the value once it is known
 */
export type Check<T> = (value: T) => string | undefined;

/** What a list must satisfy: how many items it holds, and what each of them must be. */
export interface ListRule<T> {
  /** The fewest items allowed. Default: 0. */
  readonly min?: number;
  /** The most items allowed. Default: any number. */
  readonly max?: number;
  /** Why the limits are what they are, or what to do: it ends the message. */
  readonly remedy?: string;
  /** What every item must satisfy. */
  readonly item?: Check<T>;
  /** Whether an item that is there twice is a problem. Default: `false`. */
  readonly unique?: boolean;
  /** Whether items without a value do not count. Default: false. */
  readonly ignoresUndefined?: boolean;
}

/** What a map must satisfy: how many entries it holds, and what each key and value must be. */
export interface RecordRule<T> {
  /** The most entries allowed. Default: any number. */
  readonly max?: number;
  /** What every key must satisfy. */
  readonly key?: Check<string>;
  /** What every value must satisfy. */
  readonly item?: Check<T>;
}

/** Something that is wrong with arguments. */
export interface Problem {
  readonly propertyPath: string;
  readonly reason: string;
}

/**
 * The error that ends a program with wrong arguments: its message names every problem. Its `errors` are empty, because of
 * those the engine prints the properties' values as well, for programs in other languages also where they are passwords.
 */
export class ArgumentsError extends pulumi.InputPropertiesError {
  /** Every problem. */
  readonly problems: readonly Problem[];

  /** @param component how the message names the component, as `RegistryHost "demo"` */
  constructor(component: string, problems: readonly Problem[]) {
    const lines = problems.map(({ propertyPath, reason }) => `  - ${propertyPath}: ${reason}`);
    const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super({ message: `${component} has ${many} in its arguments:\n${lines.join("\n")}`, errors: [] });
    this.problems = problems;
  }
}

/** Collects problems: `note` keeps those with a reason. */
export class Problems {
  readonly all: Problem[] = [];

  note(propertyPath: string, reason: string | undefined): void {
    if (reason !== undefined) this.all.push({ propertyPath, reason });
  }
}

/** Problems whose reasons end in the page that the limits come from. */
export const sourcedProblems = (page: string, problems: readonly Problem[]): readonly Problem[] =>
  problems.map(({ propertyPath, reason }) => ({ propertyPath, reason: `${reason} (${page})` }));

/** What is wrong with the known part of a list. */
export function listProblems<T>(
  propertyPath: string,
  items: readonly pulumi.Input<T>[],
  { min = 0, max = Infinity, item, remedy, unique = false, ignoresUndefined = false }: ListRule<T>,
): Problem[] {
  const problems = new Problems();
  const count = ignoresUndefined ? items.filter((each) => !isNothing(each)).length : items.length;
  if (count < min || count > max) {
    const allowed =
      max === Infinity ? `at least ${min}` : min === max ? `exactly ${min}` : `${min} to ${max}`;
    const reason = `has ${count === 1 ? "1 item" : `${count} items`}, but must have ${allowed}`;
    problems.note(propertyPath, remedy === undefined ? reason : `${reason}: ${remedy}`);
  }
  items.forEach((each, index) => {
    if (!isKnown(each)) return;
    const first = unique && !isNothing(each) ? items.indexOf(each) : index;
    const reason = first === index ? item?.(each as T) : `is the same as ${propertyPath}[${first}]`;
    problems.note(`${propertyPath}[${index}]`, reason);
  });
  return problems.all;
}

/** What is wrong with the known part of a map. */
export function recordProblems<T>(
  propertyPath: string,
  entries: Readonly<Record<string, pulumi.Input<T>>>,
  { max = Infinity, key, item }: RecordRule<T>,
): Problem[] {
  const problems = new Problems();
  const names = Object.keys(entries);
  if (names.length > max) {
    problems.note(propertyPath, `has ${names.length} entries, but must have at most ${max}`);
  }
  for (const name of names) {
    const value = entries[name];
    const reason = key?.(name) ?? (value !== undefined && isKnown(value) ? item?.(value as T) : undefined);
    problems.note(propertyPathOf(propertyPath, name), reason);
  }
  return problems.all;
}
