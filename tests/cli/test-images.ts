import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Header, type types } from "tar";
import { MediaType, sha256, type Descriptor } from "../../registry-client";
import type { LayerFile } from "../../cli/local/pull/pull-image";

/** One entry of a layer. */
export interface Entry {
  readonly path: string;
  readonly type?: types.EntryTypeName;
  readonly content?: string;
  readonly linkpath?: string;
  readonly mode?: number;
}

/** A layer's tar. */
export function layerTar(entries: readonly Entry[]): Buffer {
  return Buffer.concat([
    ...entries.flatMap(({ path, type = "File", content = "", linkpath, mode = 0o644 }) => {
      const bytes = Buffer.from(content);
      const block = Buffer.alloc(512);
      new Header({ path, type, size: bytes.length, mode, linkpath, mtime: new Date(0) }).encode(block);
      return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
    }),
    Buffer.alloc(1024),
  ]);
}

/** A folder for a test, which is taken away by the function beside it. */
export function temporaryFolder(name = "rehearsal test"): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), `${name} `));
  // Where the tests run as root, images run as the user nobody, who must get in.
  chmodSync(folder, 0o755);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Layers as a pull leaves them in a folder. */
export function layerFiles(
  folder: string,
  layers: readonly (readonly Entry[])[],
  compression: "gzip" | "none" = "gzip",
): readonly LayerFile[] {
  return layers.map((entries, index) => {
    const tar = layerTar(entries);
    const bytes = compression === "gzip" ? gzipSync(tar) : tar;
    const file = join(folder, `layer-${index}`);
    writeFileSync(file, bytes);
    const mediaType = compression === "gzip" ? MediaType.OciLayerGzip : MediaType.OciLayerTar;
    return { descriptor: { mediaType, digest: sha256(bytes), size: bytes.length }, file };
  });
}

/** What an image of the tests is made of. */
export interface ArchiveOptions {
  readonly layers: readonly (readonly Entry[])[];
  readonly architecture?: string;
  readonly config?: object;
  /** The index of a layer that the archive lacks. */
  readonly missing?: number;
}

/** An image as an OCI layout in a tar archive. */
export function imageArchive({ layers, architecture = "amd64", config, missing }: ArchiveOptions): Buffer {
  const tars = layers.map(layerTar);
  const described = (mediaType: string, bytes: Buffer): Descriptor => ({
    mediaType,
    size: bytes.length,
    digest: sha256(bytes),
  });
  const configuration = Buffer.from(
    JSON.stringify({
      os: "linux",
      architecture,
      config: config ?? { Entrypoint: ["/serve"] },
      rootfs: { type: "layers", diff_ids: tars.map(sha256) },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MediaType.OciManifest,
      config: described(MediaType.OciConfig, configuration),
      layers: tars.map((tar) => described(MediaType.OciLayerTar, tar)),
    }),
  );
  const index = {
    schemaVersion: 2,
    manifests: [{ ...described(MediaType.OciManifest, manifest), platform: { os: "linux", architecture } }],
  };
  const blobs = [configuration, ...tars.filter((_, each) => each !== missing), manifest];
  return layerTar([
    { path: "oci-layout", content: '{"imageLayoutVersion":"1.0.0"}' },
    { path: "index.json", content: JSON.stringify(index) },
    ...blobs.map((blob) => ({
      path: `blobs/${sha256(blob).replace(":", "/")}`,
      content: blob.toString("latin1"),
    })),
  ]);
}
