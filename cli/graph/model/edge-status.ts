import { Status, worstStatus, type Evidence } from "../../../plan/evidence";
import type { EdgeStatus } from "../architecture";

/** Whether a way is open, out of what the policies see of it, and why it is not. */
export function statusOf(evidence: readonly Evidence[]): {
  readonly status: EdgeStatus;
  readonly reason: string | undefined;
} {
  const status = worstStatus(evidence);
  const why = evidence.find((each) => each.status === status);
  if (status === Status.Passed || why === undefined) return { status: "open", reason: undefined };
  const reason = [why.seen, ...(why.remedy === undefined ? [] : [why.remedy])].join(": ");
  return { status: status === Status.Failed ? "blocked" : "unknown", reason };
}
