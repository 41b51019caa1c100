import { Status, worstStatus, type Evidence } from "../../../plan/evidence";
import type { EdgeStatus } from "../architecture";

/** The status of a connection, from the evidence of the network rules, and why it is not open. */
export function edgeStatusOf(evidence: readonly Evidence[]): {
  readonly status: EdgeStatus;
  readonly reason: string | undefined;
} {
  const status = worstStatus(evidence);
  const why = evidence.find((each) => each.status === status);
  if (status === Status.Passed || why === undefined) return { status: "open", reason: undefined };
  const reason = [why.seen, ...(why.remedy === undefined ? [] : [why.remedy])].join(": ");
  return { status: status === Status.Failed ? "blocked" : "unknown", reason };
}
