import type * as pulumi from "@pulumi/pulumi";
import { guarded } from "./guarded";
import { isNothing } from "./values";

/** The value of an output, for a hook; `undefined` where it is unknown, at a preview, or failed, which the program itself reports. */
export async function valueIfKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return (await isKnownOutput(output)) ? valueOf(output) : undefined;
}

/**
 * An item of a list argument for an optional output; none where its value is undefined. The item stays in the list while the
 * value is unknown, so that a preview shows the list.
 */
export async function itemIfPresent<T, Item>(
  output: pulumi.Output<T | undefined> | undefined,
  item: (present: pulumi.Output<T>) => Item,
): Promise<Item[]> {
  if (output === undefined) return [];
  const isAbsent = (await isKnownOutput(output)) && isNothing(await valueOf(output));
  return isAbsent ? [] : [item(output as pulumi.Output<T>)];
}

async function isKnownOutput(output: pulumi.Output<unknown>): Promise<boolean> {
  // The SDK's types do not have it.
  const { isKnown } = output as { readonly isKnown?: Promise<boolean> };
  return (await isKnown?.catch(() => false)) ?? false;
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(guarded(resolve));
  });
}
