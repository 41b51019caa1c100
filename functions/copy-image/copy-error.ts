import { ExplainedError } from "../shared/explained-error";

/** A copy that failed. */
export class CopyError extends ExplainedError {
  override readonly name = "CopyError";
}
