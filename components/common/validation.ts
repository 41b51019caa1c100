import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "./common-args";
import * as checks from "./checks";

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
    value: pulumi.Input<T> | undefined,
    check: Check<T>,
  ): pulumi.Output<T> | undefined {
    if (value === undefined) return undefined;
    if (isKnown(value)) {
      this.problem(propertyPath, check(value as T));
      return pulumi.output(value) as pulumi.Output<T>;
    }
    return this.#gate(propertyPath, value, check);
  }

  /** Checks a list: its length as soon as that is known, and each item as soon as it is known. */
  list<T>(
    propertyPath: string,
    value: pulumi.Input<pulumi.Input<T>[]> | undefined,
    rule: ListRule<T>,
  ): pulumi.Output<T[]> | undefined {
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) {
      return (pulumi.output(value) as unknown as pulumi.Output<T[]>).apply((known) => {
        this.#failAtDeployment(listProblems(propertyPath, known, rule));
        return known;
      });
    }
    this.#problems.push(...listProblems(propertyPath, value, rule));
    const { item } = rule;
    const items = value.map((each, index) =>
      item === undefined ? pulumi.output(each) : this.#gate(`${propertyPath}[${index}]`, each, item),
    );
    return pulumi.all(items as pulumi.Input<unknown>[]) as pulumi.Output<unknown> as pulumi.Output<T[]>;
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
   * Ends the validation. Call it before `super()`, so that a component with bad arguments registers nothing.
   * @throws pulumi.InputPropertiesError naming every problem found, where there is one
   */
  throwIfInvalid(): void {
    throwProblems(this.#component, this.#problems);
  }

  /** The value as an output that fails where the check does, once the deployment knows it. */
  #gate<T>(propertyPath: string, value: pulumi.Input<T>, check: Check<T>): pulumi.Output<T> {
    const output = pulumi.output(value) as pulumi.Output<T>;
    if (isKnown(value)) return output;
    return output.apply((known) => {
      // An optional output may turn out to hold nothing: that is as good as not given.
      if (known !== undefined) this.#failAtDeployment([{ propertyPath, reason: check(known) ?? "" }]);
      return known;
    });
  }

  #failAtDeployment(problems: readonly Problem[]): void {
    throwProblems(
      this.#component,
      problems.filter(({ reason }) => reason !== ""),
    );
  }
}

function throwProblems(component: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ propertyPath, reason }) => `  - ${propertyPath}: ${reason}`);
  const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new pulumi.InputPropertiesError({
    message: `${component} has ${many} in its arguments:\n${lines.join("\n")}`,
    errors: [...problems],
  });
}

function listProblems<T>(
  propertyPath: string,
  items: readonly pulumi.Input<T>[],
  { min = 0, max = Infinity, item, remedy }: ListRule<T>,
): Problem[] {
  const problems: Problem[] = [];
  if (items.length < min || items.length > max) {
    const allowed =
      max === Infinity ? `at least ${min}` : min === max ? `exactly ${min}` : `${min} to ${max}`;
    problems.push({
      propertyPath,
      reason: `has ${items.length} items, but must have ${allowed}${remedy === undefined ? "" : `: ${remedy}`}`,
    });
  }
  items.forEach((each, index) => {
    const reason = item !== undefined && isKnown(each) ? item(each as T) : undefined;
    if (reason !== undefined) problems.push({ propertyPath: `${propertyPath}[${index}]`, reason });
  });
  return problems;
}

/** Whether a value holds nothing that only the deployment knows. */
export function isKnown(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.values(value).every(isKnown);
  }
  return true;
}
