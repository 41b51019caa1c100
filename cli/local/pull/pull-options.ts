import type { Credentials } from "../../../registry-client";
import type { ResourceGraph } from "../../../testing";
import type { Cleanup } from "../cleanup";
import type { FoundArchive, RehearsalSettings } from "../../program/rehearsal-settings";
import type { PlannedPull } from "./planned-images";
import type { ImageFiles } from "./pull-image";
import type { PullResult } from "./pull-result";
import type { Authority } from "./pull-setup";

/** The registry that images are pulled from: one on this machine, or the user's own. */
export const RegistryChoice = { StandIn: "stand-in", Real: "real" } as const;

export type RegistryChoice = (typeof RegistryChoice)[keyof typeof RegistryChoice];

/** The settings of all pulls. */
export interface PullOptions {
  readonly graph: ResourceGraph;
  /** The base folders of relative paths to archives. */
  readonly folders: readonly string[];
  readonly preparation: RehearsalSettings;
  readonly registry: RegistryChoice;
  /** Credentials of the user's registry. Default: those in Docker's configuration. */
  readonly credentials: Credentials | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly cleanup: Cleanup;
  /** Whether to keep the layers of the first image, to start it. */
  readonly keepLayers: boolean;
  /** Called with the next action. */
  readonly progress: (message: string) => void;
  /** Overrides for tests. */
  readonly overrides?: PullOverrides;
}

/** Overrides for tests. */
export interface PullOverrides {
  /** The authority of the registry's certificate. */
  readonly authority?: Authority;
  /** The authorities that the certificate of the user's registry may come from. */
  readonly publicAuthorities?: readonly string[];
  /** Called before the preflight, with the registry's ports and their local ports. */
  readonly beforePreflight?: (services: ReadonlyMap<number, number>) => Promise<void>;
}

/** The result of all pulls. */
export interface Pulled {
  readonly result: PullResult;
  /** The first image that can be started; absent where none was pulled, or only a placeholder. */
  readonly image: PulledForServing | undefined;
}

/** An image to start, with its container in the plan. */
export interface PulledForServing {
  readonly pull: PlannedPull;
  readonly files: ImageFiles;
  /** The archive that it was published from; absent where the registry had it. */
  readonly archive: FoundArchive | undefined;
}
