import { notApplicable, worstStatus, type Evidence, type Status } from "../plan/evidence";
import type { ResourceGraph } from "../plan/graph";

/** What a rule says of a plan. */
export interface Verdict {
  /** The worst of what the evidence says. */
  readonly status: Status;
  /** What was seen: never empty. */
  readonly evidence: readonly Evidence[];
}

/** Whether a pull fails where a rule is not met, or it is only advised. */
export type Level = "required" | "advice";

/** One requirement that a plan is checked against. */
export interface Rule {
  /** The stable name, in kebab case. */
  readonly id: string;
  /** The requirement, as a sentence. */
  readonly title: string;
  /** Whether a pull fails without it (`required`), or AWS takes the plan all the same (`advice`). `required` by default. */
  readonly level?: Level;
  /** Holds a plan against the requirement. */
  check(graph: ResourceGraph): Verdict;
}

/**
 * Makes a verdict of evidence.
 * @param evidence what was seen; the same thing seen twice is said once
 * @param nothing why there may be no evidence
 */
export function verdict(
  evidence: readonly Evidence[],
  nothing = "the plan has nothing of the kind",
): Verdict {
  const distinct = new Map(
    evidence.map((each) => [`${each.status} ${each.resource?.urn} ${each.seen}`, each]),
  );
  const all = evidence.length === 0 ? [notApplicable(nothing)] : [...distinct.values()];
  return { status: worstStatus(all), evidence: all };
}
