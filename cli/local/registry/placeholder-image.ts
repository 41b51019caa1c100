import { gzipSync } from "node:zlib";
import { Header } from "tar";
import { type Capability, labelOf } from "../../../preflight/capabilities";
import { MediaType, type Platform, RegistryClient, sha256 } from "../../../registry-client";

/** Where a placeholder is pushed to. */
export interface PlaceholderDestination {
  /** `127.0.0.1:<port>`. */
  readonly registry: string;
  /** The certificate authority of that registry, in PEM. */
  readonly authority: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly platform: Platform;
  /** The capabilities that the image's labels must declare. */
  readonly capabilities: readonly Capability[];
}

const NOTE = "This image is a placeholder for one that is not on the machine of a rehearsal.\n";

/** Pushes a small image without a program, a placeholder for one that is not on this machine; returns its digest. */
export async function pushPlaceholderImage(destination: PlaceholderDestination): Promise<string> {
  const { registry, authority, repository, tag, platform, capabilities } = destination;
  const tar = tarOf("README", Buffer.from(NOTE));
  const layer = gzipSync(tar);
  const labels = Object.fromEntries(capabilities.map((capability) => [labelOf(capability), "true"]));
  const config = Buffer.from(
    JSON.stringify({
      ...platform,
      config: { Labels: labels },
      rootfs: { type: "layers", diff_ids: [sha256(tar)] },
    }),
  );
  const mediaType = MediaType.DockerManifest;
  const described = (type: string, bytes: Buffer) => ({
    mediaType: type,
    size: bytes.length,
    digest: sha256(bytes),
  });
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: described(MediaType.DockerConfig, config),
      layers: [described(MediaType.DockerLayerGzip, layer)],
    }),
  );
  const client = new RegistryClient({
    registry,
    ca: authority,
    environment: {},
    allowLoopbackRedirects: true,
  });
  try {
    for (const blob of [config, layer]) {
      await client.uploadBlob(repository, {
        digest: sha256(blob),
        size: blob.length,
        open: (start) => piecesOf(blob.subarray(start)),
      });
    }
    const digest = sha256(bytes);
    await client.putManifest(repository, tag ?? digest, { mediaType, digest, bytes });
    return digest;
  } finally {
    client.close();
  }
}

/** A tar archive of one file. */
function tarOf(path: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  new Header({ path, mode: 0o644, size: content.length, type: "File", mtime: new Date(0) }).encode(header);
  return Buffer.concat([
    header,
    content,
    Buffer.alloc((512 - (content.length % 512)) % 512),
    Buffer.alloc(1024),
  ]);
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes;
}
