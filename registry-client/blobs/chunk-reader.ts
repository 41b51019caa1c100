import { ContentError } from "../errors";

interface OpenStream {
  readonly chunks: AsyncIterator<Buffer, unknown>;
  /** The offset of the stream in bytes. */
  position: number;
  /** Bytes that were read beyond the end of the last chunk. */
  rest: Buffer | undefined;
}

/**
 * Reads a stream in chunks. It is reopened only when the requested offset is not the end of the last chunk, so that
 * checks of the complete stream still work.
 */
export class ChunkReader {
  private stream: OpenStream | undefined;

  /** `open` returns the bytes from an offset on. */
  constructor(private readonly open: (start: number) => AsyncIterable<Buffer>) {}

  /** Waits for the first bytes from `start` on, so that sending them starts at once. */
  async prime(start: number): Promise<void> {
    const stream = this.streamAt(start);
    stream.rest ??= await next(stream, start + 1);
  }

  /** Exactly the bytes from `start` to `endExclusive`. Throws {@link ContentError} when there are fewer. */
  async *take(start: number, endExclusive: number): AsyncGenerator<Buffer, void, undefined> {
    const stream = this.streamAt(start);
    while (stream.position < endExclusive) {
      const piece = stream.rest ?? (await next(stream, endExclusive));
      const needed = endExclusive - stream.position;
      stream.rest = piece.length > needed ? piece.subarray(needed) : undefined;
      stream.position += Math.min(piece.length, needed);
      yield piece.subarray(0, needed);
    }
  }

  /**
   * All bytes from `start` on, to the end of the stream, so that what the stream finds wrong there is thrown. Throws
   * {@link ContentError} when they are not up to `endExclusive`.
   */
  async *takeAll(start: number, endExclusive: number): AsyncGenerator<Buffer, void, undefined> {
    yield* this.take(start, endExclusive);
    const stream = this.streamAt(endExclusive);
    if (stream.rest !== undefined || (await stream.chunks.next()).done !== true) {
      throw new ContentError(`The blob has more than ${endExclusive} bytes`);
    }
  }

  /** Ends the stream, without waiting for it; the next chunk comes from another. */
  close(): void {
    const { stream } = this;
    this.stream = undefined;
    stream?.chunks.return?.().catch(() => undefined);
  }

  private streamAt(start: number): OpenStream {
    if (this.stream?.position === start) return this.stream;
    this.close();
    this.stream = { chunks: this.open(start)[Symbol.asyncIterator](), position: start, rest: undefined };
    return this.stream;
  }
}

async function next({ chunks, position }: OpenStream, endExclusive: number): Promise<Buffer> {
  const result = await chunks.next();
  if (result.done !== true) return result.value;
  throw new ContentError(`The blob ended ${endExclusive - position} bytes early`);
}
