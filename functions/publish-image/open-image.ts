import { type ArchiveFiles, type ImageSource, OciLayoutSource, openArchive } from "../../registry-client";
import { type StagedLayout, stagedKey } from "../shared/staged-layout";
import type { ArchiveLocation, PublishRequest } from "./event";
import { nameOf, S3RangeSource, type S3Reader } from "./s3-range-source";

/**
 * Opens an image in S3, where it is read by ranges.
 * @throws PublishError where it is not there or must not be read; what `openArchive` throws
 */
export function openImage(source: PublishRequest["source"], reader: S3Reader): Promise<ImageSource> {
  return "archive" in source
    ? openArchivedImage(source.archive, reader)
    : openStagedImage(source.layout, reader);
}

async function openArchivedImage(archive: ArchiveLocation, reader: S3Reader): Promise<ImageSource> {
  const { image, ...location } = archive;
  const source = await S3RangeSource.open(reader, {
    ...location,
    what: "archive",
    remedy:
      "run `pulumi refresh --target '**s3/bucketObjectv2:BucketObjectv2::**'` and `pulumi up` to upload it again",
  });
  return openArchive(source, { name: nameOf(archive), ...(image === undefined ? {} : { image }) });
}

async function openStagedImage(layout: StagedLayout, reader: S3Reader): Promise<ImageSource> {
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

/** What is staged expires: it is on its way. */
const STAGED = {
  what: "staged copy",
  remedy:
    "run `pulumi up --replace` with the URN of the image's resource whose name ends in `-stage`, which `pulumi stack " +
    "--show-urns` prints, to stage it again",
};
