/** A command line that is invalid. */
export class UsageError extends Error {}
