/** There is no program at a path. */
export class ProgramNotFoundError extends Error {
  override readonly name = "ProgramNotFoundError";
}
