import { type ArchiveFiles, readFile } from "./archive-files";
import { checkDigest, sha256, verified } from "./digest";
import { ArchiveError, UnsupportedImageError } from "./errors";
import type { ImageSource } from "./image-source";
import { type Content, type Descriptor, MANIFEST_LIMIT, MediaType, parseManifest } from "./manifest";
import { formatPlatform } from "./platform";
import { formatReference, parseReference } from "./reference";

const REF_NAME = "org.opencontainers.image.ref.name";
const CONTAINERD_NAME = "io.containerd.image.name";

/**
 * An image in an OCI image layout, as `skopeo copy oci:`, `docker buildx build --output type=oci` and `docker save`
 * since version 25 write it.
 *
 * Source: OCI image-spec 1.1, image-layout.md.
 */
export class OciLayoutSource implements ImageSource {
  constructor(
    readonly name: string,
    private readonly files: ArchiveFiles,
    /** Which image, by its name in the layout or its digest, when there are several. */
    private readonly image: string | undefined,
  ) {}

  /**
   * The one image of the layout, or the layout's index itself when its entries differ in nothing but platform.
   *
   * Throws {@link ArchiveError}, and {@link UnsupportedImageError} when it is not clear which image is meant.
   */
  async root(): Promise<Content> {
    const bytes = await readFile(this.files, "index.json", MANIFEST_LIMIT);
    const index = parseManifest(bytes, MediaType.OciIndex, `${this.name}: index.json`);
    if (index.kind !== "index") throw new ArchiveError(`${this.name}: index.json is no index`);
    const { manifests } = index;
    const candidates = manifests.filter((descriptor) => this.isMeant(descriptor));
    const [first] = candidates;
    if (first && candidates.every(({ digest }) => digest === first.digest)) return this.manifest(first);
    if (candidates.length === manifests.length && differInPlatformOnly(candidates)) {
      return { mediaType: MediaType.OciIndex, digest: sha256(bytes), bytes };
    }
    const names =
      manifests.map((descriptor) => namesOf(descriptor)[0] ?? descriptor.digest).join(", ") || "none";
    throw new UnsupportedImageError(
      this.image === undefined
        ? `${this.name} holds several images, say which one: ${names}`
        : `${this.name} does not hold exactly one image ${JSON.stringify(this.image)}; it has ${names}`,
    );
  }

  async manifest(descriptor: Descriptor): Promise<Content> {
    const what = `${this.name}: manifest ${descriptor.digest}`;
    const bytes = await readFile(this.files, blobPath(descriptor), MANIFEST_LIMIT);
    checkDigest(bytes, descriptor.digest, what);
    const { mediaType } = parseManifest(bytes, descriptor.mediaType, what);
    return { mediaType, digest: descriptor.digest, bytes };
  }

  blob(descriptor: Descriptor, start: number): AsyncIterable<Buffer> {
    const bytes = this.files.read(blobPath(descriptor), start);
    return start === 0 ? verified(bytes, descriptor, `${this.name}: blob ${descriptor.digest}`) : bytes;
  }

  private isMeant(descriptor: Descriptor): boolean {
    const { image } = this;
    if (image === undefined || descriptor.digest === image) return true;
    return namesOf(descriptor).some((name) => name === image || normal(name) === normal(image));
  }
}

function differInPlatformOnly(manifests: readonly Descriptor[]): boolean {
  const platforms = new Set(manifests.map(({ platform }) => platform && formatPlatform(platform)));
  const names = new Set(manifests.map((descriptor) => namesOf(descriptor)[0]));
  return (
    manifests.length > 0 &&
    platforms.size === manifests.length &&
    !platforms.has(undefined) &&
    names.size === 1
  );
}

function blobPath({ digest }: Descriptor): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function namesOf({ annotations }: Descriptor): string[] {
  return [annotations?.[CONTAINERD_NAME], annotations?.[REF_NAME]].filter((name) => name !== undefined);
}

/** An image's name in full, or the text itself where it is no reference. */
export function normal(name: string): string {
  try {
    return formatReference(parseReference(name));
  } catch {
    return name;
  }
}
