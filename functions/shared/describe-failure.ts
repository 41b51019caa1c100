/**
 * Describes why a call to AWS failed, without any part of the response: messages of AWS and of the operating system are
 * passed on, others (a parser's quotes the text it fails on) are reduced to their name.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return "Unknown failure.";
  const { code, $fault } = error as { code?: unknown; $fault?: unknown };
  const isPlain = $fault !== undefined || (typeof code === "string" && /^E[A-Z_]+$/.test(code));
  const text = isPlain ? `${error.name}: ${error.message}` : error.name;
  return text.endsWith(".") ? text : `${text}.`;
}

/** The HTTP status of the response that a call to AWS failed with; `undefined` where there was none. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata;
  return metadata?.httpStatusCode;
}
