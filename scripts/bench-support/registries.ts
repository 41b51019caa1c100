import { accessSync, constants, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyImage } from "../../registry-client";
import { clientOf, installedRegistries, type RunningRegistry } from "../../tests/registry-client/registries";
import { LargeImage } from "./large-image";

const MEMORY = "/dev/shm";

/** Where files are kept in memory, or on the disk where there is no such place; `isInMemory` says which. */
export function storage(): { readonly folder: string; readonly isInMemory: boolean } {
  try {
    accessSync(MEMORY, constants.W_OK);
    return { folder: mkdtempSync(join(MEMORY, "registry-bench-")), isInMemory: true };
  } catch {
    return { folder: mkdtempSync(join(tmpdir(), "registry-bench-")), isInMemory: false };
  }
}

/** What cannot be measured without CNCF's `registry`: starts one over TLS with its storage in a folder. */
export async function startRegistry(rootdirectory: string): Promise<RunningRegistry> {
  const kind = installedRegistries.find(({ name }) => name.startsWith("registry "));
  if (!kind) throw new Error("There is no registry on the PATH");
  return kind.start({ authentication: "none", storage: { filesystem: { rootdirectory } } });
}

/** Runs an action against a registry that is empty, and deletes what it stored. */
export async function withEmptyRegistry<T>(folder: string, action: (host: string) => Promise<T>): Promise<T> {
  const root = join(folder, "empty");
  const registry = await startRegistry(root);
  try {
    return await action(registry.host);
  } finally {
    await registry.stop();
    await rm(root, { recursive: true, force: true });
  }
}

/** Stores a large image as `large:v1`. */
export async function storeLargeImage(host: string, layerMiB: number): Promise<void> {
  const client = clientOf(host);
  const destination = { client, repository: "large", tag: "v1" };
  await copyImage(new LargeImage(layerMiB), destination, { format: "preserve", concurrency: 1 });
  client.close();
}
