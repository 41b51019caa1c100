import type { RecordedResource } from "./graph";

/** What a rule can say of a plan, the worst first. */
export const Status = {
  /** The plan breaks the rule. */
  Failed: "failed",
  /** The plan does not tell: something lies elsewhere, or is seen only when it runs. */
  Unknown: "unknown",
  /** The plan keeps the rule. */
  Passed: "passed",
  /** The plan has nothing that the rule is about. */
  NotApplicable: "not-applicable",
} as const;
export type Status = (typeof Status)[keyof typeof Status];

/** A resource that evidence is about. */
export interface ResourceReference {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** One thing that was seen in a plan. */
export interface Evidence {
  /** What it means for the rule. */
  readonly status: Status;
  /** The resource it was seen at, where it is one. */
  readonly resource?: ResourceReference;
  /** What was seen, as a sentence; what is not known begins with `not known: `. */
  readonly seen: string;
  /** What to change, where the rule is broken. */
  readonly remedy?: string;
  /** The step of the way that it stands for, as `group "model" → egress rule "out"`; absent where it is none. */
  readonly hop?: string;
}

/**
 * Evidence that a rule is kept.
 * @param hop the step of a way that it stands for, if it is one
 */
export function passed(resource: RecordedResource | undefined, seen: string, hop?: string): Evidence {
  return { status: Status.Passed, ...subject(resource), seen, ...(hop === undefined ? {} : { hop }) };
}

/** Evidence that a rule is broken, and what to change. */
export function failed(resource: RecordedResource | undefined, seen: string, remedy: string): Evidence {
  return { status: Status.Failed, ...subject(resource), seen, remedy };
}

/** Evidence that the plan does not tell. */
export function unknown(resource: RecordedResource | undefined, what: string): Evidence {
  return { status: Status.Unknown, ...subject(resource), seen: `not known: ${what}` };
}

/** Evidence that nothing violates a rule. */
export function notApplicable(seen: string): Evidence {
  return { status: Status.NotApplicable, seen };
}

function subject(
  resource: RecordedResource | undefined,
): { resource: ResourceReference } | Record<string, never> {
  if (resource === undefined) return {};
  const { urn, type, name } = resource;
  return { resource: { urn, type, name } };
}

const ORDER = [Status.Failed, Status.Unknown, Status.Passed, Status.NotApplicable] as const;

/** The worst status of some evidence; `not-applicable` where there is none. */
export function worstStatus(evidence: readonly Evidence[]): Status {
  return ORDER.find((status) => evidence.some((each) => each.status === status)) ?? Status.NotApplicable;
}

/** Of several ways to the same end, the first that holds; else the first that may; else all that is missing of the last. */
export function bestAlternative(ways: readonly (readonly Evidence[])[]): readonly Evidence[] {
  return (
    ways.find((way) => worstStatus(way) === Status.Passed) ??
    ways.find((way) => worstStatus(way) === Status.Unknown) ??
    ways[ways.length - 1] ??
    []
  );
}

/**
 * Evidence of a way with the way itself before it, where it is open: each step, from where it begins to where it ends.
 * @param start where the way begins, as `model "fraud"`
 * @param end where it ends; the last step by default
 */
export function withPath(start: string, evidence: readonly Evidence[], end?: string): readonly Evidence[] {
  const hops = evidence.flatMap(({ hop }) => (hop === undefined ? [] : [hop]));
  if (hops.length === 0 || worstStatus(evidence) !== Status.Passed) return evidence;
  const steps = [start, ...hops, ...(end === undefined ? [] : [end])];
  const distinct = steps.filter((step, index) => step !== steps[index - 1]);
  return [passed(undefined, `path: ${distinct.join(" → ")}`), ...evidence];
}

/**
 * Evidence of several ways of which one is taken, nobody knows which: what is open or closed on all of them is so; what
 * differs is not known.
 */
export function combineAlternatives(ways: readonly (readonly Evidence[])[]): readonly Evidence[] {
  const statuses = new Set(ways.map(worstStatus));
  if (statuses.size < 2) return ways.flat();
  return ways.flat().map((evidence): Evidence => {
    if (evidence.status !== Status.Failed) return evidence;
    const { remedy: _remedy, ...rest } = evidence;
    return {
      ...rest,
      status: Status.Unknown,
      seen: `not known: which of ${ways.length} ways is taken; by one of them: ${evidence.seen}`,
    };
  });
}
