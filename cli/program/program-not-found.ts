/** What the user gave is no program: says why, and what one is. */
export class ProgramNotFoundError extends Error {
  override readonly name = "ProgramNotFoundError";
}
