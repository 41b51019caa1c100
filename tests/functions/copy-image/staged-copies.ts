import { S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import type { CopyImageResult, RegistryDestination, StagedLayout } from "../../../functions/contract";
import { copy } from "../../../functions/copy-image/copy";
import type { CopyRequest } from "../../../functions/copy-image/event";
import { layoutDestination, registryDestination } from "../../../functions/copy-image/open-destination";
import { imageInRegistry, sourceOf } from "../../../functions/copy-image/open-source";
import { FreshPermissions } from "../../../functions/shared/fresh-permissions";
import { copyImage, type ImageSource, type Platform, type RegistryClient } from "../../../registry-client";
import { startS3Server, type S3Server } from "../../support/s3-server";
import { TestImage } from "../../registry-client/images";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:source-AbCdEf";
export const DAY = 86_400_000;
export const REPOSITORY = "team/fraud";

interface StageOptions {
  readonly platform?: Platform;
  readonly milliseconds?: number;
  /** Whether the registry is read without credentials. */
  readonly anonymous?: boolean;
}

type Staged = CopyImageResult & { readonly layout: StagedLayout };

const PRESERVED = { platform: undefined, format: "preserve", recompressZstd: false } as const;

/** Copies to S3 and from there, with an S3 server of its own. */
export class StagedCopies {
  private constructor(
    readonly s3: S3Server,
    private readonly client: S3Client,
  ) {}

  static async start(): Promise<StagedCopies> {
    const s3 = await startS3Server();
    const client = new S3Client({
      endpoint: s3.url,
      region: "eu-west-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      maxAttempts: 3,
      requestChecksumCalculation: "WHEN_REQUIRED",
    });
    return new StagedCopies(s3, client);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.s3.close();
  }

  /** The first copy: from a registry to S3. */
  async stage(source: RegistryClient, digest: string, options: StageOptions = {}): Promise<Staged> {
    const { platform, milliseconds = 20_000, anonymous = false } = options;
    const settings = { bucket: "images", prefix: "staged", renewAfter: 23 * DAY };
    const { layout, ...result } = await copy({
      request: {
        ...PRESERVED,
        source: { registry: { registry: source.registry, repository: REPOSITORY, digest } },
        destination: { layout: { bucket: "images" } },
        platform,
      },
      source: imageInRegistry(source, REPOSITORY, digest, anonymous ? undefined : SECRET),
      destination: layoutDestination(settings, this.client, new FreshPermissions(Date.now())),
      deadline: Date.now() + milliseconds,
    });
    assert.ok(layout);
    return { ...result, layout };
  }

  /** The second copy: from S3 to a registry. */
  publish(
    target: RegistryClient,
    layout: StagedLayout,
    { repository = "ml/fraud", tag, ...changes }: Partial<CopyRequest & RegistryDestination> = {},
  ): Promise<CopyImageResult> {
    const source = { layout };
    const destination = { repository, tag };
    return copy({
      request: { ...PRESERVED, source, destination: { registry: destination }, ...changes },
      // Without time left, a refusal is final at once.
      source: sourceOf(source, {}, this.client, Date.now()),
      destination: registryDestination(target, destination, SECRET),
      deadline: Date.now() + 20_000,
    });
  }
}

/** Puts an image into the registry that it is taken from. */
export const put = (image: ImageSource, into: RegistryClient): Promise<unknown> =>
  copyImage(image, { client: into, repository: REPOSITORY }, { format: "preserve" });

export const blobKey = (digest: string): string => `staged/blobs/${digest.replace(":", "/")}`;

export const linux = (architecture: string): TestImage =>
  new TestImage({ platform: { os: "linux", architecture }, layers: 2 });
