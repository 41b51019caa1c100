import type * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import type { ListRule } from "./problems";
import type { Validation } from "./validation";
import { isNothing } from "./values";

/** Checks a list whose items may turn out undefined, as optional outputs do, and returns it without them. */
export function checkOptionalItems<T>(
  validation: Validation,
  propertyPath: string,
  value: pulumi.Input<pulumi.Input<T | undefined>[]> | undefined,
  { item, ...limits }: ListRule<T>,
): pulumi.Output<T[]> | undefined {
  const rule: ListRule<T | undefined> = {
    ...limits,
    ignoresUndefined: true,
    item: (known) => (isNothing(known) ? undefined : item?.(known)),
  };
  return validation
    .list(propertyPath, value, rule)
    ?.apply(guarded((items) => items.filter((each) => !isNothing(each)) as T[]));
}
