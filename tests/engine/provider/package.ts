// A provider's package as the engine talks to it, without gRPC.
import type { Differences } from "./differences";
import type { AutonamingOptions } from "./names";
import type { Properties } from "./wire";

export interface CheckRequest {
  readonly urn: string;
  readonly inputs: Properties;
  readonly oldInputs: Properties;
  readonly seed: Uint8Array;
  readonly autonaming: AutonamingOptions | undefined;
}

export interface DiffRequest {
  readonly urn: string;
  readonly state: Properties;
  readonly oldInputs: Properties;
  readonly inputs: Properties;
  readonly ignored: readonly string[];
}

export interface CreateRequest {
  readonly urn: string;
  readonly inputs: Properties;
  readonly isPreview: boolean;
}

export interface UpdateRequest extends DiffRequest {
  readonly id: string;
  readonly isPreview: boolean;
}

export interface ReadRequest {
  readonly urn: string;
  readonly id: string;
  /** Empty for an import. */
  readonly state: Properties;
  readonly inputs: Properties;
}

export interface ReadResult {
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}

export interface DeleteRequest {
  readonly urn: string;
  readonly id: string;
  readonly state: Properties;
  /** From `customTimeouts`; 0 where that says nothing. */
  readonly timeoutInSeconds: number;
}

export interface ConstructRequest {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: Properties;
  readonly providers: ReadonlyMap<string, string>;
  readonly aliases: readonly string[];
  readonly dependencies: readonly string[];
  readonly protect: boolean | undefined;
  /** Address of the engine's resource monitor. */
  readonly monitor: string;
}

export interface ConstructResult {
  readonly urn: string;
  readonly state: Properties;
  /** URNs that each output depends on. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/** What a creation returns. */
export interface Created {
  readonly id: string;
  readonly state: Properties;
}

/** A package of resources. */
export interface ResourcePackage {
  readonly version: string;
  configure(config: Properties): void;
  check(request: CheckRequest): Properties;
  diff(request: DiffRequest): Differences;
  create(request: CreateRequest): Created | Promise<Created>;
  update(request: UpdateRequest): Properties;
  read(request: ReadRequest): ReadResult | undefined;
  delete(request: DeleteRequest): Promise<void>;
  invoke?(token: string, args: Properties): Properties;
  /** Ends what is being waited for. */
  cancel?(): void;
}

/** A package of components. */
export interface ComponentPackage {
  readonly version: string;
  construct(request: ConstructRequest): Promise<ConstructResult>;
}

export type Package = ResourcePackage | ComponentPackage;
