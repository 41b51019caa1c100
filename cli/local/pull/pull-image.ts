import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  chooseImage,
  type Descriptor,
  isForeign,
  type Platform,
  readConfig,
  type RegistryClient,
  RegistrySource,
} from "../../../registry-client";
import type { PulledImage } from "./pull-result";

/** What is pulled, and from where. */
export interface ImageToPull {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly digest: string;
  /** Which image of an index. */
  readonly platform: Platform;
  /** Where the layers are kept; they are only read without it. */
  readonly folder: string | undefined;
}

/** A layer in a file, as it is stored in the registry. */
export interface LayerFile {
  readonly descriptor: Descriptor;
  readonly file: string;
}

/** An image whose every byte was pulled. */
export interface ImageFiles {
  readonly image: Omit<PulledImage, "reference" | "planned" | "platform">;
  /** The image's configuration, as bytes of JSON. */
  readonly config: Buffer;
  /** The layers, the lowest first; none where they were not to be kept. */
  readonly layers: readonly LayerFile[];
}

/** As many as Docker's engine downloads at once. */
const CONCURRENCY = 3;

/**
 * Pulls an image as SageMaker does: the manifest by its digest, then the configuration and every layer, each held against
 * its digest. Throws what the client throws.
 */
export async function pullImage(image: ImageToPull): Promise<ImageFiles> {
  const { client, repository, digest, folder } = image;
  const source = new RegistrySource(client, repository, digest);
  const { content, manifest } = await chooseImage(source, await source.root(), image.platform);
  const config = await readConfig(source, manifest.config, undefined);
  const layers: LayerFile[] = [];
  const waiting = [...manifest.layers.entries()].filter(([, layer]) => !isForeign(layer));
  const fetchNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, descriptor] = next;
      const bytes = client.blob(repository, descriptor);
      const file = join(folder ?? "", `layer-${index}`);
      await pipeline(bytes, folder === undefined ? nowhere() : createWriteStream(file));
      layers[index] = { descriptor, file };
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, fetchNext));
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

/** Takes what is only read for its digest. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
