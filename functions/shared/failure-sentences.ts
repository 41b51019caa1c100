import { type DeadlineError, describeProgress, type RegistryClient } from "../../registry-client";

/** Says that something failed for a reason that nobody foresaw, whose own text is left out: it could hold anything. */
export function unexpectedFailure(work: string, error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return `${work} failed unexpectedly (${name}). The function's log says where; run \`pulumi up\` again.`;
}

/** A function's run that ended with its time. */
export interface EndedRun {
  /** Seconds that the function had. */
  readonly seconds: number;
  /** Blobs that were uploaded in this run: the next one goes on from there. */
  readonly uploaded: number;
  /** What it was at before it knew of any blobs, as "the manifests were still being read of …". */
  readonly reading: string;
  /** What has become of some blobs, as "copied to …". */
  readonly done: string;
  /** What slowed it down, as `describeRefusals` says it; nothing by default. */
  readonly refusals?: string;
  /** What to do where a further run gets no further, as "give the function more memory". */
  readonly help: string;
}

/** Says how far a function came in its time, and what to do. */
export function outOfTime({ progress }: DeadlineError, run: EndedRun): string {
  const { seconds, uploaded, reading, done, help, refusals = "" } = run;
  const state = progress.manifests.total === 0 ? reading : `${describeProgress(progress)} ${done}`;
  const remedy = uploaded > 0 ? " to continue from there" : `; if it gets no further, ${help}`;
  return `Out of time after ${seconds} s: ${state}${refusals}; run \`pulumi up\` again${remedy}.`;
}

/** Adds to a message that a registry has refused requests for being too many; nothing where it has refused none. */
export function describeRefusals({
  registry,
  refusals,
}: Pick<RegistryClient, "registry" | "refusals">): string {
  return refusals === 0
    ? ""
    : `, as ${registry} answered ${refusals} ${refusals === 1 ? "request" : "requests"} with 429 (too many requests)`;
}
