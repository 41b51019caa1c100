// What a change of a resource's inputs does: nothing, an update, or a replacement.
import { isAutoNamed, type AutoName } from "./names";
import { isSame, type Properties } from "./wire";

/** How a resource type takes changes. */
export interface ChangeRules {
  readonly autoName?: AutoName;
  /** Properties whose change replaces the resource: `ForceNew` in Terraform's schema. `"*"`: each. */
  readonly replaceOn: readonly string[] | "*";
  /** Properties that keep their value where a program ceases to give one: `Optional` and `Computed`. */
  readonly keeps?: readonly string[];
  /** Further properties that replace, found out by comparing values. */
  readonly replacesFor?: (state: Properties, inputs: Properties) => readonly string[];
}

export interface Differences {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** Compares new inputs with the state, as Terraform plans them, and with the inputs that were there before. */
export function differences(
  rules: ChangeRules,
  state: Properties,
  oldInputs: Properties,
  inputs: Properties,
  ignored: readonly string[] = [],
): Differences {
  const isInput = (property: string): boolean => !property.startsWith("__") && !ignored.includes(property);
  const given = Object.keys(inputs).filter(isInput);
  const taken = Object.keys(oldInputs)
    .filter(isInput)
    .filter((property) => inputs[property] === undefined && state[property] !== undefined)
    .filter((property) => !(rules.keeps ?? []).includes(property));
  const changed = [...given.filter((property) => !isSame(state[property], inputs[property])), ...taken];
  const forced = rules.replaceOn === "*" ? changed : changed.filter((each) => rules.replaceOn.includes(each));
  const replaces = [...new Set([...forced, ...(rules.replacesFor?.(state, inputs) ?? [])])];
  return {
    changed: [...new Set([...changed, ...replaces])],
    replaces,
    deleteBeforeReplace: replaces.length > 0 && isNamedByProgram(rules, inputs),
  };
}

/** A name of the program's own cannot be there twice: bridged providers then delete the old resource first. */
const isNamedByProgram = ({ autoName }: ChangeRules, inputs: Properties): boolean =>
  autoName !== undefined &&
  inputs[autoName.property] !== undefined &&
  !isAutoNamed(inputs, autoName.property);
