/** A failure of a function, as a sentence for the person who deploys, with the remedy; never a secret. */
export class ExplainedError extends Error {
  override readonly name: string = "ExplainedError";

  /** @param cause what happened, for the function's log alone, where the message leaves it out */
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    // Lambda sends the stack to the caller, where it would bury the message; an empty one it can still split.
    this.stack = "";
  }
}

/** Joins sentences, each of which may lack its full stop. */
export function sentences(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(/[.\s]*$/, ".")).join(" ");
}
