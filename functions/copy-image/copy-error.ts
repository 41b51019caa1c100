import { ExplainedError } from "../shared/explained-error";

/** Why an image could not be copied. */
export class CopyError extends ExplainedError {
  override readonly name = "CopyError";
}
