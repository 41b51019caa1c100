/** One resource that a program declares, with its inputs as the program gave them. */
export interface RecordedResource {
  /** The URN, unique within the graph. */
  readonly urn: string;
  /** The type token, for example `aws:sagemaker/model:Model`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** The URN of the parent; `undefined` for what the program declares at its top. */
  readonly parent: string | undefined;
  /** Whether a provider makes the resource (`true`), or it is a component (`false`). */
  readonly custom: boolean;
  /** Whether the program only reads the resource, as by `Subnet.get`: then its inputs are incomplete. */
  readonly read: boolean;
  /** The inputs, with secrets as plain values; `secretPaths` says which they are. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The property paths of the secret inputs, for example `environment.variables.TOKEN`. */
  readonly secretPaths: readonly string[];
  /** The id and outputs that the recorder made up in AWS's shape, or what a component registered as its outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The URNs of the resources that this one waits for, by an input or by `dependsOn`. */
  readonly dependencies: readonly string[];
  /** The resource options that change what the engine does. */
  readonly options: RecordedOptions;
}

/** The resource options that change what the engine does with a resource. */
export interface RecordedOptions {
  /** The reference of an explicit provider, `<urn>::<id>`. */
  readonly provider: string | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  /** The URNs by which the engine knew the resource before, its parents' aliases among them; absent where there are none. */
  readonly aliases?: readonly string[];
}

/** One lookup that a program made, for example `aws:ec2/getVpc:getVpc`. */
export interface RecordedCall {
  readonly token: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Whether the recorder made the answer up, for want of anyone who knows. */
  readonly assumed: boolean;
}

/** One output of a program. */
export interface RecordedOutput {
  readonly value: unknown;
  readonly secret: boolean;
}

/** What a program declares: its resources, lookups and outputs. */
export class ResourceGraph {
  readonly #byUrn: ReadonlyMap<string, RecordedResource>;
  readonly #byId: ReadonlyMap<string, RecordedResource>;
  readonly #byType: ReadonlyMap<unknown, readonly RecordedResource[]>;
  /** The resources of a type by the values of a property, indexed at the first request. */
  readonly #byValue = new Map<string, ReadonlyMap<unknown, readonly RecordedResource[]>>();

  constructor(
    /** Every resource, in the order in which it was registered. */
    readonly resources: readonly RecordedResource[],
    /** Every lookup, in order. */
    readonly calls: readonly RecordedCall[] = [],
    /** What the program exports. */
    readonly outputs: Readonly<Record<string, RecordedOutput>> = {},
  ) {
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    this.#byId = new Map(
      resources.flatMap((resource) =>
        resource.custom && typeof resource.outputs.id === "string" ? [[resource.outputs.id, resource]] : [],
      ),
    );
    this.#byType = grouped(resources, ({ type }) => [type]);
  }

  /** Every resource of a type. */
  ofType(type: string): readonly RecordedResource[] {
    return this.#byType.get(type) ?? [];
  }

  /**
   * The resources of a type with an input of a value, or with a list of values that contains it, as the routes of a route
   * table.
   */
  withInput(type: string, property: string, value: unknown): readonly RecordedResource[] {
    return this.#having(type, "inputs", property, value);
  }

  /**
   * The one resource of a type, or of a type and logical name.
   * @throws Error where there is none, or more than one
   */
  only(type: string, name?: string): RecordedResource {
    const found = this.ofType(type).filter((resource) => name === undefined || resource.name === name);
    const [resource] = found;
    if (resource !== undefined && found.length === 1) return resource;
    const names = this.ofType(type).map((each) => each.name);
    throw new Error(
      `expected one ${type}${name === undefined ? "" : ` named ${name}`}, found ${found.length}; ` +
        `of that type there are: ${names.join(", ") || "none"}`,
    );
  }

  /** The resource with a URN, if the program declares it. */
  byUrn(urn: string): RecordedResource | undefined {
    return this.#byUrn.get(urn);
  }

  /** The resource with an id, for example `sg-0123456789abcdef0`, if the program makes it. */
  byId(id: unknown): RecordedResource | undefined {
    return typeof id === "string" ? this.#byId.get(id) : undefined;
  }

  /** The resource of a type with an output of a value, as the role with an ARN. */
  byOutput(type: string, property: string, value: unknown): RecordedResource | undefined {
    return this.#having(type, "outputs", property, value)[0];
  }

  /** The resources whose parent is the given one; those at the program's top without it. */
  childrenOf(parent?: RecordedResource): readonly RecordedResource[] {
    const key = "parent";
    const byParent = this.#byValue.get(key) ?? grouped(this.resources, (resource) => [resource.parent]);
    this.#byValue.set(key, byParent);
    return byParent.get(parent?.urn) ?? [];
  }

  #having(
    type: string,
    side: "inputs" | "outputs",
    property: string,
    value: unknown,
  ): readonly RecordedResource[] {
    const key = `${type} ${side} ${property}`;
    const byValue =
      this.#byValue.get(key) ??
      grouped(this.ofType(type), (resource) => {
        const own = resource[side][property];
        return Array.isArray(own) ? (own as unknown[]) : [own];
      });
    this.#byValue.set(key, byValue);
    return byValue.get(value) ?? [];
  }

  /** Whether `resource` waits for `other`, directly or through others. */
  dependsOn(resource: RecordedResource, other: RecordedResource): boolean {
    const seen = new Set<string>();
    const queue = [resource.urn];
    for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
      for (const next of this.#reach(urn)) {
        if (next === other.urn) return true;
        if (!seen.has(next)) queue.push(next);
        seen.add(next);
      }
    }
    return false;
  }

  /** What a resource waits for, also through its parents; a component stands for all its children, as in the engine. */
  #reach(urn: string): readonly string[] {
    const resource = this.#byUrn.get(urn);
    if (resource === undefined) return [];
    const children = resource.custom ? [] : this.childrenOf(resource).map((child) => child.urn);
    return [...resource.dependencies, ...this.#inherited(resource), ...children];
  }

  /** What the components above a resource wait for: a child is registered after its parent. */
  #inherited({ parent }: RecordedResource): readonly string[] {
    const above = parent === undefined ? undefined : this.#byUrn.get(parent);
    return above === undefined ? [] : [...above.dependencies, ...this.#inherited(above)];
  }
}

function grouped(
  resources: readonly RecordedResource[],
  keysOf: (resource: RecordedResource) => readonly unknown[],
): ReadonlyMap<unknown, readonly RecordedResource[]> {
  const groups = new Map<unknown, RecordedResource[]>();
  for (const resource of resources) {
    for (const key of new Set(keysOf(resource))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [resource]);
      else group.push(resource);
    }
  }
  return groups;
}
