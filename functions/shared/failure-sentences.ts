import type { DeadlineError } from "../../registry-client";

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
  /** What to do where a further run gets no further, as "give the function more memory". */
  readonly help: string;
}

/** Says how far a function came in its time, and what to do. */
export function outOfTime({ copied, total }: DeadlineError, run: EndedRun): string {
  const { seconds, uploaded, reading, done, help } = run;
  const progress = total === 0 ? reading : `${copied} of ${total} blobs ${done}`;
  const remedy = uploaded > 0 ? " to go on from there" : `; if it gets no further, ${help}`;
  return `Out of time after ${seconds} s: ${progress}; run \`pulumi up\` again${remedy}.`;
}
