import * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import forms from "./forms.json";
import type { Problem } from "./problems";
import { remedyForUnknown } from "../../registry-client/text/suggestion";
import { isNothing, isPlainObject, propertyPathOf } from "./values";

/** The form of an argument, as the package's schema has it. */
interface Form {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Form;
  readonly additionalProperties?: Form;
  /** Whether the value decides what is made, and must be known when the program runs. */
  readonly plain?: boolean;
}

/** The form of an object: its members; a closed set has none. */
interface ObjectForm {
  readonly properties?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
}

const components: Readonly<Record<string, ObjectForm>> = forms.components;
const types: Readonly<Record<string, ObjectForm>> = forms.types;

/** A component's arguments, in a form that can be read, and what was wrong with the form that they had. */
export interface ReadArguments<T> {
  readonly args: T;
  /** Values of a wrong form, and missing ones: their placeholders must not be checked further. */
  readonly misshapen: readonly Problem[];
  /** Names that there are not. */
  readonly unknownNames: readonly Problem[];
}

/** Reasons for names that users may expect, by patterns of the names. */
type RefusedNames = readonly (readonly [RegExp, string])[];

/** Told what is wrong with the form of a value that only the deployment knows; throws where that ends the deployment. */
type Report = (problems: readonly Problem[]) => void;

/**
 * Reads a component's arguments as TypeScript would have them, which programs without types, or in other languages, need not
 * keep to. What is null is not given: that is how those languages write it. Closed sets, ranges and patterns are left to the
 * component.
 * @param refused reasons for names that users may expect, by patterns of the names
 * @param report takes what is wrong with values that only the deployment knows; without it they are left as they are
 */
export function readArguments<T extends object>(
  component: string,
  given: T,
  refused: RefusedNames = [],
  report?: Report,
): ReadArguments<T> {
  const reader = new Reader(refused, report);
  const args = reader.object("", given, components[component] ?? {}) as T;
  return { args, misshapen: reader.misshapen, unknownNames: reader.unknownNames };
}

/** Reads values by their forms, and gathers what is wrong with them. */
class Reader {
  readonly misshapen: Problem[] = [];
  readonly unknownNames: Problem[] = [];

  constructor(
    private readonly refused: RefusedNames,
    private readonly report: Report | undefined,
  ) {}

  object(path: string, value: object, { properties = {}, required = [] }: ObjectForm): object {
    const members = Object.entries(value).filter(([, each]) => !isNothing(each));
    const read = members.flatMap(([name, each]: [string, unknown]): [string, unknown][] => {
      const form = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const propertyPath = propertyPathOf(path, name);
      if (form !== undefined) {
        const mayBeNothing = !required.includes(name);
        return [[name, this.#member(propertyPath, each, form, mayBeNothing)]];
      }
      this.unknownNames.push({ propertyPath, reason: this.#unknownName(name, Object.keys(properties)) });
      return [];
    });
    const missing = required.filter((name) => !members.some(([each]) => each === name));
    // What is refused with a reason may stand where something else is required: the reason says what.
    const isExplained = members.some(([name]) => !Object.hasOwn(properties, name) && this.#reasonFor(name));
    const standIns = missing.map((name): [string, unknown] => {
      const form = properties[name] ?? {};
      if (isExplained) return [name, standIn(form)];
      return [name, this.#refuse(propertyPathOf(path, name), "is missing, but is required", form)];
    });
    return Object.fromEntries([...read, ...standIns]);
  }

  #unknownName(name: string, known: readonly string[]): string {
    return this.#reasonFor(name) ?? `is an unknown property; ${remedyForUnknown(name, known)}`;
  }

  #reasonFor(name: string): string | undefined {
    return this.refused.find(([pattern]) => pattern.test(name))?.[1];
  }

  #member(path: string, value: unknown, form: Form, mayBeNothing = false): unknown {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
      if (form.plain === true) return this.#refuse(path, MUST_BE_KNOWN, form);
      return this.report === undefined ? value : this.#later(path, pulumi.output(value), form, mayBeNothing);
    }
    const expected = expectedKind(form);
    const found = kindOf(value);
    if (expected === undefined) return value;
    if (found !== expected) {
      return this.#refuse(path, `is ${FOUND[found] ?? WANTED[found]}, but must be ${WANTED[expected]}`, form);
    }
    const { items, additionalProperties } = form;
    const type = typeOf(form);
    if (type?.properties !== undefined) return this.object(path, value as object, type);
    if (items !== undefined) {
      return (value as unknown[]).map((each, index) => this.#item(`${path}[${index}]`, each, items));
    }
    if (additionalProperties === undefined) return value;
    const entries = Object.entries(value as object).filter(([, each]) => !isNothing(each));
    return Object.fromEntries(
      entries.map(([key, each]) => [
        key,
        this.#member(propertyPathOf(path, key), each, additionalProperties),
      ]),
    );
  }

  /** Lists keep their places: an item that is nothing is refused. */
  #item(path: string, value: unknown, form: Form): unknown {
    if (!isNothing(value)) return this.#member(path, value, form);
    return this.#refuse(path, "is missing: leave the item out of the list", form);
  }

  /** Reads what only the deployment knows once it does. Then null is not given, too, where that may be. */
  #later(
    path: string,
    value: pulumi.Output<unknown>,
    form: Form,
    mayBeNothing: boolean,
  ): pulumi.Output<unknown> {
    return value.apply(
      guarded((known) => {
        if (isNothing(known)) return mayBeNothing ? undefined : known;
        const reader = new Reader(this.refused, this.report);
        const read = reader.#member(path, known, form);
        const problems = [...reader.misshapen, ...reader.unknownNames];
        this.report?.(problems);
        return problems.length === 0 ? read : known;
      }),
    );
  }

  #refuse(propertyPath: string, reason: string, form: Form): unknown {
    this.misshapen.push({ propertyPath, reason });
    return standIn(form);
  }
}

const MUST_BE_KNOWN =
  "must be known when the program runs, because it decides what is made: only what it holds may be an output";

type Kind = "string" | "number" | "boolean" | "array" | "object" | "asset" | "archive" | "other";

/** Values are not shown: a password may be at a wrong property. */
const WANTED: Readonly<Record<Kind, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  asset: "an asset: write new pulumi.asset.FileAsset(path)",
  archive: "an archive",
  other: "something else",
};
const FOUND: Readonly<Partial<Record<Kind, string>>> = { boolean: "a boolean", asset: "an asset" };

const typeOf = ({ $ref }: Form): ObjectForm | undefined => ($ref === undefined ? undefined : types[$ref]);

function expectedKind(form: Form): Kind | undefined {
  const type = typeOf(form);
  if (type !== undefined) return type.properties === undefined ? "string" : "object";
  if (form.type === "integer") return "number";
  return form.$ref === "Asset" ? "asset" : (form.type as Kind | undefined);
}

function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return "array";
  if (pulumi.asset.Asset.isInstance(value)) return "asset";
  if (pulumi.asset.Archive.isInstance(value)) return "archive";
  if (isPlainObject(value)) return "object";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "other";
}

/** What takes the place of a value that cannot be read, so that the rest can be checked: it is there, and says nothing. */
function standIn(form: Form): unknown {
  const { properties, required = [] } = typeOf(form) ?? {};
  if (properties !== undefined) {
    return Object.fromEntries(required.map((name) => [name, standIn(properties[name] ?? {})]));
  }
  if (form.type === "array") return [];
  if (form.type === "object") return {};
  return form.plain === true ? undefined : pulumi.output(new Promise(() => undefined));
}
