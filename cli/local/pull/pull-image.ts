import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  chooseImage,
  type Descriptor,
  isForeign,
  Limit,
  type Platform,
  readConfig,
  type RegistryClient,
  RegistrySource,
} from "../../../registry-client";
import type { PulledImage } from "./pull-result";

/** The image to pull, and its source. */
export interface ImageToPull {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly digest: string;
  /** The image of an index to pull. */
  readonly platform: Platform;
  /** The folder for the layers; without it they are read and discarded. */
  readonly folder: string | undefined;
}

/** A layer in a file, as stored in the registry. */
export interface LayerFile {
  readonly descriptor: Descriptor;
  readonly file: string;
}

/** A completely pulled image. */
export interface ImageFiles {
  readonly image: Omit<PulledImage, "reference" | "planned" | "platform">;
  /** The image's configuration, as bytes of JSON. */
  readonly config: Buffer;
  /** The layers, the lowest first; empty where they are not kept. */
  readonly layers: readonly LayerFile[];
}

/** The concurrent downloads of Docker's engine. */
const CONCURRENCY = 3;

/**
 * Pulls an image as SageMaker does: the manifest by its digest, then the configuration and every layer, each verified against
 * its digest. Throws what the client throws.
 */
export async function pullImage(image: ImageToPull): Promise<ImageFiles> {
  const { client, repository, digest, folder } = image;
  const source = new RegistrySource(client, repository, digest);
  const { content, manifest } = await chooseImage(source, await source.root(), image.platform);
  const config = await readConfig(source, manifest.config, undefined);
  const layers: LayerFile[] = [];
  const limit = new Limit(CONCURRENCY);
  await Promise.all(
    [...manifest.layers.entries()].map(([index, descriptor]) =>
      limit.run(async () => {
        if (isForeign(descriptor)) return;
        const bytes = client.blob(repository, descriptor);
        const file = join(folder ?? "", `layer-${index}`);
        await pipeline(bytes, folder === undefined ? nowhere() : createWriteStream(file));
        layers[index] = { descriptor, file };
      }),
    ),
  );
  const { config: configuration, layers: all } = manifest;
  return {
    image: {
      digest,
      mediaType: content.mediaType,
      sizeInBytes: [configuration, ...all].reduce((sum, { size }) => sum + size, 0),
      layers: all.length,
    },
    config,
    layers: folder === undefined ? [] : layers.filter((layer) => layer !== undefined),
  };
}

/** Discards data that is read for its digest. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
