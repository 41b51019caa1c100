import type { RegistryClient } from "../../registry-client";
import type { CopyRequest } from "./event";
import type { Destination } from "./open-destination";
import type { Source } from "./open-source";

/** A copy that failed. */
export interface FailedCopy {
  readonly request: CopyRequest;
  readonly source: Pick<Source, "name" | "secretArn"> & {
    readonly client?: Pick<RegistryClient, "registry" | "refusals">;
  };
  readonly destination: Pick<Destination, "name" | "kind" | "secretArn"> & {
    readonly client?: Pick<RegistryClient, "registry">;
  };
  /** Seconds from the start to the failure. */
  readonly seconds: number;
  /** Blobs that this run uploaded: the next one continues after them. */
  readonly uploaded: number;
}
