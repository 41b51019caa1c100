import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Where an embedded registry keeps the bytes of blobs and uploads. */
export interface BlobStore {
  /** Begins an upload, and returns its name. */
  begin(): Promise<string>;
  /** Bytes of an upload so far; `undefined` when there is no such upload. */
  received(session: string): Promise<number | undefined>;
  /** Adds to an upload. */
  append(session: string, chunks: AsyncIterable<Buffer>): Promise<void>;
  /** Ends an upload as the blob of a digest; `false`, and nothing is kept, when it has another. */
  finish(session: string, digest: string): Promise<boolean>;
  /** Bytes of a blob; `undefined` when there is none. */
  size(digest: string): Promise<number | undefined>;
  /** The bytes of a blob that is there. */
  read(digest: string, start: number, endExclusive: number): Readable;
}

/** Keeps blobs in memory. */
export class MemoryBlobs implements BlobStore {
  private readonly blobs = new Map<string, Buffer>();
  private readonly uploads = new Map<string, Buffer[]>();

  async begin(): Promise<string> {
    const session = randomUUID();
    this.uploads.set(session, []);
    return session;
  }

  async received(session: string): Promise<number | undefined> {
    return this.uploads.get(session)?.reduce((sum, { length }) => sum + length, 0);
  }

  async append(session: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of chunks) this.uploads.get(session)?.push(chunk);
  }

  async finish(session: string, digest: string): Promise<boolean> {
    const bytes = Buffer.concat(this.uploads.get(session) ?? []);
    this.uploads.delete(session);
    const isSound = digestOf(bytes) === digest;
    if (isSound) this.blobs.set(digest, bytes);
    return isSound;
  }

  async size(digest: string): Promise<number | undefined> {
    return this.blobs.get(digest)?.length;
  }

  read(digest: string, start: number, endExclusive: number): Readable {
    return Readable.from([this.blobs.get(digest)?.subarray(start, endExclusive) ?? Buffer.alloc(0)]);
  }
}

/** Keeps blobs as files of a folder, which whoever made it takes away: images may be larger than memory. */
export class FolderBlobs implements BlobStore {
  constructor(private readonly folder: string) {}

  async begin(): Promise<string> {
    const session = randomUUID();
    await writeFile(this.upload(session), "");
    return session;
  }

  async received(session: string): Promise<number | undefined> {
    return /^[0-9a-f-]{36}$/.test(session) ? sizeOf(this.upload(session)) : undefined;
  }

  async append(session: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    await pipeline(chunks, createWriteStream(this.upload(session), { flags: "a" }));
  }

  async finish(session: string, digest: string): Promise<boolean> {
    const hash = createHash("sha256");
    await pipeline(createReadStream(this.upload(session)), hash);
    const isSound = `sha256:${hash.digest("hex")}` === digest;
    if (isSound) await rename(this.upload(session), this.blob(digest));
    else await rm(this.upload(session));
    return isSound;
  }

  async size(digest: string): Promise<number | undefined> {
    return sizeOf(this.blob(digest));
  }

  read(digest: string, start: number, endExclusive: number): Readable {
    return endExclusive > start
      ? createReadStream(this.blob(digest), { start, end: endExclusive - 1 })
      : Readable.from([]);
  }

  private upload(session: string): string {
    return join(this.folder, `upload-${session}`);
  }

  private blob(digest: string): string {
    return join(this.folder, `blob-${digest.replace(/[^0-9a-z]/g, "-")}`);
  }
}

/** What one repository holds. */
export interface Repository {
  /** Digests. */
  readonly blobs: Set<string>;
  /** By their digests. */
  readonly manifests: Map<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  /** Digests by their tags. */
  readonly tags: Map<string, string>;
}

/** What an embedded registry holds; several can share it, as the services of one registry share a bucket. */
export class RegistryContents {
  private readonly repositories = new Map<string, Repository>();

  constructor(readonly blobs: BlobStore = new MemoryBlobs()) {}

  /** The repository of a name; created at the first request. */
  repository(name: string): Repository {
    const known = this.repositories.get(name);
    if (known) return known;
    const created: Repository = { blobs: new Set(), manifests: new Map(), tags: new Map() };
    this.repositories.set(name, created);
    return created;
  }
}

/** The digest of some bytes, `sha256:<64 hexadecimal digits>`. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}
