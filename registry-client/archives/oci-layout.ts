import { type ArchiveFiles, readFile } from "./archive-files";
import { checkDigest, sha256, verified } from "../blobs/digest";
import { ArchiveError, UnsupportedImageError } from "../errors";
import type { ImageSource } from "../images/image-source";
import { type Content, type Descriptor, MANIFEST_LIMIT, MediaType, parseManifest } from "../images/manifest";
import { formatPlatform, isAttestation } from "../images/platform";
import { formatReference, parseReference } from "../images/reference";

const REF_NAME = "org.opencontainers.image.ref.name";
const CONTAINERD_NAME = "io.containerd.image.name";

/**
 * An image in an OCI image layout, as `skopeo copy oci:`, `docker buildx build --output type=oci` and `docker save`
 * since version 25 write it.
 *
 * Source: OCI image-spec 1.1, image-layout.md.
 */
export class OciLayoutSource implements ImageSource {
  // Of the indexes that were read, by digest.
  private readonly entries = new Map<string, Descriptor>();

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
      this.remember(manifests);
      return { mediaType: MediaType.OciIndex, digest: sha256(bytes), bytes };
    }
    const names =
      manifests.map((descriptor) => namesOf(descriptor)[0] ?? descriptor.digest).join(", ") || "none";
    throw new UnsupportedImageError(
      this.image === undefined
        ? `${this.name} contains several images; choose one of ${names}`
        : `${this.name} does not contain exactly one image ${JSON.stringify(this.image)}; it has ${names}`,
    );
  }

  async manifest(descriptor: Descriptor): Promise<Content> {
    const what = `${this.name}: manifest ${descriptor.digest}`;
    if (!(await this.has(descriptor))) throw await this.missing(descriptor);
    const bytes = await readFile(this.files, blobPath(descriptor), MANIFEST_LIMIT);
    checkDigest(bytes, descriptor.digest, what);
    const manifest = parseManifest(bytes, descriptor.mediaType, what);
    if (manifest.kind === "index") this.remember(manifest.manifests);
    const { mediaType } = manifest;
    return { mediaType, digest: descriptor.digest, bytes };
  }

  blob(descriptor: Descriptor, start: number): AsyncIterable<Buffer> {
    const bytes = this.read(descriptor, start);
    return start === 0 ? verified(bytes, descriptor, `${this.name}: blob ${descriptor.digest}`) : bytes;
  }

  private async *read(descriptor: Descriptor, start: number): AsyncGenerator<Buffer, void, undefined> {
    if (!(await this.has(descriptor))) throw await this.missing(descriptor);
    yield* this.files.read(blobPath(descriptor), start);
  }

  private async has(descriptor: Descriptor): Promise<boolean> {
    return (await this.files.size(blobPath(descriptor))) !== undefined;
  }

  private remember(manifests: readonly Descriptor[]): void {
    for (const entry of manifests) this.entries.set(entry.digest, entry);
  }

  // `docker save` with containerd's image store writes the whole index, and only the platforms that were pulled.
  private async missing({ digest }: Descriptor): Promise<ArchiveError> {
    const entry = this.entries.get(digest);
    const images = [...this.entries.values()].filter((each) => each.platform && !isAttestation(each));
    const there: string[] = [];
    for (const each of images) {
      if (each.platform && (await this.has(each))) there.push(formatPlatform(each.platform));
    }
    const content = there.length === 0 ? "no image of it" : `only ${there.slice(0, 10).join(", ")}`;
    const remedy =
      "pull that platform first, save with --platform, or set platform to one that the archive contains";
    if (entry) {
      const name = entry.platform && !isAttestation(entry) ? formatPlatform(entry.platform) : digest;
      return new ArchiveError(
        `${this.name}: its index names ${name}, but the archive contains ${content}: ${remedy}`,
      );
    }
    const hint = images.length === 0 ? "" : `: ${remedy}`;
    return new ArchiveError(`${this.name} lacks the blob ${digest}${hint}`);
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
