import { S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { copyImage, type ImageSource, type Platform, type RegistryClient } from "../../registry-client";
import { EmbeddedRegistry, sendError } from "../../testing/registry/embedded-registry";
import { replyWithError, startS3Server, type S3Server } from "../../testing/s3-server";
import { digestOf, TestImage, TestIndex } from "../../tests/registry-client/images";
import {
  certificate,
  clientOf,
  registryKinds,
  type RunningRegistry,
  USER,
} from "../../tests/registry-client/registries";
import type { PublishImageAnswer, PublishRequest } from "../publish-image/event";
import { openImage } from "../publish-image/open-image";
import { publish } from "../publish-image/publish";
import { ExplainedError } from "../shared/explained-error";
import { FreshPermissions } from "../shared/fresh-permissions";
import type { StagedLayout } from "../shared/staged-layout";
import type { StageImageAnswer } from "./event";
import { S3Layout } from "./s3-layout";
import { stage } from "./stage";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:source-AbCdEf";
const DAY = 86_400_000;
const REPOSITORY = "team/fraud";

let s3: S3Server;
let client: S3Client;

async function startS3(): Promise<void> {
  s3 = await startS3Server();
  client = new S3Client({
    endpoint: s3.url,
    region: "eu-west-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
    maxAttempts: 1,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
}

async function stopS3(): Promise<void> {
  client.destroy();
  await s3.close();
}

interface StageOptions {
  readonly platform?: Platform;
  readonly milliseconds?: number;
  readonly secretArn?: string | undefined;
}

/** The first hop: from a registry into S3. */
function stageImage(
  source: RegistryClient,
  digest: string,
  options: StageOptions = {},
): Promise<StageImageAnswer> {
  const { platform, milliseconds = 20_000, secretArn = SECRET } = options;
  const permissions = new FreshPermissions(Date.now());
  return stage({
    request: { source: { registry: source.registry, repository: REPOSITORY, digest }, platform },
    client: source,
    layout: new S3Layout({ client, bucket: "images", prefix: "staged", renewAfter: 23 * DAY, permissions }),
    secretArn: "secretArn" in options ? options.secretArn : secretArn,
    deadline: Date.now() + milliseconds,
  });
}

/** The second hop: from S3 into a registry. */
function publishImage(
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
    open: (signal) => openImage(request.source, { client, permissions, signal }),
    client: target,
    secretArn: SECRET,
    deadline: Date.now() + 20_000,
  });
}

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => assert.fail("it has been done"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ExplainedError, String(error));
  assert.ok(!error.message.includes(USER.password));
  assert.equal(error.stack, "");
  return error.message;
}

const put = (image: ImageSource, into: RegistryClient): Promise<unknown> =>
  copyImage(image, { client: into, repository: REPOSITORY }, { format: "preserve" });
const blobKey = (digest: string): string => `staged/blobs/${digest.replace(":", "/")}`;
const sizeOf = (...images: TestImage[]): number =>
  images.flatMap(({ blobs }) => [...blobs.values()]).reduce((sum, { length }) => sum + length, 0);
const linux = (architecture: string, layers = 2): TestImage =>
  new TestImage({ platform: { os: "linux", architecture }, layers });

for (const kind of registryKinds) {
  describe(`an image on its way through S3, ${kind.name}`, () => {
    let from: RunningRegistry;
    let to: RunningRegistry;
    let source: RegistryClient;
    let target: RegistryClient;

    before(async () => {
      from = await kind.start({ authentication: "bearer" });
      to = await kind.start({ authentication: "basic" });
      source = clientOf(from.host, { credentials: USER });
      target = clientOf(to.host, { credentials: USER });
    });
    after(async () => {
      source.close();
      target.close();
      await Promise.all([from.stop(), to.stop()]);
    });
    beforeEach(startS3);
    afterEach(stopS3);

    it("arrives byte for byte, and is asked for again without being sent again", async () => {
      const image = new TestImage();
      const { digest, mediaType, bytes } = image.content;
      await put(image, source);
      const staged = await stageImage(source, digest);
      const layout = { bucket: "images", prefix: "staged", digest };
      const size = sizeOf(image);
      const all = { digest, mediaType, size, layout };
      assert.deepEqual(staged, { ...all, blobs: { uploaded: 4, present: 0 }, uploadedBytes: size });
      const folder = `staged/images/${digest.replace(":", "/")}`;
      const keys = [...image.blobs.keys(), digest].map(blobKey);
      assert.deepEqual(s3.keysOf("images"), [...keys, `${folder}/index.json`, `${folder}/oci-layout`].sort());
      assert.deepEqual(s3.latest("images", blobKey(digest))?.bytes, bytes);

      const published = await publishImage(target, layout, { tag: "1" });
      assert.deepEqual([published.digest, published.blobs], [digest, { uploaded: 4, present: 0 }]);
      assert.deepEqual((await target.manifest("ml/fraud", "1")).bytes, bytes);

      const again = await stageImage(source, digest);
      assert.deepEqual(again, { ...all, blobs: { uploaded: 0, present: 4 }, uploadedBytes: 0 });
      assert.deepEqual((await publishImage(target, layout)).blobs, { uploaded: 0, present: 4 });
    });

    it("takes all its platforms along, or the one that is asked for", async () => {
      const [amd, arm] = [linux("amd64"), linux("arm64")];
      const index = new TestIndex([amd, arm]);
      const { digest } = index.content;
      await put(index, source);
      const platform = { os: "linux", architecture: "arm64" };
      const one = await stageImage(source, digest, { platform });
      assert.deepEqual([one.digest, one.size], [arm.content.digest, sizeOf(arm)]);
      assert.equal((await publishImage(target, one.layout)).digest, arm.content.digest);

      const whole = await stageImage(source, digest);
      assert.deepEqual([whole.digest, whole.mediaType], [digest, index.content.mediaType]);
      assert.deepEqual(whole.blobs, { uploaded: 3, present: 3 });
      assert.equal((await publishImage(target, whole.layout)).digest, digest);
      assert.deepEqual((await target.manifest("ml/fraud", digest)).bytes, index.content.bytes);
      for (const { content } of [amd, arm]) {
        assert.deepEqual((await target.manifest("ml/fraud", content.digest)).bytes, content.bytes);
      }
    });

    it("gets Docker's media types where that is asked for", async () => {
      const image = new TestImage();
      await put(image, source);
      const { layout } = await stageImage(source, image.content.digest);
      const { digest, mediaType } = await publishImage(target, layout, { format: "docker" });
      assert.equal(mediaType, "application/vnd.docker.distribution.manifest.v2+json");
      assert.notEqual(digest, image.content.digest);
      assert.equal((await target.manifest("ml/fraud", digest)).mediaType, mediaType);
    });

    it("is staged twice at once without harm", async () => {
      const image = new TestImage({ layers: 2, layerSize: 9_000_000, compression: "none" });
      const { digest } = image.content;
      await put(image, source);
      const [one, other] = await Promise.all([stageImage(source, digest), stageImage(source, digest)]);
      assert.deepEqual(one.layout, other.layout);
      assert.equal(s3.openUploads(), 0);
      for (const [blob, bytes] of image.blobs) {
        assert.ok(s3.latest("images", blobKey(blob))?.bytes.equals(bytes), blob);
      }
      assert.equal((await publishImage(target, one.layout)).digest, digest);
    });

    it("stops when the time is up, says how far it came, and goes on from there", async () => {
      const image = new TestImage({ layers: 6 });
      const { digest } = image.content;
      await put(image, source);
      let sent = 0;
      s3.fault = (_response, { method }) => method === "PUT" && ++sent > 3;
      const message = await failure(stageImage(source, digest, { milliseconds: 1_500 }));
      const [, staged] =
        /^Out of time after [12] s: (\d) of 7 blobs staged of .*@sha256:\w+; run `pulumi up` again to go on from there\.$/.exec(
          message,
        ) ?? [];
      assert.equal(staged, "3", message);
      assert.ok(s3.keysOf("images").every((key) => key.startsWith("staged/blobs/")));
      s3.fault = undefined;
      assert.deepEqual((await stageImage(source, digest)).blobs, { uploaded: 4, present: 3 });
    });
  });
}

describe("staging an image, when something is wrong", () => {
  let registry: EmbeddedRegistry;
  let source: RegistryClient;
  let target: RegistryClient;
  let image: TestImage;

  beforeEach(async () => {
    await startS3();
    registry = await EmbeddedRegistry.start({ certificate });
    source = clientOf(registry.host, { credentials: USER, retry: { attempts: 1 } });
    target = source;
    image = new TestImage();
    await put(image, source);
    registry.requests.length = 0;
  });
  afterEach(async () => {
    source.close();
    await registry.stop();
    await stopS3();
  });

  const indexes = (): string[] => s3.keysOf("images").filter((key) => key.endsWith("index.json"));

  it("never shows a blob whose digest is wrong, small or large", async () => {
    const large = new TestImage({ layers: 1, layerSize: 9_000_000, compression: "none" });
    await put(large, source);
    for (const [each, least] of [
      [image, 0],
      [large, 9_000_000],
    ] as const) {
      registry.intercept = (request, response, path) => {
        const [, bytes] = [...each.blobs].find(([digest]) => path.endsWith(digest)) ?? [];
        if (request.method !== "GET" || bytes === undefined || bytes.length < least) return false;
        response.writeHead(200).end(Buffer.alloc(bytes.length, 1));
        return true;
      };
      const message = await failure(stageImage(source, each.content.digest));
      assert.match(
        message,
        /^Reading 127.*@sha256:\w+ failed: .*has digest .* instead of.* have the image pushed there again/,
      );
    }
    assert.deepEqual(indexes(), []);
    const staged = s3.keysOf("images").map((key) => s3.latest("images", key)?.bytes.length ?? 0);
    assert.ok(
      staged.every((length) => length < 1_000),
      String(staged),
    );
    assert.equal(s3.openUploads(), 0);
  });

  it("stages anew what has another size, and what may expire before it is published", async () => {
    const { digest } = image.content;
    const [short = "", old = ""] = image.blobs.keys();
    await stageImage(source, digest);
    s3.put("images", blobKey(short), Buffer.from("half"));
    s3.put("images", blobKey(old), image.blobs.get(old) ?? Buffer.alloc(0), new Date(Date.now() - 24 * DAY));
    const again = await stageImage(source, digest);
    assert.deepEqual(again.blobs, { uploaded: 2, present: 2 });
    assert.deepEqual(s3.latest("images", blobKey(short))?.bytes, image.blobs.get(short));
    assert.ok(Date.now() - (s3.latest("images", blobKey(old))?.lastModified.getTime() ?? 0) < DAY);
  });

  it("takes the refusal of S3 to tell for an object that is not there", async () => {
    s3.fault = (response, call, object) => {
      if (call.method !== "HEAD" || object !== undefined) return false;
      replyWithError(response, call, 403, "AccessDenied");
      return true;
    };
    const { digest } = image.content;
    assert.deepEqual((await stageImage(source, digest)).blobs, { uploaded: 4, present: 0 });
    assert.deepEqual((await stageImage(source, digest)).blobs, { uploaded: 0, present: 4 });
  });

  it("says what S3 does not allow, and what fails on the way there", async () => {
    s3.fault = (response, call) => {
      if (call.method !== "PUT") return false;
      replyWithError(response, call, 403, "AccessDenied");
      return true;
    };
    const { digest } = image.content;
    assert.match(
      await failure(stageImage(source, digest)),
      /^S3 does not let the function write s3:\/\/images\/staged/,
    );
    s3.fault = (response, call) => {
      replyWithError(response, call, 500, "InternalError");
      return true;
    };
    assert.match(
      await failure(stageImage(source, digest)),
      /^Staging s3:\/\/images\/staged\/blobs.* failed: .*what is staged/,
    );
  });

  const answers: [number, string, RegExp][] = [
    [
      401,
      "UNAUTHORIZED",
      /Check that the secret arn:aws:secretsmanager:[^ ]+ holds the credentials of a user who may pull/,
    ],
    [403, "DENIED", /Check that the secret arn:aws/],
    [404, "MANIFEST_UNKNOWN", /Check that 127\.0\.0\.1:\d+ holds the image under this digest\.$/],
    [429, "TOOMANYREQUESTS", /limits how often images are pulled/],
    [503, "UNAVAILABLE", /The fault is with 127\.0\.0\.1:\d+: run `pulumi up` again\.$/],
  ];
  for (const [status, code, remedy] of answers) {
    it(`has a remedy for the answer ${status}, and stages nothing`, async () => {
      registry.intercept = (_request, response) => {
        response.setHeader("www-authenticate", 'Basic realm="tests"');
        sendError(response, status, code, "not so");
        return true;
      };
      const message = await failure(stageImage(source, image.content.digest));
      assert.match(message, new RegExp(`answered ${status}: ${code}`));
      assert.match(message, remedy);
      assert.deepEqual(s3.calls, []);
    });
  }

  it("asks for credentials where the registry does and none are named", async () => {
    const anonymous = clientOf(registry.host, { retry: { attempts: 1 } });
    registry.intercept = (_request, response) => {
      response.setHeader("www-authenticate", 'Basic realm="tests"');
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    const message = await failure(stageImage(anonymous, image.content.digest, { secretArn: undefined }));
    anonymous.close();
    assert.match(
      message,
      /no credentials were given\. Give the ARN of a secret .*credentialsSecretArn in the sourceRegis/,
    );
  });

  it("says that the image is not there, or none of its platforms", async () => {
    const missing = `sha256:${"0".repeat(64)}`;
    assert.match(
      await failure(stageImage(source, missing)),
      /answered 404.*holds the image under this digest/,
    );
    const index = new TestIndex([linux("arm64")]);
    await put(index, source);
    const platform = { os: "linux", architecture: "s390x" };
    const message = await failure(stageImage(source, index.content.digest, { platform }));
    assert.match(
      message,
      /has no image for linux\/s390x; it has linux\/arm64\. Name another image, or another `platform`/,
    );
    assert.deepEqual(s3.calls, []);
  });

  it("has a remedy for a registry that is not there, has no name or no certificate to be trusted", async () => {
    const cases: [string, Partial<Parameters<typeof clientOf>[1]>, RegExp][] = [
      ["127.0.0.1:1", {}, /place the function there \(stagingFunction\)/],
      ["registry.invalid", {}, /place the function there \(stagingFunction\)/],
      [registry.host, { ca: "" }, /The function trusts public authorities alone/],
    ];
    for (const [host, options, remedy] of cases) {
      const stranger = clientOf(host, { ...options, retry: { attempts: 1 } });
      assert.match(await failure(stageImage(stranger, image.content.digest)), remedy);
      stranger.close();
    }
  });

  it("says what helps when the time is up before anything was staged", async () => {
    registry.intercept = () => true;
    const { digest } = image.content;
    const none = await failure(stageImage(source, digest, { milliseconds: 100 }));
    assert.match(none, /^Out of time after 0 s: the manifests were still being read of .*stagingMemoryInMB/);
    registry.intercept = (_request, _response, path) => path.includes("/blobs/");
    const message = await failure(stageImage(source, digest, { milliseconds: 300 }));
    assert.match(message, /: 0 of 4 blobs staged of .*stagingMemoryInMB/);
    assert.deepEqual(indexes(), []);
  });

  it("keeps layers of zstd, which Docker's schema 2 does not know, as they are", async () => {
    const bytes = Buffer.from(image.content.bytes.toString().replaceAll("tar+gzip", "tar+zstd"));
    const content = { mediaType: image.content.mediaType, digest: digestOf(bytes), bytes };
    await source.putManifest(REPOSITORY, content.digest, content);
    const { digest, layout } = await stageImage(source, content.digest);
    assert.equal(digest, content.digest);
    assert.equal((await publishImage(target, layout)).digest, digest);
    const message = await failure(publishImage(target, layout, { format: "docker" }));
    assert.match(message, /layers compressed with zstd.*stored with `mediaTypes` and `recompressZstd`\.$/);
  });

  it("publishes nothing where a staged blob has gone or is damaged, and says how to stage it again", async () => {
    const { digest } = image.content;
    const { layout } = await stageImage(source, digest);
    const [gone = "", damaged = ""] = image.blobs.keys();
    s3.remove("images", blobKey(gone));
    const message = await failure(publishImage(target, layout, { repository: "ml/one" }));
    assert.match(
      message,
      /^The staged copy s3:\/\/images\/staged\/blobs\/sha256\/\w+ is not there any more: run `pulumi up --replace`/,
    );
    await stageImage(source, digest);
    s3.put("images", blobKey(damaged), Buffer.alloc(image.blobs.get(damaged)?.length ?? 0));
    assert.match(
      await failure(publishImage(target, layout, { repository: "ml/two" })),
      /is staged in S3 is not what its manifest says/,
    );
    assert.deepEqual([...registry.manifestsOf("ml/one"), ...registry.manifestsOf("ml/two")], []);
    s3.remove("images", `staged/images/${digest.replace(":", "/")}/index.json`);
    assert.match(await failure(publishImage(target, layout)), /index\.json is not there any more/);
  });

  it("reads what was staged when it began, also while it is staged anew", async () => {
    const { digest } = image.content;
    const { layout } = await stageImage(source, digest);
    const [blob = ""] = image.blobs.keys();
    const bytes = image.blobs.get(blob) ?? Buffer.alloc(0);
    s3.fault = (_response, { method, path }) => {
      // The tag of an object that is encrypted with a key is another one each time.
      if (method === "GET" && path.endsWith(blobKey(blob))) s3.put("images", blobKey(blob), bytes);
      return false;
    };
    assert.equal((await publishImage(target, layout, { repository: "ml/other" })).digest, digest);
  });
});
