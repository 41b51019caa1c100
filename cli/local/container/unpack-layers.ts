import {
  chmodSync,
  closeSync,
  createReadStream,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { join, posix } from "node:path";
import { Duplex, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import { Parser, type ReadEntry } from "tar";
import { compressionOf, UnsupportedImageError } from "../../../registry-client";
import type { LayerFile } from "../pull/pull-image";
import { entryPath, linkTarget, OutsideImageError, resolveInside } from "./image-paths";

/** The prefix of file names that delete files of lower layers. Source: OCI image-spec 1.1, layer.md, "Whiteouts". */
const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";

/**
 * Unpacks the layers of an image, the lowest first, into a folder. Owners, devices and the bits that give a program
 * another's rights are left out; paths and links that lead out of the image are refused.
 * @throws OutsideImageError, UnsupportedImageError, and what reading throws
 */
export async function unpack(layers: readonly LayerFile[], root: string): Promise<void> {
  for (const { descriptor, file } of layers) {
    const compression = compressionOf(descriptor);
    if (compression === undefined) {
      throw new UnsupportedImageError(`A layer of the type ${descriptor.mediaType} cannot be unpacked`);
    }
    const layer = new LayerWriter(root);
    const streams = compression === "none" ? [] : [compression === "gzip" ? zlib.createGunzip() : zstd()];
    await pipeline([createReadStream(file), ...streams, layer.stream()]);
  }
}

/** Writes one layer over those below it. All is done at once, entry by entry, as later ones build on earlier ones. */
class LayerWriter {
  /** What this layer has: its own whiteouts do not take it away. */
  private readonly own = new Set<string>();
  private failure: Error | undefined;
  private hasEnded = false;

  constructor(private readonly root: string) {}

  stream(): Writable {
    const parser = new Parser({ strict: true, onReadEntry: (entry) => this.guarded(() => this.add(entry)) });
    parser.on("error", (error: Error) => (this.failure ??= error));
    parser.on("end", () => (this.hasEnded = true));
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.guarded(() => void parser.write(chunk));
        done(this.failure);
      },
      final: (done) => {
        this.guarded(() => void parser.end());
        done(this.failure ?? (this.hasEnded ? null : new Error("The layer ends in the middle of a file")));
      },
    });
  }

  /** What is thrown while the parser hands out entries would be lost in it. */
  private guarded(act: () => void): void {
    if (this.failure !== undefined) return;
    try {
      act();
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  private add(entry: ReadEntry): void {
    const path = entryPath(entry.path);
    const name = posix.basename(path);
    if (name === OPAQUE) this.empty(posix.dirname(path));
    else if (name.startsWith(WHITEOUT))
      this.remove(posix.join(posix.dirname(path), name.slice(WHITEOUT.length)));
    else if (path !== "") this.write(entry, path);
    // The parser waits until an entry's content was read.
    entry.resume();
  }

  private write(entry: ReadEntry, path: string): void {
    const inside = resolveInside(this.root, path, false);
    const file = join(this.root, inside);
    const mode = (entry.mode ?? 0o644) & 0o777;
    this.own.add(inside);
    this.makeFolder(posix.dirname(inside));
    if (entry.type === "Directory") {
      if (!isFolder(file)) rmSync(file, { force: true });
      mkdirSync(file, { recursive: true });
      // Its owner, who is whoever unpacks it, must be able to fill it and to take it away.
      return chmodSync(file, mode | 0o700);
    }
    if (!isFile(entry) && entry.type !== "SymbolicLink" && entry.type !== "Link") return;
    // Also where a file stands: others may be linked to it, and must keep what it held.
    rmSync(file, { recursive: true, force: true });
    if (entry.type === "SymbolicLink") return symlinkSync(linkTarget(inside, entry.linkpath ?? ""), file);
    if (entry.type === "Link") return linkSync(this.linked(entry.linkpath ?? ""), file);
    const descriptor = openSync(file, "wx", mode | 0o600);
    entry.on("data", (chunk: Buffer) => this.guarded(() => void writeSync(descriptor, chunk)));
    entry.on("end", () => {
      closeSync(descriptor);
      // In spite of the umask.
      this.guarded(() => chmodSync(file, mode | 0o600));
    });
  }

  /** The file that a hard link means. */
  private linked(path: string): string {
    const file = join(this.root, resolveInside(this.root, entryPath(path), false));
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found?.isFile() === true || found?.isSymbolicLink() === true) return file;
    throw new OutsideImageError(
      `The layer links to ${JSON.stringify(path)}, which is not a file of the image`,
    );
  }

  private makeFolder(path: string): void {
    const folder = join(this.root, path);
    if (isFolder(folder)) return;
    rmSync(folder, { force: true });
    if (path !== ".") this.makeFolder(posix.dirname(path));
    mkdirSync(folder, { recursive: true });
  }

  private remove(path: string): void {
    const inside = resolveInside(this.root, path, false);
    if (inside === "" || this.own.has(inside)) return;
    if (this.isAbove(inside)) return this.empty(inside);
    rmSync(join(this.root, inside), { recursive: true, force: true });
  }

  /** Takes away what lower layers have in a folder. */
  private empty(path: string): void {
    const inside = resolveInside(this.root, path);
    const folder = join(this.root, inside);
    if (!isFolder(folder)) return;
    for (const name of readdirSync(folder)) {
      const child = posix.join(inside, name);
      if (!this.own.has(child) && !this.isAbove(child))
        rmSync(join(folder, name), { recursive: true, force: true });
      else if (this.isAbove(child)) this.empty(child);
    }
  }

  /** Whether this layer has something below a path. */
  private isAbove(path: string): boolean {
    for (const each of this.own) if (each.startsWith(`${path}/`)) return true;
    return false;
  }
}

function isFile({ type }: ReadEntry): boolean {
  return type === "File" || type === "OldFile" || type === "ContiguousFile";
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Not in the types of the oldest Node that is supported. */
function zstd(): Duplex {
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  const transform: unknown = typeof create === "function" ? Reflect.apply(create, zlib, []) : undefined;
  if (transform instanceof Duplex) return transform;
  throw new UnsupportedImageError(
    `A layer is compressed with zstd, which Node can read from 22.15 on; this is Node ${process.versions.node}`,
  );
}
