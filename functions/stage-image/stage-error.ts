import { ExplainedError } from "../shared/explained-error";

/** Why an image could not be staged. */
export class StageError extends ExplainedError {
  override readonly name = "StageError";
}
