/** Progress of a copy. */
export interface CopyProgress {
  /** Of an index, `total` counts the blobs of the manifests that have been read so far. */
  readonly blobs: { readonly copied: number; readonly total: number };
  /** The image's manifest; of an index, its own and those that it refers to. */
  readonly manifests: { readonly stored: number; readonly total: number };
}

/** Before anything is known of the image. */
export const NO_PROGRESS: CopyProgress = {
  blobs: { copied: 0, total: 0 },
  manifests: { stored: 0, total: 0 },
};

/** Says it as part of a message: `3 of 5 blobs`, or of an index `9 blobs and 2 of 3 manifests`. */
export function describeProgress({ blobs, manifests }: CopyProgress): string {
  return manifests.total > 1
    ? `${blobs.copied} blobs and ${manifests.stored} of ${manifests.total} manifests`
    : `${blobs.copied} of ${blobs.total} blobs`;
}
