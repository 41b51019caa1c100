import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  choosePlatform,
  MediaType,
  parseManifest,
  parsePlatform,
  parseReference,
  RegistryClient,
  sha256,
  type Descriptor,
  type ImageManifest,
} from "../../../registry-client";
import type { EvidenceImage } from "../settings";
import { END_OF_TAR, padding, tarArchive, tarHeader } from "./tar";

/** The image that the kit's program is put on, unless the user names another: it has Node.js. */
export const DEFAULT_BASE = "public.ecr.aws/docker/library/node:22-alpine";

/**
 * What SageMaker reads of an image before it makes a model of several containers, or of many models.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/build-multi-model-build-container.html
 */
const LABELS = {
  "com.amazonaws.sagemaker.capabilities.accept-bind-to-port": "true",
  "com.amazonaws.sagemaker.capabilities.multi-models": "true",
};
const PROGRAM = "opt/evidence/serve.js";

/** What an image is built of. */
export interface ImageOptions {
  /** The archive to be written. */
  readonly path: string;
  /** The image that the program is put on, by a name that needs no credentials; one that has `node` on its path. */
  readonly base: string;
  /** As `linux/amd64`. */
  readonly platform: string;
  /** Makes the client for the base's registry; one without credentials by default. */
  readonly connect?: (registry: string) => RegistryClient;
}

interface Base {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly manifest: ImageManifest;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Builds the kit's image as an archive that holds it twice, as the manifest of one platform and as an index of it, unless
 * an earlier run has.
 * @throws what the registry of the base image answers; Error where the package has not been built
 */
export async function buildImage(options: ImageOptions): Promise<EvidenceImage> {
  const record = `${options.path}.json`;
  const key = { base: options.base, platform: options.platform, program: sha256(program()) };
  if (existsSync(options.path) && existsSync(record)) {
    const { digests, ...built } = JSON.parse(await readFile(record, "utf8")) as {
      digests: Omit<EvidenceImage, "path">;
    };
    if (JSON.stringify(built) === JSON.stringify(key)) return { path: options.path, ...digests };
  }
  const base = await openBase(options);
  try {
    const { index, files, digests } = layout(base);
    const unfinished = `${options.path}.part`;
    await pipeline(Readable.from(archive(base, index, files)), createWriteStream(unfinished));
    await rename(unfinished, options.path);
    await writeFile(record, JSON.stringify({ ...key, digests }));
    return { path: options.path, ...digests };
  } finally {
    base.client.close();
  }
}

async function openBase({ base, platform, connect }: ImageOptions): Promise<Base> {
  const wanted = parsePlatform(platform);
  if (wanted === undefined) throw new Error(`${platform} is no platform, as linux/amd64`);
  const { registry, repository, tag = "latest", digest } = parseReference(base);
  const client = connect?.(registry) ?? new RegistryClient({ registry });
  try {
    const read = async (reference: string) => {
      const { bytes, mediaType } = await client.manifest(repository, reference);
      return parseManifest(bytes, mediaType, base);
    };
    const root = await read(digest ?? tag);
    const manifest =
      root.kind === "index" ? await read(choosePlatform(root.manifests, wanted, base).digest) : root;
    if (manifest.kind === "index") throw new Error(`${base} has an index for ${platform}: name another base`);
    const chunks: Buffer[] = [];
    for await (const chunk of client.blob(repository, manifest.config)) chunks.push(chunk);
    const config = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Base["config"];
    return { client, repository, manifest, config };
  } catch (error) {
    client.close();
    throw error;
  }
}

/** The files of an OCI image layout, but for the layers of the base, and the digests of the images in it. */
function layout({ manifest, config }: Base) {
  const layer = tarArchive({ [PROGRAM]: program() });
  const {
    config: settings = {},
    rootfs,
    history,
  } = config as {
    config?: { Labels?: Record<string, string> | null };
    rootfs?: { diff_ids?: string[] };
    history?: unknown[];
  };
  const image = json({
    ...config,
    created: "1970-01-01T00:00:00Z",
    config: {
      ...settings,
      Entrypoint: ["node", `/${PROGRAM}`],
      Cmd: null,
      Labels: { ...settings.Labels, ...LABELS },
    },
    rootfs: { type: "layers", diff_ids: [...(rootfs?.diff_ids ?? []), sha256(layer)] },
    history: [...(history ?? []), { created_by: "sagemaker-private-registry evidence" }],
  });
  const written = json({
    schemaVersion: 2,
    mediaType: MediaType.OciManifest,
    config: descriptor(MediaType.OciConfig, image),
    layers: [...manifest.layers.map(inOci), descriptor(MediaType.OciLayerTar, layer)],
  });
  const { os, architecture, variant } = config;
  const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  const single = { ...descriptor(MediaType.OciManifest, written), platform };
  const index = json({ schemaVersion: 2, mediaType: MediaType.OciIndex, manifests: [single] });
  return {
    files: [image, layer, written, index],
    digests: { manifestDigest: sha256(written), indexDigest: sha256(index) },
    index: json({ schemaVersion: 2, manifests: [single, descriptor(MediaType.OciIndex, index)] }),
  };
}

/** A layer's descriptor with OCI's name for what Docker's names. */
function inOci({ mediaType, size, digest }: Descriptor): Descriptor {
  return {
    size,
    digest,
    mediaType: mediaType === MediaType.DockerLayerGzip ? MediaType.OciLayerGzip : mediaType,
  };
}

async function* archive(base: Base, index: Buffer, files: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* member("oci-layout", Buffer.from('{"imageLayoutVersion":"1.0.0"}'));
  yield* member("index.json", index);
  const seen = new Set<string>();
  for (const layer of base.manifest.layers) {
    if (seen.has(layer.digest)) continue;
    seen.add(layer.digest);
    yield tarHeader(blobPath(layer.digest), layer.size);
    yield* base.client.blob(base.repository, layer);
    yield padding(layer.size);
  }
  for (const file of files) yield* member(blobPath(sha256(file)), file);
  yield END_OF_TAR;
}

function* member(path: string, bytes: Buffer): Generator<Buffer> {
  yield tarHeader(path, bytes.length);
  yield bytes;
  yield padding(bytes.length);
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const blobPath = (digest: string): string => `blobs/${digest.replace(":", "/")}`;
const descriptor = (mediaType: string, bytes: Buffer): Descriptor => ({
  mediaType,
  size: bytes.length,
  digest: sha256(bytes),
});

/** The compiled program, from source as from dist/. */
function program(): Buffer {
  let root = __dirname;
  while (!existsSync(join(root, "package.json"))) root = dirname(root);
  const file = join(root, "dist", "tools", "evidence", "image", "serve.js");
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run build\` in ${root}`);
  return readFileSync(file);
}
