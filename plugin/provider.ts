// The provider that the engine starts for programs in other languages: it makes the package's components.
import * as pulumi from "@pulumi/pulumi";
import { runtimeOf, spelled } from "./language";

/** A component's class, as the engine has it made. */
type ComponentClass = new (
  name: string,
  args: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** What of the package's schema the provider needs. */
export interface PackageSchema {
  readonly version: string;
  readonly resources: Readonly<Record<string, ResourceSchema>>;
  readonly types?: Readonly<Record<string, object>>;
}

interface ResourceSchema {
  readonly properties?: object;
  readonly inputProperties?: object;
}

/**
 * The provider of a package whose components' outputs are fields of the names that the schema has.
 * @param exported what the package exports; a component has the name of its type
 */
export function createProvider(
  schema: PackageSchema,
  exported: Readonly<Record<string, unknown>>,
): pulumi.provider.Provider {
  const names = argumentNames(schema);
  return {
    version: schema.version,
    schema: JSON.stringify(schema),
    construct: (name, type, inputs, options) => {
      const resource = Object.hasOwn(schema.resources, type) ? schema.resources[type] : undefined;
      if (resource === undefined) return Promise.reject(unknownType(type, Object.keys(schema.resources)));
      const Component = exported[type.split(":").at(-1) ?? ""] as ComponentClass;
      const component = make(() => new Component(name, inputs, options), names);
      const fields = component as unknown as Readonly<Record<string, pulumi.Input<unknown>>>;
      const state = Object.keys(resource.properties ?? {}).map((output) => [output, fields[output]]);
      return Promise.resolve({ urn: component.urn, state: Object.fromEntries(state) as pulumi.Inputs });
    },
  };
}

function unknownType(type: string, known: readonly string[]): Error {
  return new Error(`unknown component type "${type}"; expected one of ${known.join(", ")}`);
}

/** Makes a component; where its arguments are wrong, the error names them as the program's language does. */
function make(
  component: () => pulumi.ComponentResource,
  names: ReadonlySet<string>,
): pulumi.ComponentResource {
  try {
    return component();
  } catch (error) {
    if (!pulumi.InputPropertiesError.isInstance(error)) throw error;
    const message = spelled(error.message, runtimeOf(process.cwd()), names);
    throw new pulumi.InputPropertiesError({ message, errors: error.errors ?? [] });
  }
}

function argumentNames({ resources, types = {} }: PackageSchema): ReadonlySet<string> {
  const inputs = Object.values(resources).map(({ inputProperties = {} }) => inputProperties);
  const nested = Object.values(types).map(
    ({ properties = {} }: { readonly properties?: object }) => properties,
  );
  return new Set([...inputs, ...nested].flatMap((properties) => Object.keys(properties)));
}
