/** The result of starting the pulled image as SageMaker does. */
export interface ServeResult {
  readonly status: "passed" | "failed" | "skipped";
  /** How it was started: by a container engine, or as a process from the unpacked image. */
  readonly runtime?: "docker" | "podman" | "process";
  /** What was observed, in one or more sentences. */
  readonly seen: string;
  /** What to do; absent where nothing is to be done. */
  readonly remedy?: string;
  /** Milliseconds from the start until `/ping` returned 200; absent where it did not. */
  readonly pingMs?: number;
  /** The request to `/invocations` and its response; absent where it was not sent. */
  readonly invocation?: Invocation;
  readonly ms: number;
}

/** One inference request and its response. */
export interface Invocation {
  readonly contentType: string;
  /** The request's body, cut to 2,000 characters. */
  readonly payload: string;
  readonly status: number;
  readonly answerContentType: string;
  /** The response's body, cut to 2,000 characters. */
  readonly answer: string;
  readonly ms: number;
}
