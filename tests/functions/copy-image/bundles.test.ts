import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CopyImageResult } from "../../../functions/contract";
import type { ImageSource } from "../../../registry-client";
import { startMotoServer } from "../../support/moto-server";
import { EmbeddedRegistry } from "../../../cli/local/embedded-registry/embedded-registry";
import { type AwsServices, startAwsServices } from "../../support/aws-services";
import { craneAt } from "../../support/crane";
import { LambdaBundles, type Run } from "../../support/lambda-bundles";
import { createBucket, createSecret } from "../../support/moto-account";
import { TestImage, TestIndex } from "../../registry-client/images";
import { certificate, installedRegistries, isInstalled, USER } from "../../registry-client/registries";
import { storeImage } from "../../support/store-image";
import { REPOSITORY } from "./staged-copies";

const ARN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:source-AbCdEf";

/** Both deployments of the function, one after the other, with real servers where they are installed. */
describe("an image copied from one registry to another through S3, by both deployments", function () {
  this.timeout(180_000);
  let bundles: LambdaBundles;
  let aws: AwsServices;

  before(async () => {
    bundles = await LambdaBundles.build(["copy-image"], [USER]);
  });
  after(() => {
    bundles.remove();
  });
  beforeEach(async () => {
    aws = await startAwsServices();
  });
  afterEach(async () => {
    await aws.close();
  });

  /** The first hop: from the registry of this name into S3. */
  const stage = (
    { content }: { readonly content: { readonly digest: string } },
    host: string,
    { secretArn = ARN, ...environment }: Record<string, string> = {},
  ): Promise<Run<CopyImageResult>> =>
    bundles.call(
      "copy-image",
      {
        source: { registry: { image: `${host}/${REPOSITORY}@${content.digest}` } },
        destination: { layout: { bucket: "images" } },
      },
      {
        environment: {
          ...aws.environment,
          SOURCE_REGISTRIES: JSON.stringify({ [host]: { secretArn } }),
          DESTINATION: "layout",
          BUCKET: "images",
          PREFIX: "staged",
          RENEW_AFTER_DAYS: "23",
          ...environment,
        },
      },
    );

  /** The second hop: into the registry of this name. */
  const publish = (
    layout: object | undefined,
    host: string,
    { secretArn = ARN, ...environment }: Record<string, string> = {},
  ): Promise<Run<CopyImageResult>> =>
    bundles.call(
      "copy-image",
      { source: { layout }, destination: { registry: { repository: "ml/fraud", tag: "1" } } },
      {
        environment: {
          ...aws.environment,
          DESTINATION: "registry",
          REGISTRY: host,
          SECRET_ARN: secretArn,
          USERNAME_KEY: "username",
          PASSWORD_KEY: "password",
          ...environment,
        },
      },
    );

  const store = (image: ImageSource, host: string): Promise<void> => storeImage(image, host, REPOSITORY);

  it("is found whole by crane, between real registries", async function () {
    if (installedRegistries.length === 0 || !isInstalled("crane")) this.skip();
    for (const kind of installedRegistries) {
      const from = await kind.start({ authentication: "basic" });
      const to = await kind.start({ authentication: "basic" });
      try {
        const index = new TestIndex([
          new TestImage(),
          new TestImage({ platform: { os: "linux", architecture: "arm64" } }),
        ]);
        await store(index, from.host);
        const staged = await stage(index, from.host);
        assert.equal(staged.answer?.digest, index.content.digest, staged.failure?.message);
        const { answer, failure } = await publish(staged.answer?.layout, to.host);
        assert.equal(answer?.digest, index.content.digest, failure?.message);
        const crane = craneAt(to.host, bundles.folder);
        crane("validate", "--remote", `${to.host}/ml/fraud@${index.content.digest}`);
        assert.equal(crane("digest", `${to.host}/ml/fraud:1`), index.content.digest);
      } finally {
        await Promise.all([from.stop(), to.stop()]);
      }
    }
  });

  it("lies in S3 as an image layout that skopeo reads", async function () {
    if (!isInstalled("skopeo")) this.skip();
    const registry = await EmbeddedRegistry.start({ certificate, basic: USER });
    const image = new TestImage();
    await store(image, registry.host);
    const { answer } = await stage(image, registry.host);
    await registry.stop();
    const { folder } = bundles;
    for (const key of aws.s3.keysOf("images")) {
      const path = join(folder, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, aws.s3.latest("images", key)?.bytes ?? "");
    }
    const layout = `staged/images/${answer?.digest.replace(":", "/") ?? ""}`;
    const copy = [
      "copy",
      "--preserve-digests",
      "--src-shared-blob-dir",
      "staged/blobs",
      `oci:${layout}`,
      "dir:copy",
    ];
    execFileSync("skopeo", ["--insecure-policy", ...copy], { cwd: folder, stdio: "pipe" });
    const manifest = execFileSync("skopeo", ["manifest-digest", "copy/manifest.json"], { cwd: folder });
    assert.equal(manifest.toString().trim(), image.content.digest);
  });

  it("goes through moto's S3 and Secrets Manager, in parts as well", async function () {
    const moto = await startMotoServer();
    if (moto === undefined) this.skip();
    const registry = await EmbeddedRegistry.start({ certificate, basic: USER });
    const target = await EmbeddedRegistry.start({ certificate, basic: USER });
    const client = await createBucket(moto.url, "images");
    try {
      const environment = {
        AWS_ENDPOINT_URL_S3: moto.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url,
        secretArn: await createSecret(moto.url, USER, "us-west-2"),
      };
      const image = new TestImage({ layers: 2, layerSize: 9_000_000, compression: "none" });
      await store(image, registry.host);
      const { answer, failure } = await stage(image, registry.host, environment);
      assert.equal(failure, undefined);
      assert.deepEqual(answer?.blobs, { uploaded: 3, present: 0 });
      for (const [digest, bytes] of image.blobs) {
        const key = { Bucket: "images", Key: `staged/blobs/${digest.replace(":", "/")}` };
        const { Body } = await client.send(new GetObjectCommand(key));
        assert.ok(bytes.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0)), digest);
      }
      const again = await stage(image, registry.host, environment);
      assert.deepEqual(again.answer?.blobs, { uploaded: 0, present: 3 });
      const published = await publish(answer.layout, target.host, environment);
      assert.equal(published.answer?.digest, image.content.digest, published.failure?.message);

      const damaged = new TestImage({ layers: 1, layerSize: 9_000_000, compression: "none" });
      await store(damaged, registry.host);
      registry.intercept = (request, response, path) => {
        const [, bytes] = [...damaged.blobs].find(([digest]) => path.endsWith(digest)) ?? [];
        if (request.method !== "GET" || bytes === undefined || bytes.length < 1_000_000) return false;
        response.writeHead(200).end(Buffer.alloc(bytes.length));
        return true;
      };
      const refused = await stage(damaged, registry.host, environment);
      assert.match(refused.failure?.message ?? "", /has digest .* instead of/);
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: "images" }));
      assert.deepEqual(Uploads, []);
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "images" }));
      const layers = Contents.filter(({ Size = 0 }) => Size > 1_000_000);
      assert.equal(layers.length, 2);
    } finally {
      client.destroy();
      await Promise.all([moto.close(), registry.stop(), target.stop()]);
    }
  });
});
