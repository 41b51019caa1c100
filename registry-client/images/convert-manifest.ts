import { sha256 } from "../blobs/digest";
import { UnsupportedImageError } from "../errors";
import { isGeneralConfig, isImageConfig } from "./image-config";
import { compressionOf } from "./layers";
import { type Content, type Descriptor, type ImageManifest, MediaType } from "./manifest";

/** Handling of zstd layers, which Docker schema 2 does not support. */
export type ZstdLayers = "refuse" | "recompress";

/**
 * How each layer becomes one that Docker schema 2 knows: `undefined` as it is, otherwise compressed with gzip.
 *
 * Throws {@link UnsupportedImageError} when the image cannot be expressed; `what` begins its message.
 * Source: https://distribution.github.io/distribution/spec/manifest-v2-2/
 */
export function layersToRecompress(
  manifest: ImageManifest,
  zstdLayers: ZstdLayers,
  what: string,
): ReadonlyArray<"none" | "zstd" | undefined> {
  const { config } = manifest;
  if (!isImageConfig(config) && !isGeneralConfig(config)) throw noImage(what, config);
  return manifest.layers.map((layer) => {
    const compression = compressionOf(layer);
    if (compression === undefined) {
      throw new UnsupportedImageError(
        `${what} has a layer of type ${JSON.stringify(layer.mediaType)}, which Docker schema 2 does not support`,
      );
    }
    if (compression === "zstd" && zstdLayers === "refuse") {
      throw new UnsupportedImageError(
        `${what} has layers compressed with zstd, which Docker schema 2 does not know; ` +
          "build it with gzip, or have them recompressed",
      );
    }
    return compression === "gzip" ? undefined : compression;
  });
}

/** What is stored is another artifact; `what` begins the message. */
export function noImage(what: string, { mediaType }: Descriptor): UnsupportedImageError {
  return new UnsupportedImageError(
    `${what} is not a container image: its configuration is ${JSON.stringify(mediaType.slice(0, 100))}`,
  );
}

/**
 * The manifest in Docker schema 2 over the layers as they will be stored; the content itself when it says
 * the same. What schema 2 does not have (annotations, subject) is dropped.
 */
export function toDockerManifest(
  original: Content,
  manifest: ImageManifest,
  layers: readonly Descriptor[],
): Content {
  const isSame =
    manifest.mediaType === MediaType.DockerManifest &&
    manifest.config.mediaType === MediaType.DockerConfig &&
    manifest.layers.every(
      (layer, index) =>
        layer.digest === layers[index]?.digest && layer.mediaType === MediaType.DockerLayerGzip,
    );
  if (isSame) return original;
  const entry = (mediaType: string, { size, digest }: Descriptor) => ({ mediaType, size, digest });
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MediaType.DockerManifest,
      config: entry(MediaType.DockerConfig, manifest.config),
      layers: layers.map((layer) => entry(MediaType.DockerLayerGzip, layer)),
    }),
  );
  return { mediaType: MediaType.DockerManifest, digest: sha256(bytes), bytes };
}
