import type { PreflightReport } from "../../../preflight";

/** What the pull for real found. */
export interface PullResult {
  /** What stood for the registry. */
  readonly registry: PulledRegistry;
  /** What was done, in order; the first that failed is the last. */
  readonly actions: readonly PullAction[];
  /** Every request to the registry and to what it leads to, in the order in which they began. */
  readonly requests: readonly PullRequest[];
  /** What the preflight found of each image that it was come to with. */
  readonly preflights: readonly PreflightReport[];
  /** The images that were pulled, in order. */
  readonly images: readonly PulledImage[];
}

/** A registry that images were published into and pulled from. */
export interface PulledRegistry {
  /** `distribution` or `docker-registry` for a binary found on the PATH, `embedded`, or `real` for the user's own. */
  readonly kind: "distribution" | "docker-registry" | "embedded" | "real";
  /** What the binary says of its version; absent where there is no binary. */
  readonly version?: string;
  /** The name by which the plan's images name it, `host[:port]`. */
  readonly hostname: string;
  /** What differs from the registry of the plan, each as a sentence; absent where nothing does. */
  readonly differences?: readonly string[];
}

/** One thing that was done, as a function of the plan or as SageMaker does it. */
export interface PullAction {
  readonly id: "storage" | "start" | "publish" | "credentials" | "preflight" | "pull";
  /** The image that it is done for, as the plan names it. */
  readonly image: string;
  /** What the image is to run on, as `linux/amd64`. */
  readonly platform: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped";
  /** What was seen, in one or more sentences; never a secret. */
  readonly seen: string;
  /** What to do, where something is to be done. */
  readonly remedy?: string;
  /** The logical name of the plan's resource that it is about; absent where it is about none. */
  readonly resource?: string;
  /** When it began, in milliseconds since the pull's beginning. */
  readonly startMs: number;
  readonly ms: number;
}

/** One request over the network. */
export interface PullRequest {
  /** The action that it belongs to. */
  readonly action: PullAction["id"];
  readonly method: string;
  /** The URL, without a query. */
  readonly url: string;
  /** The status of the answer; absent where none came. */
  readonly status?: number;
  /** Bytes of the answer's body that were read, or of the request's that were sent. */
  readonly bytes: number;
  /** When it began, in milliseconds since the pull's beginning. */
  readonly startMs: number;
  readonly ms: number;
}

/** An image that was pulled, by its digest. */
export interface PulledImage {
  readonly reference: string;
  /** The image as the plan names it: what stands in for it, and what the deployment publishes, has another digest. */
  readonly planned: string;
  /** What it is to run on, as `linux/amd64`. */
  readonly platform: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly sizeInBytes: number;
  readonly layers: number;
  /** What it stands in for, as a sentence, where it is not the plan's image itself. */
  readonly standIn?: string;
}
