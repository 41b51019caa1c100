/**
 * Which media types the manifest of a published image has.
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/media-types.md
 */
export const ManifestMediaTypes = {
  /**
   * Docker's schema 2, which SageMaker is known to take, for one platform. A manifest that had other types gets
   * another digest; annotations and signatures over it are lost.
   */
  DockerSchema2: "DockerSchema2",
  /** Those of the archive: manifests are stored byte for byte, so that digests and signatures stay what they are. */
  Preserve: "Preserve",
} as const;
export type ManifestMediaTypes = (typeof ManifestMediaTypes)[keyof typeof ManifestMediaTypes];
