import { Header } from "tar";

const BLOCK = 512;

/** A tar of some files, by their paths, whose bytes depend on nothing else. */
export function tarArchive(files: Readonly<Record<string, Buffer>>): Buffer {
  return Buffer.concat([
    ...Object.entries(files).flatMap(([path, bytes]) => [
      tarHeader(path, bytes.length),
      bytes,
      padding(bytes.length),
    ]),
    END_OF_TAR,
  ]);
}

/** What ends a tar. */
export const END_OF_TAR = Buffer.alloc(2 * BLOCK);

/**
 * The header of a file.
 * @throws Error where the path or the size does not fit into a header
 */
export function tarHeader(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const isLong = new Header({
    path,
    size,
    type: "File",
    mode: 0o755,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
  }).encode(block);
  if (isLong) throw new Error(`${path} or its size does not fit into a tar header`);
  return block;
}

/** The padding after a file of some size. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}
