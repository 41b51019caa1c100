import { type ArchiveFiles, type ImageSource, OciLayoutSource, openArchive } from "../../registry-client";
import type { ArchiveLocation, StagedLayout } from "../contract";
import { nameOf, S3RangeSource, type S3Reader } from "./s3-range-source";
import { stagedKey } from "./staged-layout";

/**
 * Opens an image in an archive in S3, which is read by ranges.
 * @throws CopyError where the archive does not exist or cannot be read; what `openArchive` throws
 */
export async function openArchivedImage(archive: ArchiveLocation, reader: S3Reader): Promise<ImageSource> {
  const { image, ...location } = archive;
  const source = await S3RangeSource.open(reader, {
    ...location,
    what: "archive",
    remedy:
      "run `pulumi refresh --target '**s3/bucketObjectv2:BucketObjectv2::**'` and `pulumi up` to upload it again",
  });
  return openArchive(source, { name: nameOf(archive), ...(image === undefined ? {} : { image }) });
}

/** Opens a staged image. Its reads throw CopyError where a file does not exist or cannot be read. */
export function openStagedImage(layout: StagedLayout, reader: S3Reader): ImageSource {
  const name = nameOf({ bucket: layout.bucket, key: layout.prefix });
  return new OciLayoutSource(name, new StagedFiles(layout, reader), layout.digest);
}

/** The files of an image layout in S3, each of which is looked up once, when it is first read. */
class StagedFiles implements ArchiveFiles {
  private readonly opened = new Map<string, Promise<S3RangeSource>>();

  constructor(
    private readonly layout: StagedLayout,
    private readonly reader: S3Reader,
  ) {}

  async size(path: string): Promise<number> {
    return (await this.open(path)).size;
  }

  async *read(path: string, start: number): AsyncGenerator<Buffer, void, undefined> {
    const source = await this.open(path);
    yield* source.read(start, source.size);
  }

  private open(path: string): Promise<S3RangeSource> {
    const known = this.opened.get(path);
    if (known !== undefined) return known;
    const { bucket } = this.layout;
    const source = S3RangeSource.open(this.reader, { bucket, key: stagedKey(this.layout, path), ...STAGED });
    this.opened.set(path, source);
    return source;
  }
}

/** Staged files expire. */
const STAGED = {
  what: "staged copy",
  remedy:
    "run `pulumi up --replace` with the URN of the image's resource whose name ends in `-stage`, which `pulumi stack " +
    "--show-urns` prints, to stage it again",
};
