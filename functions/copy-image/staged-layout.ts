import type { StagedLayout } from "../contract";

/**
 * The key of a file of an image's layout.
 * @param path the file's path in the layout, for example `index.json` or `blobs/sha256/…`
 */
export function stagedKey({ prefix, digest }: Omit<StagedLayout, "bucket">, path: string): string {
  return path.startsWith("blobs/")
    ? `${prefix}/${path}`
    : `${prefix}/images/${digest.replace(":", "/")}/${path}`;
}

/** The path of a blob or manifest in an image layout. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}
