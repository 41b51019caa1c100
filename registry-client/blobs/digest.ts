import { createHash } from "node:crypto";
import { ContentError } from "../errors";

/** The expected digest and size of a stream. */
export interface ExpectedContent {
  /** `sha256:…`, `sha384:…` or `sha512:…`. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

const HEX_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** Whether `text` is a digest of a known algorithm. Source: OCI image-spec 1.1, descriptor.md, "Digests". */
export function isDigest(text: string): boolean {
  const match = /^(sha256|sha384|sha512):([a-f0-9]+)$/.exec(text);
  return match?.[1] !== undefined && match[2]?.length === HEX_LENGTHS[match[1]];
}

/** The `sha256:…` digest of some bytes. */
export function sha256(bytes: Buffer | string): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Counts and hashes bytes as they pass. */
export class Digester {
  private readonly hash;
  private count = 0;

  /** `algorithm` is the part before the colon of a digest. Default: `sha256`. */
  constructor(private readonly algorithm = "sha256") {
    this.hash = createHash(algorithm);
  }

  update(chunk: Buffer): void {
    this.count += chunk.length;
    this.hash.update(chunk);
  }

  /** Bytes so far. */
  get size(): number {
    return this.count;
  }

  /** Ends the digester. */
  digest(): string {
    return `${this.algorithm}:${this.hash.digest("hex")}`;
  }
}

/** A digester for the algorithm of `digest`. Throws {@link ContentError} when `digest` is none. */
export function digesterFor(digest: string): Digester {
  if (!isDigest(digest)) throw new ContentError(`${JSON.stringify(digest.slice(0, 200))} is no digest`);
  return new Digester(digest.slice(0, digest.indexOf(":")));
}

/** Whether `bytes` has the digest. Throws {@link ContentError} when `digest` is none. */
export function hasDigest(bytes: Buffer, digest: string): boolean {
  return digestLike(bytes, digest) === digest;
}

// By the algorithm of another digest.
function digestLike(bytes: Buffer, digest: string): string {
  const digester = digesterFor(digest);
  digester.update(bytes);
  return digester.digest();
}

/** Throws {@link ContentError} unless `bytes` has the digest; `what` begins the message. */
export function checkDigest(bytes: Buffer, digest: string, what: string): void {
  const actual = digestLike(bytes, digest);
  if (actual !== digest) throw new ContentError(`${what} has digest ${actual} instead of ${digest}`);
}

/**
 * Passes the chunks on and throws {@link ContentError} as soon as there are more bytes than expected, and at the end
 * when there are fewer or the digest is another; `what` begins the message. The last chunk is passed on only after
 * the check, so that who sends the chunks on never completes wrong content.
 */
export async function* verified(
  chunks: AsyncIterable<Buffer>,
  expected: ExpectedContent,
  what: string,
): AsyncGenerator<Buffer, void, undefined> {
  const digester = digesterFor(expected.digest);
  let held: Buffer | undefined;
  for await (const chunk of chunks) {
    if (held !== undefined) yield held;
    digester.update(chunk);
    if (digester.size > expected.size) {
      throw new ContentError(`${what} has more than the ${expected.size} bytes of its descriptor`);
    }
    held = chunk;
  }
  if (digester.size !== expected.size) {
    throw new ContentError(`${what} ended after ${digester.size} of ${expected.size} bytes`);
  }
  const actual = digester.digest();
  if (actual !== expected.digest) {
    throw new ContentError(`${what} has digest ${actual} instead of ${expected.digest}`);
  }
  if (held !== undefined) yield held;
}
