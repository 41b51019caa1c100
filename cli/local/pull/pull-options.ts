import type { Credentials } from "../../../registry-client";
import type { ResourceGraph } from "../../../testing";
import type { Lifetime } from "../cleanup";
import type { FoundArchive, Preparation } from "../../program/preparation";
import type { PlannedPull } from "./planned-images";
import type { ImageFiles } from "./pull-image";
import type { PullResult } from "./pull-result";
import type { Authority } from "./environment";

/** Which registry images are pulled from: one on this machine, or the user's own. */
export const RegistryChoice = { StandIn: "stand-in", Real: "real" } as const;

export type RegistryChoice = (typeof RegistryChoice)[keyof typeof RegistryChoice];

/** How images are pulled. */
export interface PullOptions {
  readonly graph: ResourceGraph;
  /** Where relative paths of archives begin. */
  readonly folders: readonly string[];
  readonly preparation: Preparation;
  readonly registry: RegistryChoice;
  /** For the user's own registry; those of Docker's configuration without them. */
  readonly credentials: Credentials | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly lifetime: Lifetime;
  /** Whether the layers of the first image are kept, to be started. */
  readonly keepLayers: boolean;
  /** Called with what is done next. */
  readonly progress: (message: string) => void;
  /** What differs in tests. */
  readonly overrides?: PullOverrides;
}

/** What differs in tests. */
export interface PullOverrides {
  /** Where the registry's certificate comes from. */
  readonly authority?: Authority;
  /** The authorities that the user's own registry may have its certificate from. */
  readonly publicAuthorities?: readonly string[];
  /** Called before the preflight, with the ports of loopback at which the registry's doors listen. */
  readonly beforePreflight?: (doors: ReadonlyMap<number, number>) => Promise<void>;
}

/** What a pull brought. */
export interface Pulled {
  readonly result: PullResult;
  /** The first image, which can be started; absent where none came, or only a stand-in. */
  readonly image: PulledForServing | undefined;
}

/** An image that can be started, and the container that runs it. */
export interface PulledForServing {
  readonly pull: PlannedPull;
  readonly files: ImageFiles;
  /** The archive that it was published from; absent where it was in the registry. */
  readonly archive: FoundArchive | undefined;
}
