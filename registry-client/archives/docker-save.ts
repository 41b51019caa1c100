import { type ArchiveFiles, readFile } from "./archive-files";
import { Digester, isDigest, sha256, verified } from "../blobs/digest";
import { ArchiveError, UnsupportedImageError } from "../errors";
import type { ImageSource } from "../images/image-source";
import {
  type Content,
  type Descriptor,
  isObject,
  MANIFEST_LIMIT,
  MediaType,
  parseObject,
} from "../images/manifest";
import { normal } from "./oci-layout";

interface SavedImage {
  readonly config: string;
  readonly names: readonly string[];
  readonly layers: readonly string[];
}

/**
 * An image in an archive of `docker save` before version 25, `podman save`, `skopeo copy docker-archive:` or
 * `crane pull`. Such an archive has no manifest: one is made, with the layers as they are in the archive, which are
 * uncompressed in most, and with digests out of the image's configuration.
 *
 * Source: https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md ("Combined Image JSON + Filesystem
 * Changeset Format").
 */
export class DockerSaveSource implements ImageSource {
  private readonly paths = new Map<string, string>();
  private made: Promise<Content> | undefined;

  constructor(
    readonly name: string,
    private readonly files: ArchiveFiles,
    /** Which image, by one of its tags, when there are several. */
    private readonly image: string | undefined,
  ) {}

  /** Throws {@link ArchiveError}, and {@link UnsupportedImageError} when it is not clear which image is meant. */
  root(): Promise<Content> {
    this.made ??= this.makeManifest();
    return this.made;
  }

  async manifest(descriptor: Descriptor): Promise<Content> {
    const root = await this.root();
    if (root.digest === descriptor.digest) return root;
    throw new ArchiveError(`${this.name} lacks the manifest ${descriptor.digest}`);
  }

  blob(descriptor: Descriptor, start: number): AsyncIterable<Buffer> {
    const path = this.paths.get(descriptor.digest);
    if (path === undefined) throw new ArchiveError(`${this.name} lacks the blob ${descriptor.digest}`);
    const bytes = this.files.read(path, start);
    return start === 0 ? verified(bytes, descriptor, `${this.name}: ${path}`) : bytes;
  }

  private async makeManifest(): Promise<Content> {
    const { config, layers } = await this.chooseImage();
    const configBytes = await readFile(this.files, config, MANIFEST_LIMIT);
    const diffIds = diffIdsOf(configBytes, `${this.name}: ${config}`);
    if (diffIds.length !== layers.length) {
      throw new ArchiveError(`${this.name} has ${layers.length} layers, its configuration ${diffIds.length}`);
    }
    const configDigest = sha256(configBytes);
    this.paths.set(configDigest, config);
    const descriptors: SavedLayer[] = [];
    for (const [index, path] of layers.entries())
      descriptors.push(await this.describe(path, diffIds[index] ?? ""));
    // Docker's schema 2 has no layers compressed with zstd.
    const isOci = descriptors.some((layer) => layer.mediaType === MediaType.OciLayerZstd);
    const configuration = { size: configBytes.length, digest: configDigest };
    const mediaType = isOci ? MediaType.OciManifest : MediaType.DockerManifest;
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType,
        config: { mediaType: isOci ? MediaType.OciConfig : MediaType.DockerConfig, ...configuration },
        layers: isOci ? descriptors : descriptors.map(toDockerLayer),
      }),
    );
    return { mediaType, digest: sha256(bytes), bytes };
  }

  private async chooseImage(): Promise<SavedImage> {
    const images = savedImages(await readFile(this.files, "manifest.json", MANIFEST_LIMIT), this.name);
    const { image } = this;
    const meant = images.filter(
      ({ names }) => image === undefined || names.some((name) => normal(name) === normal(image)),
    );
    const [first] = meant;
    if (first && meant.length === 1) return first;
    const names = images.flatMap((saved) => saved.names).join(", ") || "none with a name";
    throw new UnsupportedImageError(
      image === undefined
        ? `${this.name} contains ${images.length} images; choose one of ${names}`
        : `${this.name} does not contain exactly one image ${JSON.stringify(image)}; it has ${names}`,
    );
  }

  private async describe(path: string, diffId: string): Promise<SavedLayer> {
    const size = await this.files.size(path);
    if (size === undefined) throw new ArchiveError(`${this.name} lacks the layer ${JSON.stringify(path)}`);
    const mediaType = await this.typeOf(path);
    // An uncompressed layer's digest is its diff id; a compressed one must be read to know its digest.
    const digest = mediaType === MediaType.OciLayerTar ? diffId : await this.digestOf(path);
    this.paths.set(digest, path);
    return { mediaType, size, digest };
  }

  // By the first bytes: RFC 1952, section 2.3.1, and RFC 8878, section 3.1.1.
  private async typeOf(path: string): Promise<keyof typeof DOCKER_TYPES> {
    for await (const piece of this.files.read(path, 0)) {
      if (piece[0] === 0x1f && piece[1] === 0x8b) return MediaType.OciLayerGzip;
      return piece.length >= 4 && piece.readUInt32BE(0) === ZSTD_MAGIC
        ? MediaType.OciLayerZstd
        : MediaType.OciLayerTar;
    }
    return MediaType.OciLayerTar;
  }

  private async digestOf(path: string): Promise<string> {
    const digester = new Digester();
    for await (const piece of this.files.read(path, 0)) digester.update(piece);
    return digester.digest();
  }
}

const ZSTD_MAGIC = 0x28b52ffd;
const DOCKER_TYPES = {
  [MediaType.OciLayerTar]: MediaType.DockerLayerTar,
  [MediaType.OciLayerGzip]: MediaType.DockerLayerGzip,
  [MediaType.OciLayerZstd]: MediaType.DockerLayerZstd,
} as const;

interface SavedLayer extends Descriptor {
  readonly mediaType: keyof typeof DOCKER_TYPES;
}

function toDockerLayer(layer: SavedLayer): Descriptor {
  return { ...layer, mediaType: DOCKER_TYPES[layer.mediaType] };
}

/** The digests of an image's uncompressed layers. Throws {@link ArchiveError}. Source: image-spec 1.1, config.md. */
export function diffIdsOf(config: Buffer, what: string): string[] {
  const { rootfs } = parseObject(config, what);
  const diffIds = isObject(rootfs) ? rootfs["diff_ids"] : undefined;
  if (!Array.isArray(diffIds) || !diffIds.every((id) => typeof id === "string" && isDigest(id))) {
    throw new ArchiveError(`${what} has no list of layer digests (rootfs.diff_ids)`);
  }
  return diffIds as string[];
}

function savedImages(bytes: Buffer, archive: string): SavedImage[] {
  const what = `${archive}: manifest.json`;
  // A list at the top: put into an object to be read as one.
  const { images } = parseObject(Buffer.concat([Buffer.from('{"images":'), bytes, Buffer.from("}")]), what);
  if (!Array.isArray(images)) throw new ArchiveError(`${what} is no list`);
  return images.map((image: unknown) => {
    const { Config: config, RepoTags: names, Layers: layers } = isObject(image) ? image : {};
    if (typeof config !== "string" || !isStrings(layers)) {
      throw new ArchiveError(`${what} contains an image without Config or Layers`);
    }
    return { config, layers, names: isStrings(names) ? names : [] };
  });
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
