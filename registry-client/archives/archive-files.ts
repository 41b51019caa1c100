import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ArchiveError, codeOf } from "../errors";
import { FileSource, type RangeSource } from "./range-source";
import { insidePath, TarIndex } from "./tar";

/** Files of an archive by their paths with "/". */
export interface ArchiveFiles {
  /** Bytes of a file; `undefined` when there is none. */
  size(path: string): Promise<number | undefined>;
  /** A file's bytes from `start` on. */
  read(path: string, start: number): AsyncIterable<Buffer>;
}

/** Files of a tar archive, read in place. */
export class TarFiles implements ArchiveFiles {
  private constructor(
    private readonly source: RangeSource,
    private readonly index: TarIndex,
  ) {}

  /** Throws `ArchiveError` when the source is no tar archive. */
  static async open(source: RangeSource): Promise<TarFiles> {
    return new TarFiles(source, await TarIndex.read(source));
  }

  async size(path: string): Promise<number | undefined> {
    return this.index.find(path)?.size;
  }

  async *read(path: string, start: number): AsyncGenerator<Buffer, void, undefined> {
    const member = this.index.find(path);
    if (!member) throw new ArchiveError(`The archive lacks ${JSON.stringify(path)}`);
    if (start < member.size) yield* this.source.read(member.start + start, member.start + member.size);
  }
}

/** The files of a folder. Throws {@link ArchiveError} for a path that leaves it; symbolic links in it are followed. */
export class FolderFiles implements ArchiveFiles {
  constructor(private readonly folder: string) {}

  async size(path: string): Promise<number | undefined> {
    try {
      const found = await stat(this.locate(path));
      return found.isFile() ? found.size : undefined;
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
      throw error;
    }
  }

  async *read(path: string, start: number): AsyncGenerator<Buffer, void, undefined> {
    const source = await FileSource.open(this.locate(path));
    try {
      yield* source.read(start, source.size);
    } finally {
      await source.close();
    }
  }

  // The paths are from the archive's own manifest.
  private locate(path: string): string {
    return join(this.folder, insidePath(path));
  }
}

/** Reads a complete file into memory. Throws {@link ArchiveError} when it is missing or has more than `limit` bytes. */
export async function readFile(files: ArchiveFiles, path: string, limit: number): Promise<Buffer> {
  const size = await files.size(path);
  if (size === undefined) throw new ArchiveError(`The archive lacks ${JSON.stringify(path)}`);
  if (size > limit) throw new ArchiveError(`${JSON.stringify(path)} has ${size} bytes, allowed are ${limit}`);
  const pieces: Buffer[] = [];
  for await (const piece of files.read(path, 0)) pieces.push(piece);
  return Buffer.concat(pieces);
}
