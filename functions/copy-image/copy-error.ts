/** Why an image could not be copied, as a sentence for the person who deploys, with the remedy; never a secret. */
export class CopyError extends Error {
  override readonly name = "CopyError";

  /** @param cause what happened, for the function's log alone, where the message does not tell all */
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    // Lambda sends the stack to the caller, where it would bury the message; an empty one it can still split.
    this.stack = "";
  }
}
