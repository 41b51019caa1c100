import { posix } from "node:path";
import { ArchiveError } from "../errors";
import { type RangeSource, readRange } from "./range-source";

/** A regular file within a tar archive. */
export interface TarMember {
  /** The first byte of its content within the archive. */
  readonly start: number;
  /** Bytes. */
  readonly size: number;
}

interface Header {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly linkName: string;
}

type Entry = TarMember | { readonly link: string };

const BLOCK = 512;
// Headers are read in windows, so that adjacent small members need no read of their own.
const WINDOW = 64 * 1024;
const MAXIMUM_MEMBERS = 100_000;
const MAXIMUM_EXTENSION = 1024 * 1024;
const MAXIMUM_LINKS = 16;

const REGULAR_TYPES = "0\u00007";
const HARD_LINK = "1";
const SYMBOLIC_LINK = "2";
const TYPES_WITHOUT_DATA = "123456";
const SPARSE = "S";
const PAX = "x";
const GNU_LONG_NAME = "L";
const GNU_LONG_LINK = "K";

/** The regular files of a tar archive by their paths, found without reading their contents. */
export class TarIndex {
  private constructor(private readonly entries: ReadonlyMap<string, Entry>) {}

  /**
   * Walks an archive's headers: POSIX ustar and pax, GNU long names and sizes.
   *
   * Throws {@link ArchiveError} when it is not a tar, is compressed or truncated, or a path leaves the archive.
   * Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
   */
  static async read(source: RangeSource): Promise<TarIndex> {
    const entries = new Map<string, Entry>();
    const blocks = new BlockReader(source);
    let extension: Partial<Header> = {};
    for (let offset = 0; offset + BLOCK <= source.size;) {
      const block = await blocks.read(offset);
      if (block.every((byte) => byte === 0)) break;
      const header = { ...parseHeader(block, offset), ...extension };
      const start = offset + BLOCK;
      const size = TYPES_WITHOUT_DATA.includes(header.type) ? 0 : header.size;
      if (start + size > source.size) {
        throw new ArchiveError(
          `The archive is cut short: ${JSON.stringify(header.name)} reaches beyond its end`,
        );
      }
      offset = start + Math.ceil(size / BLOCK) * BLOCK;
      if ([PAX, GNU_LONG_NAME, GNU_LONG_LINK].includes(header.type)) {
        extension = { ...extension, ...(await readExtension(source, header.type, start, size)) };
        continue;
      }
      extension = {};
      addEntry(entries, header, { start, size });
    }
    return new TarIndex(entries);
  }

  /** The file at a path, links followed; `undefined` when there is none. Throws {@link ArchiveError}. */
  find(path: string): TarMember | undefined {
    let current = insidePath(path);
    for (let links = 0; links <= MAXIMUM_LINKS; links++) {
      const entry = this.entries.get(current);
      if (!entry || !("link" in entry)) return entry;
      current = entry.link;
    }
    throw new ArchiveError(`${JSON.stringify(path)} is a link to itself`);
  }
}

function addEntry(entries: Map<string, Entry>, header: Header, member: TarMember): void {
  if (header.type === SPARSE) {
    throw new ArchiveError(`${JSON.stringify(header.name)} is a sparse file; pack it again without --sparse`);
  }
  const name = insidePath(header.name);
  if (REGULAR_TYPES.includes(header.type)) entries.set(name, member);
  // Older `docker save` stores a layer that several images share once, and symbolic links to it.
  else if (header.type === SYMBOLIC_LINK) {
    entries.set(name, { link: insidePath(posix.join(posix.dirname(name), header.linkName)) });
  } else if (header.type === HARD_LINK) entries.set(name, { link: insidePath(header.linkName) });
  if (entries.size > MAXIMUM_MEMBERS)
    throw new ArchiveError(`The archive has more than ${MAXIMUM_MEMBERS} members`);
}

/** A path in its shortest form, without "/" at the end. Throws {@link ArchiveError} when it leaves the archive. */
export function insidePath(path: string): string {
  const normal = posix.normalize(path).replace(/^\.\/|\/$/g, "");
  if (posix.isAbsolute(normal) || normal === ".." || normal.startsWith("../") || normal.includes("\0")) {
    throw new ArchiveError(
      `The archive contains a path that leaves it: ${JSON.stringify(path.slice(0, 200))}`,
    );
  }
  return normal;
}

function parseHeader(block: Buffer, offset: number): Header {
  if (octal(block, 148, 8) !== checksum(block)) {
    const reason =
      offset === 0 ? (compressionOf(block) ?? "it is no tar archive") : `damaged at byte ${offset}`;
    throw new ArchiveError(`The archive cannot be read: ${reason}`);
  }
  const prefix = text(block, 257, 5) === "ustar" && block[262] === 0 ? text(block, 345, 155) : "";
  const name = text(block, 0, 100);
  const size = (block[124] ?? 0) & 0x80 ? binary(block, 124, 12) : octal(block, 124, 12);
  if (!Number.isSafeInteger(size))
    throw new ArchiveError(`The archive contains an invalid size at byte ${offset}`);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: String.fromCharCode(block[156] ?? 0),
    size,
    linkName: text(block, 157, 100),
  };
}

function compressionOf(block: Buffer): string | undefined {
  const magic = block.toString("hex", 0, 4);
  const name = magic.startsWith("1f8b")
    ? "gzip"
    : magic === "28b52ffd"
      ? "zstd"
      : magic === "fd377a58"
        ? "xz"
        : undefined;
  return name && `it is compressed with ${name}: decompress it first`;
}

function checksum(block: Buffer): number {
  // The checksum's own field counts as spaces.
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

function text(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start);
  return block.toString("utf8", start, end >= start && end < start + length ? end : start + length);
}

function octal(block: Buffer, start: number, length: number): number {
  const digits = text(block, start, length).trim();
  return digits === "" ? 0 : /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
}

// GNU tar's form for numbers beyond the octal digits; the first byte is 0x80.
function binary(block: Buffer, start: number, length: number): number {
  let value = (block[start] ?? 0) & 0x7f;
  for (let index = start + 1; index < start + length; index++) value = value * 256 + (block[index] ?? 0);
  return value;
}

async function readExtension(
  source: RangeSource,
  type: string,
  start: number,
  size: number,
): Promise<Partial<Header>> {
  if (size > MAXIMUM_EXTENSION)
    throw new ArchiveError(`The archive contains an extended header of ${size} bytes`);
  const bytes = await readRange(source, start, start + size);
  if (type === GNU_LONG_NAME) return { name: text(bytes, 0, bytes.length) };
  if (type === GNU_LONG_LINK) return { linkName: text(bytes, 0, bytes.length) };
  const records = parsePax(bytes);
  const name = records.get("path");
  const linkName = records.get("linkpath");
  const sizeText = records.get("size");
  if (sizeText !== undefined && (!/^\d+$/.test(sizeText) || !Number.isSafeInteger(Number(sizeText)))) {
    throw new ArchiveError("The archive contains an invalid size in an extended header");
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(linkName === undefined ? {} : { linkName }),
    ...(sizeText === undefined ? {} : { size: Number(sizeText) }),
  };
}

// Records are "<length> <key>=<value>\n", with the length of the complete record in bytes.
function parsePax(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let position = 0; position < bytes.length;) {
    const space = bytes.indexOf(0x20, position);
    const length = Number(bytes.toString("latin1", position, space));
    const equals = bytes.indexOf(0x3d, space);
    const end = position + length;
    if (space < 0 || equals < 0 || !(length > 0) || end > bytes.length || equals >= end) {
      throw new ArchiveError("The archive contains an extended header that cannot be read");
    }
    records.set(bytes.toString("utf8", space + 1, equals), bytes.toString("utf8", equals + 1, end - 1));
    position = end;
  }
  return records;
}

class BlockReader {
  private window: Buffer = Buffer.alloc(0);
  private windowStart = 0;

  constructor(private readonly source: RangeSource) {}

  async read(offset: number): Promise<Buffer> {
    const isInside = offset >= this.windowStart && offset + BLOCK <= this.windowStart + this.window.length;
    if (!isInside) {
      this.window = await readRange(this.source, offset, Math.min(offset + WINDOW, this.source.size));
      this.windowStart = offset;
    }
    return this.window.subarray(offset - this.windowStart, offset - this.windowStart + BLOCK);
  }
}
