import * as pulumi from "@pulumi/pulumi";

/**
 * By which properties of a composition the user specified those of a part: an entry for each property that has a path of its
 * own, and one for `""` with the property that contains all others, `""` where they are the composition's own.
 */
export type PartPaths = Readonly<Record<string, string>> & { readonly "": string };

/** The path of the composition's property by which the user specified a part's. */
export function pathInComposition(paths: PartPaths, propertyPath: string): string {
  const [property = ""] = propertyPath.split(/[.[]/, 1);
  const path = property !== "" && Object.hasOwn(paths, property) ? paths[property] : undefined;
  if (path !== undefined) return `${path}${propertyPath.slice(property.length)}`;
  return paths[""] === "" ? propertyPath : `${paths[""]}.${propertyPath}`;
}

/** The result of a composition's check of a part's arguments, in the place of these arguments. */
class CheckedArguments {
  constructor(readonly checked: unknown) {}
}

/** Passes checked arguments to a part's constructor, as the arguments that it declares. */
export const asArguments = <Args>(checked: unknown): Args => new CheckedArguments(checked) as Args;

/** A component's check of its arguments, which returns them as they are to be used. */
export type ArgumentsCheck<Args, Checked> = (name: string, args: Args) => Checked;

/** A component's checked arguments: a composition has checked those of its parts already. */
export const checkedArguments = <Args, Checked>(
  check: ArgumentsCheck<Args, Checked>,
  name: string,
  args: Args,
): Checked => (args instanceof CheckedArguments ? (args.checked as Checked) : check(name, args));

/** The outputs of a component. */
export type OutputsOf<Component> = {
  readonly [
    Name in keyof Component as Component[Name] extends pulumi.Output<unknown> ? Name : never
  ]: Component[Name];
};

/** The outputs of a component that is created later. */
export interface LaterOutputs<Component> {
  readonly outputs: OutputsOf<Component>;
  /** Resolves the outputs by those of the component, and returns it. */
  readonly resolve: (component: Component) => Component;
}

/** The outputs of a component that is created later, for the arguments of its neighbours, which are checked before. */
export function laterOutputs<Component extends object>(): LaterOutputs<Component> {
  const pending = new Map<string, ReturnType<typeof pulumi.deferredOutput>>();
  const outputs = new Proxy({} as OutputsOf<Component>, {
    get(_, name: string) {
      const output = pending.get(name) ?? pulumi.deferredOutput();
      pending.set(name, output);
      return output[0];
    },
  });
  return {
    outputs,
    resolve: (component) => {
      for (const [name, [, resolve]] of pending) {
        resolve(pulumi.output(component[name as keyof Component] as unknown));
      }
      return component;
    },
  };
}
