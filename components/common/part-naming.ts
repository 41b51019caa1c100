/** How messages about a part name it: as the composition that the user wrote, by the properties that the user gave. */
export interface PartNaming {
  /** How messages name the composition, as `PrivateInference "fraud"`. */
  readonly composition: string;
  /** Says by which of the composition's properties the user gave one of the part's. */
  readonly pathOf: (propertyPath: string) => string;
}

let naming: (PartNaming & { readonly part: string }) | undefined;

/**
 * Makes a part of a composition, whose messages then are about the composition: the user never wrote the part. What the
 * composition makes is one itself where it is a part of another.
 * @param part how messages would name the part by itself, as `RegistryAccess "fraud-access"`
 * @param make makes the part, and nothing beside it
 */
export function makePart<T>(
  composition: string,
  part: string,
  pathOf: (propertyPath: string) => string,
  make: () => T,
): T {
  const outer = naming;
  const whole = namingOf(composition);
  naming = {
    part,
    composition: whole.composition,
    pathOf: (propertyPath) => whole.pathOf(pathOf(propertyPath)),
  };
  try {
    return make();
  } finally {
    naming = outer;
  }
}

/** How messages about a component name it while it is made: by its own name and properties, unless it is made as a part. */
export function namingOf(component: string): PartNaming {
  if (naming?.part === component) return naming;
  return { composition: component, pathOf: (propertyPath) => propertyPath };
}
