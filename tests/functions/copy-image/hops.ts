import { S3Client } from "@aws-sdk/client-s3";
import type { PublishImageAnswer, PublishRequest } from "../../../functions/publish-image/event";
import { openImage } from "../../../functions/publish-image/open-image";
import { publish } from "../../../functions/publish-image/publish";
import { FreshPermissions } from "../../../functions/shared/fresh-permissions";
import type { StagedLayout } from "../../../functions/shared/staged-layout";
import type { StageImageAnswer } from "../../../functions/stage-image/event";
import { S3Layout } from "../../../functions/stage-image/s3-layout";
import { stage } from "../../../functions/stage-image/stage";
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

/** The ways into S3 and out of it, over an S3 of its own. */
export class Hops {
  private constructor(
    readonly s3: S3Server,
    private readonly client: S3Client,
  ) {}

  static async start(): Promise<Hops> {
    const s3 = await startS3Server();
    const client = new S3Client({
      endpoint: s3.url,
      region: "eu-west-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
      maxAttempts: 3,
      requestChecksumCalculation: "WHEN_REQUIRED",
    });
    return new Hops(s3, client);
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.s3.close();
  }

  /** The first hop: from a registry into S3. */
  stage(source: RegistryClient, digest: string, options: StageOptions = {}): Promise<StageImageAnswer> {
    const { platform, milliseconds = 20_000, anonymous = false } = options;
    return stage({
      request: { source: { registry: source.registry, repository: REPOSITORY, digest }, platform },
      client: source,
      layout: new S3Layout({
        client: this.client,
        bucket: "images",
        prefix: "staged",
        renewAfter: 23 * DAY,
        permissions: new FreshPermissions(Date.now()),
      }),
      secretArn: anonymous ? undefined : SECRET,
      deadline: Date.now() + milliseconds,
    });
  }

  /** The second hop: from S3 into a registry. */
  publish(
    target: RegistryClient,
    layout: StagedLayout,
    changes: Partial<PublishRequest> = {},
  ): Promise<PublishImageAnswer> {
    const request: PublishRequest = {
      source: { layout },
      repository: "ml/fraud",
      tag: undefined,
      platform: undefined,
      format: "preserve",
      recompressZstd: false,
      ...changes,
    };
    const permissions = new FreshPermissions(Date.now());
    return publish({
      request,
      open: (signal) => openImage(request.source, { client: this.client, permissions, signal }),
      client: target,
      secretArn: SECRET,
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
