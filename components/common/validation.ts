import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "./common-args";
import * as checks from "./checks";
import { withoutStack } from "./deployment-error";

/**
 * Says what is wrong with a value: what was given, what is allowed, and the remedy. `undefined` means that nothing is.
 * @typeParam T the type of the value once it is known
 */
export type Check<T> = (value: T) => string | undefined;

/** What a list must satisfy: how many items it holds, and what each of them must be. */
export interface ListRule<T> {
  /** The fewest items allowed; 0 by default. */
  readonly min?: number;
  /** The most items allowed; any number by default. */
  readonly max?: number;
  /** Why the limits are what they are, or what to do: it ends the message. */
  readonly remedy?: string;
  /** What every item must satisfy. */
  readonly item?: Check<T>;
  /** Whether an item that is there twice is a problem; `false` by default. */
  readonly unique?: boolean;
}

/** What a map must satisfy: how many entries it holds, and what each key and value must be. */
export interface RecordRule<T> {
  /** The most entries allowed; any number by default. */
  readonly max?: number;
  /** What every key must satisfy. */
  readonly key?: Check<string>;
  /** What every value must satisfy. */
  readonly item?: Check<T>;
}

interface Problem {
  readonly propertyPath: string;
  readonly reason: string;
}

/**
 * Gathers everything that is wrong with a component's arguments, so that the user learns of all of it at once.
 *
 * Values that are known are checked when they are given to it; values that only the deployment knows are checked then,
 * and the checked value is what the methods return.
 */
export class Validation {
  readonly #component: string;
  readonly #problems: Problem[] = [];

  /** @param component how messages name the component, as `RegistryHost "demo"` */
  constructor(component: string) {
    this.#component = component;
  }

  /** Notes a problem of the property at `propertyPath`, as `variants.blue.instanceType`. */
  problem(propertyPath: string, reason: string | undefined): void {
    if (reason !== undefined) this.#problems.push({ propertyPath, reason });
  }

  /** Checks one value, and returns it as an output that fails where the check does. */
  value<T>(propertyPath: string, value: pulumi.Input<T>, check: Check<T>): pulumi.Output<T>;
  value<T>(
    propertyPath: string,
    value: pulumi.Input<T> | undefined,
    check: Check<T>,
  ): pulumi.Output<T> | undefined;
  value<T>(
    propertyPath: string,
    value: pulumi.Input<T | undefined> | undefined,
    check: Check<T>,
  ): pulumi.Output<T | undefined> | undefined;
  value<T>(
    propertyPath: string,
    value: pulumi.Input<T | undefined> | undefined,
    check: Check<T>,
  ): pulumi.Output<T | undefined> | undefined {
    if (value === undefined) return undefined;
    // An optional output may turn out to hold nothing: that is as good as not given.
    const given: Check<T | undefined> = (known) => (known === undefined ? undefined : check(known));
    if (!isKnown(value)) return this.#gate(propertyPath, value, given);
    this.problem(propertyPath, given(value as T));
    return pulumi.output(value) as pulumi.Output<T>;
  }

  /** Checks one value that must be there, also where only the deployment knows it. */
  required<T>(propertyPath: string, value: pulumi.Input<T>, check: Check<T>): pulumi.Output<T> {
    const present: Check<T> = (known) =>
      known === undefined || known === null ? "is missing, but is required" : check(known);
    if (!isKnown(value)) return this.#gate(propertyPath, value, present);
    this.problem(propertyPath, present(value as T));
    return pulumi.output(value) as pulumi.Output<T>;
  }

  /** Checks a list: its length as soon as that is known, and each item as soon as it is known. */
  list<T>(
    propertyPath: string,
    value: pulumi.Input<pulumi.Input<T>[]>,
    rule: ListRule<T>,
  ): pulumi.Output<T[]>;
  list<T>(
    propertyPath: string,
    value: pulumi.Input<pulumi.Input<T>[]> | undefined,
    rule: ListRule<T>,
  ): pulumi.Output<T[]> | undefined;
  list<T>(
    propertyPath: string,
    value: pulumi.Input<pulumi.Input<T>[]> | undefined,
    rule: ListRule<T>,
  ): pulumi.Output<T[]> | undefined {
    if (value === undefined) return undefined;
    if (Array.isArray(value)) this.#problems.push(...listProblems(propertyPath, value, rule));
    if (isKnown(value)) return pulumi.output(value) as unknown as pulumi.Output<T[]>;
    // Together, because items can also be found to be the same only once all are known.
    return this.#gateAll(propertyPath, value as unknown as pulumi.Input<T[]>, (items: T[] | undefined) =>
      items === undefined ? [] : listProblems(propertyPath, items, rule),
    );
  }

  /** Checks a map: its keys as soon as they are known, and each value as soon as it is known. */
  record<T>(
    propertyPath: string,
    value: pulumi.Input<Record<string, pulumi.Input<T>>> | undefined,
    rule: RecordRule<T>,
  ): pulumi.Output<Record<string, T>> | undefined {
    if (value === undefined) return undefined;
    if (isPlainObject(value)) {
      this.#problems.push(...recordProblems(propertyPath, value, rule));
    }
    if (isKnown(value)) return pulumi.output(value) as unknown as pulumi.Output<Record<string, T>>;
    return this.#gateAll(
      propertyPath,
      value as unknown as pulumi.Input<Record<string, T>>,
      (entries: Record<string, T> | undefined) =>
        entries === undefined ? [] : recordProblems(propertyPath, entries, rule),
    );
  }

  /** Checks the arguments that every component takes, and returns them as they are to be used. */
  common(args: CommonArgs): CommonArgs {
    return {
      tags: this.value("tags", args.tags as pulumi.Input<Record<string, string>> | undefined, checks.tags),
      kmsKeyArn: this.value("kmsKeyArn", args.kmsKeyArn, checks.arn("kms", "key/…")),
      permissionsBoundaryArn: this.value(
        "permissionsBoundaryArn",
        args.permissionsBoundaryArn,
        checks.arn("iam", "policy/…"),
      ),
      rolePath: this.value("rolePath", args.rolePath, checks.rolePath),
      logRetentionInDays: this.value(
        "logRetentionInDays",
        args.logRetentionInDays,
        checks.logRetentionInDays,
      ),
    };
  }

  /**
   * Takes over the problems that the check of a part's arguments finds, so that a composition can refuse its own arguments
   * before it registers anything.
   * @param pathOf says by which property the user gave the part's property
   */
  part(
    check: () => unknown,
    pathOf: (propertyPath: string) => string = (propertyPath) => propertyPath,
  ): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof pulumi.InputPropertiesError)) throw error;
      for (const { propertyPath, reason } of error.errors ?? []) {
        const path = pathOf(propertyPath);
        // Parts share arguments, as tags, and each of them finds the same wrong.
        const known = this.#problems.some((each) => each.propertyPath === path && each.reason === reason);
        if (!known) this.problem(path, reason);
      }
    }
  }

  /**
   * Ends the validation. Call it before `super()`, so that a component with bad arguments registers nothing.
   * @throws pulumi.InputPropertiesError naming every problem found, where there is one
   */
  throwIfInvalid(): void {
    if (this.#problems.length > 0) throw invalid(this.#component, this.#problems);
  }

  /** The value as an output that fails where the check does, once the deployment knows it. */
  #gate<T>(propertyPath: string, value: pulumi.Input<T>, check: Check<T>): pulumi.Output<T> {
    return this.#gateAll(propertyPath, value, (known) => {
      const reason = check(known);
      return reason === undefined ? [] : [{ propertyPath, reason }];
    });
  }

  /** The value as an output that fails where there are problems with it, once the deployment knows it. */
  #gateAll<T>(
    propertyPath: string,
    value: pulumi.Input<T>,
    problemsOf: (known: T) => readonly Problem[],
  ): pulumi.Output<T> {
    const output = pulumi.output(value) as pulumi.Output<T>;
    const checked = output.apply((known): T | Promise<T> => {
      const problems = problemsOf(known);
      if (problems.length === 0) return known;
      // Messages name the value, and end up in logs: a secret is refused without it.
      return pulumi.isSecret(output).then((secret) => {
        const reason = "is a secret that is not allowed here; its value, and so the reason, is not shown";
        throw withoutStack(invalid(this.#component, secret ? [{ propertyPath, reason }] : problems));
      });
    });
    return checked as pulumi.Output<T>;
  }
}

/** The path of a property of a map or object, as `environment.KEY` or `environment["a key"]`. */
export function propertyPathOf(parent: string, key: string): string {
  if (!/^[a-zA-Z_$][\w$-]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}

function invalid(component: string, problems: readonly Problem[]): pulumi.InputPropertiesError {
  const lines = problems.map(({ propertyPath, reason }) => `  - ${propertyPath}: ${reason}`);
  const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new pulumi.InputPropertiesError({
    message: `${component} has ${many} in its arguments:\n${lines.join("\n")}`,
    errors: [...problems],
  });
}

function listProblems<T>(
  propertyPath: string,
  items: readonly pulumi.Input<T>[],
  { min = 0, max = Infinity, item, remedy, unique = false }: ListRule<T>,
): Problem[] {
  const problems: Problem[] = [];
  const note = (path: string, reason: string | undefined): void => {
    if (reason !== undefined) problems.push({ propertyPath: path, reason });
  };
  if (items.length < min || items.length > max) {
    const allowed =
      max === Infinity ? `at least ${min}` : min === max ? `exactly ${min}` : `${min} to ${max}`;
    const reason = `has ${items.length} items, but must have ${allowed}`;
    note(propertyPath, remedy === undefined ? reason : `${reason}: ${remedy}`);
  }
  items.forEach((each, index) => {
    if (!isKnown(each)) return;
    const first = unique ? items.indexOf(each) : index;
    const reason = first === index ? item?.(each as T) : `is the same as ${propertyPath}[${first}]`;
    note(`${propertyPath}[${index}]`, reason);
  });
  return problems;
}

function recordProblems<T>(
  propertyPath: string,
  entries: Readonly<Record<string, pulumi.Input<T>>>,
  { max = Infinity, key, item }: RecordRule<T>,
): Problem[] {
  const problems: Problem[] = [];
  const names = Object.keys(entries);
  if (names.length > max) {
    const reason = `has ${names.length} entries, but must have at most ${max}`;
    problems.push({ propertyPath, reason });
  }
  for (const name of names) {
    const value = entries[name];
    const reason = key?.(name) ?? (value !== undefined && isKnown(value) ? item?.(value as T) : undefined);
    if (reason !== undefined) problems.push({ propertyPath: propertyPathOf(propertyPath, name), reason });
  }
  return problems;
}

/** Whether a value holds nothing that only the deployment knows. */
export function isKnown(value: unknown): boolean {
  if (value === null || typeof value !== "object") return true;
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return !isPlainObject(value) || Object.values(value).every(isKnown);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}
