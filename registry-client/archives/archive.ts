import { stat } from "node:fs/promises";
import { type ArchiveFiles, FolderFiles, TarFiles } from "./archive-files";
import { DockerSaveSource } from "./docker-save";
import { ArchiveError } from "../errors";
import type { ImageSource } from "../images/image-source";
import { OciLayoutSource } from "./oci-layout";
import { FileSource, type RangeSource } from "./range-source";

export interface ArchiveOptions {
  /** For messages. */
  readonly name: string;
  /** The image by name or digest; required when the archive contains several. */
  readonly image?: string;
}

/**
 * An image in a tar archive, an OCI image layout or one of `docker save`, read in place by random access.
 *
 * Throws {@link ArchiveError} when it is neither.
 */
export async function openArchive(source: RangeSource, options: ArchiveOptions): Promise<ImageSource> {
  return openFiles(await TarFiles.open(source), options);
}

/** An image in a local archive, or in a folder with an OCI image layout; to be closed after use. */
export interface LocalArchive {
  readonly source: ImageSource;
  close(): Promise<void>;
}

/** Opens a path as {@link openArchive} does, or a folder. Throws {@link ArchiveError}, and Node's error for the path. */
export async function openLocalArchive(path: string, image?: string): Promise<LocalArchive> {
  const options = { name: path, ...(image === undefined ? {} : { image }) };
  if ((await stat(path)).isDirectory()) {
    return { source: await openFiles(new FolderFiles(path), options), close: async () => undefined };
  }
  const file = await FileSource.open(path);
  try {
    return { source: await openArchive(file, options), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

// `docker save` since version 25 writes both forms; the layout has more information.
async function openFiles(files: ArchiveFiles, { name, image }: ArchiveOptions): Promise<ImageSource> {
  if ((await files.size("index.json")) !== undefined) return new OciLayoutSource(name, files, image);
  if ((await files.size("manifest.json")) !== undefined) return new DockerSaveSource(name, files, image);
  throw new ArchiveError(
    `${name} contains no image: neither index.json (OCI image layout) nor manifest.json (docker save)`,
  );
}
