/**
 * Where an image is staged in S3. Below the prefix lies an OCI image layout for each image,
 * `images/<algorithm>/<digits>/index.json` and `oci-layout`, and beside them the one folder of blobs that they share,
 * `blobs/<algorithm>/<digits>`: what several images have in common is there once, and no two stagings write one file
 * with different content. Tools call it a shared blob directory (`skopeo copy --src-shared-blob-dir`).
 *
 * Source: OCI image-spec 1.1, image-layout.md.
 */
export interface StagedLayout {
  readonly bucket: string;
  /** The beginning of all keys, without the slash behind it. */
  readonly prefix: string;
  /** The digest of the image's manifest or index, `sha256:<64 hexadecimal digits>`. */
  readonly digest: string;
}

/**
 * The key of a file of an image's layout.
 * @param path the file's path in the layout, as `index.json` or `blobs/sha256/…`
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
