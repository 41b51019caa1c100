import { open, type FileHandle } from "node:fs/promises";
import { ArchiveError } from "../errors";

/** Random-access bytes: a local file, or an object in S3 by range requests. */
export interface RangeSource {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes from `start` to `endExclusive` in chunks; both are within `size`. */
  read(start: number, endExclusive: number): AsyncIterable<Buffer>;
}

// One read costs a turn of the thread pool: larger ones take less processor time than pieces of 256 KiB.
const PIECE = 1024 * 1024;

/** A local file as a {@link RangeSource}; it stays open until {@link FileSource.close}. */
export class FileSource implements RangeSource {
  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  /** Throws Node's error when the file cannot be opened, and {@link ArchiveError} when it is no regular file. */
  static async open(path: string): Promise<FileSource> {
    const handle = await open(path, "r");
    const stat = await handle.stat();
    if (stat.isFile()) return new FileSource(handle, stat.size);
    await handle.close();
    throw new ArchiveError(`${path} is no regular file`);
  }

  async *read(start: number, endExclusive: number): AsyncGenerator<Buffer, void, undefined> {
    for (let position = start; position < endExclusive;) {
      const length = Math.min(PIECE, endExclusive - position);
      const { bytesRead, buffer } = await this.handle.read(Buffer.allocUnsafe(length), 0, length, position);
      if (bytesRead === 0) throw new ArchiveError(`The file ended at byte ${position} while it was read`);
      position += bytesRead;
      yield bytesRead === length ? buffer : buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** A part of a source as bytes in memory. Throws {@link ArchiveError} when it comes short. */
export async function readRange(source: RangeSource, start: number, endExclusive: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source.read(start, endExclusive)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  if (bytes.length !== endExclusive - start) {
    throw new ArchiveError(
      `Bytes ${start} to ${endExclusive} of the archive were read as ${bytes.length} bytes`,
    );
  }
  return bytes;
}
