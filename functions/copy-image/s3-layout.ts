import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import {
  type CallOptions,
  type Content,
  type ImageStore,
  MANIFEST_LIMIT,
  MediaType,
  parseManifest,
  sha256,
  type UploadBlob,
  type UploadOutcome,
} from "../../registry-client";
import type { StagedLayout } from "../contract";
import { statusOf } from "../shared/describe-failure";
import { explained, putObject, putStream, type S3Writer } from "./s3-upload";
import type { LayoutSettings } from "./settings";
import { blobPath, stagedKey } from "./staged-layout";

/**
 * Staged images in S3, as `StagedLayout` describes them, written like a registry: present blobs are skipped, manifests are
 * blobs as well, and each image's index comes last. A blob exists under its digest only after the digest is verified.
 *
 * All calls throw CopyError, the signal's reason, and what a blob's own stream throws.
 */
export class S3Layout implements ImageStore {
  readonly registry: string;
  private readonly manifests = new Map<string, Content>();

  constructor(private readonly stage: S3Writer & LayoutSettings) {
    this.registry = `s3://${stage.bucket}/${stage.prefix}`;
  }

  /** The size of a blob that is present, and does not expire before it can be read. */
  async headBlob(
    _repository: string,
    digest: string,
    { signal }: CallOptions = {},
  ): Promise<{ readonly size: number | undefined } | undefined> {
    const { client, bucket, renewAfter } = this.stage;
    const head = new HeadObjectCommand({ Bucket: bucket, Key: this.blobKey(digest) });
    const found = await this.find(digest, signal, () => client.send(head, { abortSignal: signal }));
    const since = found?.LastModified?.getTime() ?? 0;
    return Date.now() - since < renewAfter ? { size: found?.ContentLength } : undefined;
  }

  /** A staged manifest or index, whose blobs need not be staged. */
  async readManifest(digest: string, signal?: AbortSignal): Promise<Content | undefined> {
    const { client, bucket } = this.stage;
    const get = new GetObjectCommand({ Bucket: bucket, Key: this.blobKey(digest) });
    const bytes = await this.find(digest, signal, async () => {
      const { Body, ContentLength = Infinity } = await client.send(get, { abortSignal: signal });
      return ContentLength > MANIFEST_LIMIT ? undefined : Body?.transformToByteArray();
    });
    if (bytes === undefined) return undefined;
    const content = Buffer.from(bytes);
    // Other content is read from the source again.
    if (sha256(content) !== digest) return undefined;
    const { mediaType } = parseManifest(content, undefined, this.registry);
    return { mediaType, digest, bytes: content };
  }

  /** Never reports a manifest as complete: what it refers to may expire before it. */
  async resolve(): Promise<undefined> {
    return undefined;
  }

  async uploadBlob(
    _repository: string,
    { digest, size, open }: UploadBlob,
    { signal }: CallOptions = {},
  ): Promise<UploadOutcome> {
    await putStream(this.stage, this.blobKey(digest), size, open(0), signal);
    return "uploaded";
  }

  async putManifest(
    _repository: string,
    _reference: string,
    content: Content,
    { signal }: CallOptions = {},
  ): Promise<void> {
    await putObject(this.stage, this.blobKey(content.digest), content.bytes, signal);
    this.manifests.set(content.digest, content);
  }

  /** Writes the layout of an image whose blobs and manifests are stored. */
  async complete(digest: string, signal?: AbortSignal): Promise<StagedLayout> {
    const { bucket, prefix } = this.stage;
    const layout = { bucket, prefix, digest };
    const root = this.manifests.get(digest);
    if (root === undefined) throw new Error(`The manifest ${digest} has not been stored`);
    const { mediaType, bytes } = root;
    const index = {
      schemaVersion: 2,
      mediaType: MediaType.OciIndex,
      manifests: [{ mediaType, digest, size: bytes.length }],
    };
    const put = (path: string, content: object): Promise<void> =>
      putObject(this.stage, stagedKey(layout, path), Buffer.from(JSON.stringify(content)), signal);
    await put("oci-layout", { imageLayoutVersion: "1.0.0" });
    await put("index.json", index);
    return layout;
  }

  private find<T>(
    digest: string,
    signal: AbortSignal | undefined,
    request: () => Promise<T>,
  ): Promise<T | undefined> {
    const name = `s3://${this.stage.bucket}/${this.blobKey(digest)}`;
    return explained(name, signal, async () => {
      try {
        return await request();
      } catch (error) {
        // To a role that may not list the bucket, S3 returns 403 for what does not exist. Where that is a refusal, writing
        // fails as well. https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
        if ([403, 404].includes(statusOf(error) ?? 0)) return undefined;
        throw error;
      }
    });
  }

  private blobKey(digest: string): string {
    return stagedKey({ prefix: this.stage.prefix, digest }, blobPath(digest));
  }
}
