import * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "./common-args";
import * as checks from "./checks";
import { readArguments } from "./argument-forms";
import { messageOnly } from "./deployment-error";
import { checkLate, type LateCheck } from "./late-values";
import {
  ArgumentsError,
  listProblems,
  recordProblems,
  type Check,
  type ListRule,
  type Problem,
  type RecordRule,
} from "./problems";
import { asArguments, pathInComposition, type PartPaths } from "./parts";
import { isKnown, isNothing, isPlainObject, liesAt } from "./values";

/** Makes the error about a property that only the deployment finds to be wrong. */
export type Failure = (propertyPath: string, reason: string) => Error;

/**
 * Gathers everything that is wrong with a component's arguments, so that the user learns of all of it at once.
 *
 * Values that are known are checked when they are given to it; values that only the deployment knows are checked then,
 * and the checked value is what the methods return.
 */
export class Validation {
  readonly #part: Part | undefined;
  /** What a composition's validation has in common with those of its parts. */
  readonly #common: Common;

  /**
   * @param component how messages name the component, for example `RegistryHost "demo"`
   * @param part the composition whose part the component is: its problems are the composition's
   */
  constructor(component: string, part?: Part) {
    this.#part = part;
    this.#common =
      part === undefined
        ? { component, problems: [], misshapen: [], refused: false }
        : part.composition.#common;
  }

  /**
   * Reads a component's arguments in the form that the schema has, and returns them so that all else about them can be
   * checked; what is null is not given. What only the deployment knows is read then.
   * @param type the component's name in the schema
   * @param refused reasons for names that users may expect, by patterns of the names
   */
  form<T extends object>(
    type: string,
    args: T | null | undefined,
    refused?: readonly (readonly [RegExp, string])[],
  ): T {
    // The composition has read what it passes to its parts.
    if (this.#part !== undefined) return args ?? ({} as T);
    const { problems, misshapen } = this.#common;
    const report = (late: readonly Problem[]): void => {
      // Nobody waits for the outputs of a component that has been refused.
      if (late.length > 0 && !this.#common.refused) throw this.#error(late);
    };
    const read = readArguments<T>(type, args ?? ({} as T), refused, report);
    problems.push(...read.misshapen, ...read.unknownNames);
    misshapen.push(...read.misshapen.map(({ propertyPath }) => propertyPath));
    return read.args;
  }

  /** Notes a problem of the property at `propertyPath`, as `variants.blue.instanceType`. */
  problem(propertyPath: string, reason: string | undefined): void {
    if (reason !== undefined) this.#note({ propertyPath, reason });
  }

  /**
   * Checks one value, if it is provided, and returns it as an output that fails where the check does, or where it is undefined.
   * Without a check its form is all that matters.
   */
  value<T>(propertyPath: string, value: pulumi.Input<T>, check?: Check<T>): pulumi.Output<T>;
  value<T>(
    propertyPath: string,
    value: pulumi.Input<T | undefined> | undefined,
    check?: Check<T>,
  ): pulumi.Output<T> | undefined;
  value<T>(
    propertyPath: string,
    value: pulumi.Input<T | undefined> | undefined,
    check: Check<T> = () => undefined,
  ): pulumi.Output<T> | undefined {
    return value === undefined ? undefined : this.required(propertyPath, value, check);
  }

  /** The same for one that may be an output that turns out to hold nothing, which is as good as not given. */
  optional<T>(
    propertyPath: string,
    value: pulumi.Input<T | undefined> | undefined,
    check: Check<T>,
  ): pulumi.Output<T | undefined> | undefined {
    if (value === undefined) return undefined;
    const given: Check<T | undefined> = (known) => (isNothing(known) ? undefined : check(known));
    return this.#one(propertyPath, value, given, { mayHoldNothing: true });
  }

  /** Checks one value that must be there, also where only the deployment knows it. */
  required<T>(propertyPath: string, value: pulumi.Input<T | undefined>, check: Check<T>): pulumi.Output<T> {
    const checkPresent: Check<T | undefined> = (known) => (isNothing(known) ? MISSING : check(known));
    return this.#one(propertyPath, value, checkPresent) as pulumi.Output<T>;
  }

  /** The same for a secret, by a check whose messages do not show it. */
  secret(propertyPath: string, value: pulumi.Input<string>, check: Check<string>): pulumi.Output<string> {
    return pulumi.secret(this.#one(propertyPath, value, check, { isNotShown: true }));
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
    if (Array.isArray(value)) this.#note(...listProblems(propertyPath, value, rule));
    if (isKnown(value)) return pulumi.output(value) as unknown as pulumi.Output<T[]>;
    // Together, because items can also be found to be the same only once all are known.
    return this.#gate(propertyPath, value as unknown as pulumi.Input<T[]>, (items) => {
      return Array.isArray(items)
        ? listProblems(propertyPath, items, rule)
        : [{ propertyPath, reason: checks.mismatch(items, "a list") }];
    });
  }

  /** Checks a map: its keys as soon as they are known, and each value as soon as it is known. */
  record<T>(
    propertyPath: string,
    value: pulumi.Input<Record<string, pulumi.Input<T>>> | undefined,
    rule: RecordRule<T>,
  ): pulumi.Output<Record<string, T>> | undefined {
    if (value === undefined) return undefined;
    if (isPlainObject(value)) {
      this.#note(...recordProblems(propertyPath, value, rule));
    }
    if (isKnown(value)) return pulumi.output(value) as unknown as pulumi.Output<Record<string, T>>;
    return this.#gate(propertyPath, value as unknown as pulumi.Input<Record<string, T>>, (entries) => {
      return isPlainObject(entries)
        ? recordProblems(propertyPath, entries, rule)
        : [{ propertyPath, reason: checks.mismatch(entries, "an object") }];
    });
  }

  /** Checks an object whose members depend on each other: as soon as all of it is known. */
  object<T extends object>(
    propertyPath: string,
    value: T,
    problemsOf: (known: pulumi.Unwrap<T>) => readonly Problem[],
  ): pulumi.Output<pulumi.Unwrap<T>> {
    if (!isKnown(value)) return this.#gate(propertyPath, pulumi.output(value), problemsOf);
    this.#note(...problemsOf(value as pulumi.Unwrap<T>));
    return pulumi.output(value);
  }

  /**
   * Checks the arguments that every component takes, and returns them as they are to be used.
   * @param tags the check of the tags
   */
  common(args: CommonArgs, tags: Check<Record<string, string>> = checks.tags): CommonArgs {
    return {
      tags: this.value("tags", args.tags as pulumi.Input<Record<string, string>> | undefined, tags),
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
   * Checks the arguments of a part, whose problems are the composition's, and returns them for the part's constructor, which does
   * not check them again.
   * @param check the part's own check
   */
  part<Args, Checked>(
    check: (name: string, args: Args, part: Part) => Checked,
    name: string,
    args: Args,
    paths: PartPaths,
  ): Args {
    return asArguments<Args>(check(name, args, { composition: this, paths }));
  }

  /**
   * Ends the validation. Call it before `super()`, so that a component with bad arguments registers nothing. A part leaves
   * it to its composition.
   * @throws pulumi.InputPropertiesError naming every problem found, where there is one
   */
  throwIfInvalid(): void {
    if (this.#part !== undefined || this.#common.problems.length === 0) return;
    this.#common.refused = true;
    throw this.#error(this.#common.problems);
  }

  /** The error about a property that only a look at AWS finds to be wrong, for the deployment to end with. */
  readonly failure: Failure = (propertyPath, reason) =>
    this.#error([this.#inComposition({ propertyPath, reason })]);

  /** Records problems, except those of placeholders for values that could not be read. */
  #note(...problems: readonly Problem[]): void {
    const { problems: noted, misshapen } = this.#common;
    const isStandIn = ({ propertyPath }: Problem): boolean =>
      misshapen.some((path) => liesAt(path, propertyPath));
    // Parts share arguments, such as tags, and each of them finds the same fault.
    const isNoted = ({ propertyPath, reason }: Problem): boolean =>
      noted.some((each) => each.propertyPath === propertyPath && each.reason === reason);
    for (const problem of problems.map((each) => this.#inComposition(each))) {
      if (!isStandIn(problem) && !isNoted(problem)) noted.push(problem);
    }
  }

  /** The problem with the path by which the user specified the property. */
  #inComposition({ propertyPath, reason }: Problem): Problem {
    if (this.#part === undefined) return { propertyPath, reason };
    const { composition, paths } = this.#part;
    return composition.#inComposition({ propertyPath: pathInComposition(paths, propertyPath), reason });
  }

  #error(problems: readonly Problem[]): ArgumentsError {
    return messageOnly(new ArgumentsError(this.#common.component, problems));
  }

  /** Checks a value at once where it is known, and else the output that it becomes. */
  #one<T>(
    propertyPath: string,
    value: pulumi.Input<T>,
    check: Check<T>,
    options?: Partial<LateCheck<T>>,
  ): pulumi.Output<T> {
    const problemsOf = (known: T): Problem[] => {
      const reason = check(known);
      return reason === undefined ? [] : [{ propertyPath, reason }];
    };
    if (!isKnown(value)) return this.#gate(propertyPath, value, problemsOf, options);
    this.#note(...problemsOf(value as T));
    return pulumi.output(value) as pulumi.Output<T>;
  }

  /** The value as an output that fails where there are problems with it, once the deployment knows it. */
  #gate<T>(
    propertyPath: string,
    value: pulumi.Input<T>,
    problemsOf: LateCheck<T>["problemsOf"],
    options?: Partial<LateCheck<T>>,
  ): pulumi.Output<T> {
    return checkLate(
      value,
      { propertyPath, problemsOf, ...options },
      () => this.#common.refused,
      (problems) => this.#error(problems.map((each) => this.#inComposition(each))),
    );
  }
}

/** A part of a composition. */
export interface Part {
  readonly composition: Validation;
  readonly paths: PartPaths;
}

interface Common {
  /** How messages name the component that the user wrote. */
  readonly component: string;
  readonly problems: Problem[];
  /** Paths of values of another form. */
  readonly misshapen: string[];
  refused: boolean;
}

const MISSING = "is missing, but is required";
