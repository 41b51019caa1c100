/** The bytes of a `Content-Range`: `start` to `endExclusive`, of `size` in all (`undefined` where it is `*`). */
export interface ContentRange {
  readonly start: number;
  readonly endExclusive: number;
  readonly size: number | undefined;
}

/** Prints a `Range` field, `bytes=start-` or `bytes=start-last`. Source: RFC 9110, section 14.2. */
export function formatRange(start: number, endExclusive?: number): string {
  return `bytes=${start}-${endExclusive === undefined ? "" : endExclusive - 1}`;
}

/** Reads `bytes start-last/size`; `undefined` when it has another form. Source: RFC 9110, section 14.4. */
export function parseContentRange(field: string): ContentRange | undefined {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(field.trim());
  if (!match) return undefined;
  const start = Number(match[1]);
  const endExclusive = Number(match[2]) + 1;
  const size = match[3] === "*" ? undefined : Number(match[3]);
  return endExclusive <= start || (size !== undefined && endExclusive > size)
    ? undefined
    : { start, endExclusive, size };
}

/**
 * Reads the `Range` of an upload, `0-last` (with or without `bytes=`), as the number of bytes received;
 * `undefined` when it has another form. An upload without a byte says `0-0` in CNCF distribution and nothing
 * at all elsewhere, so `0-0` counts as 0: a single byte is sent once more at worst.
 *
 * Source: OCI distribution 1.1, "Pushing a blob in chunks".
 */
export function parseUploadRange(field: string): number | undefined {
  const match = /^(?:bytes=)?0-(\d{1,15})$/.exec(field.trim());
  if (!match) return undefined;
  const last = Number(match[1]);
  return last === 0 ? 0 : last + 1;
}
