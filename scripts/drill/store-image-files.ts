import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestImage } from "../../tests/registry-client/images";

/**
 * Writes an image into a folder as the registry stores it, so that a service that only serves images has one.
 * https://distribution.github.io/distribution/spec/api/ describes what the files are for; the layout is that of the driver `filesystem`.
 */
export function storeImage({ content, blobs }: TestImage, repository: string, folder: string): void {
  const root = join(folder, "docker", "registry", "v2");
  const write = (path: string, bytes: Buffer | string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  };
  const link = (digest: string, kind: string): void => {
    const [algorithm, hex] = digest.split(":");
    write(join("repositories", repository, kind, `${algorithm}`, `${hex}`, "link"), digest);
  };
  for (const [digest, bytes] of [[content.digest, content.bytes] as const, ...blobs]) {
    const hex = digest.replace("sha256:", "");
    write(join("blobs", "sha256", hex.slice(0, 2), hex, "data"), bytes);
  }
  link(content.digest, "_manifests/revisions");
  for (const digest of blobs.keys()) link(digest, "_layers");
}
