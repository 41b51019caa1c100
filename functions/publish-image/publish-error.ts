import { ExplainedError } from "../shared/explained-error";

/** Why an image could not be published. */
export class PublishError extends ExplainedError {
  override readonly name = "PublishError";
}
