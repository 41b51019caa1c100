import type { PreflightReport } from "../../../preflight";

/** The result of the pull. */
export interface PullResult {
  /** The registry that images were pulled from. */
  readonly registry: PulledRegistry;
  /** The actions, in order; a failed one is the last. */
  readonly actions: readonly PullAction[];
  /** Every request to the registry and to its redirects, in order of start. */
  readonly requests: readonly PullRequest[];
  /** The preflight report of each image. */
  readonly preflights: readonly PreflightReport[];
  /** The pulled images, in order. */
  readonly images: readonly PulledImage[];
}

/** A registry that images were published into and pulled from. */
export interface PulledRegistry {
  /** `distribution` or `docker-registry` for a binary found on the PATH, `embedded`, or `real` for the user's own. */
  readonly kind: "distribution" | "docker-registry" | "embedded" | "real";
  /** The program's version; absent for `embedded` and `real`. */
  readonly version?: string;
  /** The host in the plan's image references, `host[:port]`. */
  readonly hostname: string;
  /** Differences from the plan's registry, each as a sentence; absent where there are none. */
  readonly differences?: readonly string[];
}

/** One action of the pull. */
export interface PullAction {
  readonly id: "storage" | "start" | "publish" | "credentials" | "preflight" | "pull";
  /** The image's reference in the plan. */
  readonly image: string;
  /** The image's platform, for example `linux/amd64`. */
  readonly platform: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped";
  /** What was observed, in one or more sentences without secrets. */
  readonly seen: string;
  /** What to do; absent where nothing is to be done. */
  readonly remedy?: string;
  /** The logical name of the affected resource in the plan; absent where there is none. */
  readonly resource?: string;
  /** The start, in milliseconds since the start of the pull. */
  readonly startMs: number;
  readonly ms: number;
}

/** One request over the network. */
export interface PullRequest {
  /** The action that sent it. */
  readonly action: PullAction["id"];
  readonly method: string;
  /** The URL, without a query. */
  readonly url: string;
  /** The response's status; absent without a response. */
  readonly status?: number;
  /** The size of the bodies of request and response, in bytes. */
  readonly bytes: number;
  /** The start, in milliseconds since the start of the pull. */
  readonly startMs: number;
  readonly ms: number;
}

/** A pulled image. */
export interface PulledImage {
  readonly reference: string;
  /** The image's reference in the plan; a placeholder and a published image have another digest. */
  readonly planned: string;
  /** The platform, for example `linux/amd64`. */
  readonly platform: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly sizeInBytes: number;
  readonly layers: number;
  /** Why it is not the plan's image, as a sentence; absent where it is. */
  readonly standIn?: string;
}
