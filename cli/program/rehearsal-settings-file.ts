/** The `rehearsal.json` next to a program: settings of its rehearsal. */
export interface PreparationFile {
  /** The URL or path of this file's JSON schema, for editors. */
  readonly $schema?: string;
  /** Configuration values that fill the gaps of the stack's; keys without a project are the program's own. Default: {}. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Path of the example request that is sent to the image, from this file's folder. Default: none. */
  readonly payload?: string;
  /** Content type of the payload. Default: by the file's extension. */
  readonly contentType?: string;
  /**
   * Commands that make an archive of an image where it does not exist: the archive's path, and the command with its
   * arguments, which runs in this file's folder. Default: {}.
   */
  readonly archives?: Readonly<Record<string, readonly string[]>>;
  /**
   * Answers to the program's lookups, by the lookup's name in programs, for example `aws.kms.getKey`: the properties of its
   * answer, or a list of `{"arguments": {…}, "answer": {…}}`, of which the first that fits is taken. Default: {}.
   */
  readonly lookups?: Readonly<Record<string, unknown>>;
}
