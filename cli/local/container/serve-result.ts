/** What came of the pulled image when it was started as SageMaker starts it. */
export interface ServeResult {
  readonly status: "passed" | "failed" | "skipped";
  /** How it was run: by a container engine, or as a plain process out of the unpacked image. */
  readonly runtime?: "docker" | "podman" | "process";
  /** What was seen, in one or more sentences. */
  readonly seen: string;
  /** What to do; absent where nothing is to be done. */
  readonly remedy?: string;
  /** Milliseconds from the start until `/ping` answered 200; absent where it did not. */
  readonly pingMs?: number;
  /** The request that was sent to `/invocations` and its answer; absent where it was not come to. */
  readonly invocation?: Invocation;
  readonly ms: number;
}

/** One inference request and its answer. */
export interface Invocation {
  readonly contentType: string;
  /** What was sent, cut to 2,000 characters. */
  readonly payload: string;
  readonly status: number;
  readonly answerContentType: string;
  /** What was answered, cut to 2,000 characters. */
  readonly answer: string;
  readonly ms: number;
}
