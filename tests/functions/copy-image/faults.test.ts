import assert from "node:assert/strict";
import type { RegistryClient } from "../../../registry-client";
import { EmbeddedRegistry, sendError } from "../../../cli/local/embedded-registry/embedded-registry";
import { replyWithError } from "../../support/s3-server";
import { digestOf, TestImage, TestIndex } from "../../registry-client/images";
import { ScaledClock, TokenBucket } from "../../registry-client/rate-limits";
import { certificate, clientOf, USER } from "../../registry-client/registries";
import { explainedFailure } from "../../support/explained-failure";
import { blobKey, DAY, StagedCopies, linux, put, REPOSITORY } from "./staged-copies";

describe("copying an image to S3, when something fails", () => {
  let registry: EmbeddedRegistry;
  let source: RegistryClient;
  let target: RegistryClient;
  let image: TestImage;
  let copies: StagedCopies;

  beforeEach(async () => {
    copies = await StagedCopies.start();
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
    await copies.stop();
  });

  const indexes = (): string[] => copies.s3.keysOf("images").filter((key) => key.endsWith("index.json"));

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
      const message = await explainedFailure(copies.stage(source, each.content.digest));
      assert.match(
        message,
        /^Copying 127.*@sha256:\w+ to s3:\/\/images\/staged failed: .*has digest .* instead of.* push the image there again/,
      );
    }
    assert.deepEqual(indexes(), []);
    const staged = copies.s3
      .keysOf("images")
      .map((key) => copies.s3.latest("images", key)?.bytes.length ?? 0);
    assert.ok(
      staged.every((length) => length < 1_000),
      String(staged),
    );
    assert.equal(copies.s3.openUploads(), 0);
  });

  it("stages anew what has another size, and what may expire before it is published", async () => {
    const { digest } = image.content;
    const [short = "", old = ""] = image.blobs.keys();
    await copies.stage(source, digest);
    copies.s3.put("images", blobKey(short), Buffer.from("half"));
    copies.s3.put(
      "images",
      blobKey(old),
      image.blobs.get(old) ?? Buffer.alloc(0),
      new Date(Date.now() - 24 * DAY),
    );
    const again = await copies.stage(source, digest);
    assert.deepEqual(again.blobs, { uploaded: 2, present: 2 });
    assert.deepEqual(copies.s3.latest("images", blobKey(short))?.bytes, image.blobs.get(short));
    assert.ok(Date.now() - (copies.s3.latest("images", blobKey(old))?.lastModified.getTime() ?? 0) < DAY);
  });

  it("takes the refusal of S3 to tell for an object that is not there", async () => {
    copies.s3.fault = (response, call, object) => {
      if (call.method !== "HEAD" || object !== undefined) return false;
      replyWithError(response, call, 403, "AccessDenied");
      return true;
    };
    const { digest } = image.content;
    assert.deepEqual((await copies.stage(source, digest)).blobs, { uploaded: 4, present: 0 });
    assert.deepEqual((await copies.stage(source, digest)).blobs, { uploaded: 0, present: 4 });
  });

  it("says what S3 does not allow, and what fails on the way there", async () => {
    copies.s3.fault = (response, call) => {
      if (call.method !== "PUT") return false;
      replyWithError(response, call, 403, "AccessDenied");
      return true;
    };
    const { digest } = image.content;
    assert.match(
      await explainedFailure(copies.stage(source, digest)),
      /^S3 refuses the function to write s3:\/\/images\/staged/,
    );
    copies.s3.fault = (response, call) => {
      replyWithError(response, call, 500, "InternalError");
      return true;
    };
    assert.match(
      await explainedFailure(copies.stage(source, digest)),
      /^Writing s3:\/\/images\/staged\/blobs.* failed: .*what is stored/,
    );
  });

  const statuses: [number, string, RegExp][] = [
    [
      401,
      "UNAUTHORIZED",
      /Check that the secret arn:aws:secretsmanager:[^ ]+ contains the credentials of a user who may pull/,
    ],
    [403, "DENIED", /Check that the secret arn:aws/],
    [404, "MANIFEST_UNKNOWN", /Check that 127\.0\.0\.1:\d+ has an image with this digest\.$/],
    [429, "TOOMANYREQUESTS", /limits how often images are pulled/],
    [503, "UNAVAILABLE", /The fault is with 127\.0\.0\.1:\d+: run `pulumi up` again\.$/],
  ];
  for (const [status, code, remedy] of statuses) {
    it(`has a remedy for the status ${status}, and writes nothing`, async () => {
      registry.intercept = (_request, response) => {
        response.setHeader("www-authenticate", 'Basic realm="tests"');
        if (status === 429) response.setHeader("retry-after", "3600");
        sendError(response, status, code, "not so");
        return true;
      };
      const message = await explainedFailure(copies.stage(source, image.content.digest));
      assert.match(message, new RegExp(`returned ${status}: ${code}`));
      assert.match(message, remedy);
      assert.deepEqual(copies.s3.calls, []);
    });
  }

  it("keeps to the limit of a registry that takes one request a second", async () => {
    const index = new TestIndex([linux("amd64"), linux("arm64")]);
    await put(index, source);
    const clock = new ScaledClock(50);
    const bucket = new TokenBucket(clock, { rate: 1, burst: 1 });
    registry.intercept = (_request, response) => bucket.refuses(response);
    const paced = clientOf(registry.host, { credentials: USER, retry: { clock } });
    const { digest } = await copies.stage(paced, index.content.digest, { milliseconds: 895_000 });
    paced.close();
    assert.equal(digest, index.content.digest);
    // Each manifest and blob once.
    assert.equal(bucket.served, 3 + 2 * 3);
    assert.ok(bucket.refused > 0);
  });

  it("asks the registry for no manifest again that an earlier run has staged, unless what is there is wrong", async () => {
    const [amd, arm] = [linux("amd64"), linux("arm64")];
    const index = new TestIndex([amd, arm]);
    await put(index, source);
    const armBlobs = [...arm.blobs.keys()];
    registry.intercept = (_request, response, path) => {
      if (!armBlobs.some((digest) => path.endsWith(digest))) return false;
      response.setHeader("retry-after", "3600");
      sendError(response, 429, "TOOMANYREQUESTS", "not so fast");
      return true;
    };
    const message = await explainedFailure(copies.stage(source, index.content.digest));
    assert.match(message, /run `pulumi up` later, which continues after the \d blobs copied in this run/);
    const asked = async (): Promise<string[]> => {
      registry.requests.length = 0;
      const again = clientOf(registry.host, { credentials: USER });
      await copies.stage(again, index.content.digest);
      again.close();
      return registry.requests.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
    };
    registry.intercept = undefined;
    // The other image's may or may not have been there when the run ended.
    await asked();
    assert.deepEqual(await asked(), [index.content.digest]);
    copies.s3.put("images", blobKey(amd.content.digest), Buffer.from("{}"));
    assert.deepEqual(await asked(), [index.content.digest, amd.content.digest]);
    assert.deepEqual(copies.s3.latest("images", blobKey(amd.content.digest))?.bytes, amd.content.bytes);
  });

  it("asks for credentials where the registry does and none are named", async () => {
    const anonymous = clientOf(registry.host, { retry: { attempts: 1 } });
    registry.intercept = (_request, response) => {
      response.setHeader("www-authenticate", 'Basic realm="tests"');
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    const message = await explainedFailure(
      copies.stage(anonymous, image.content.digest, { anonymous: true }),
    );
    anonymous.close();
    assert.match(
      message,
      /no credentials were provided\. Provide the ARN of a secret .*credentialsSecretArn in the sourceRegis/,
    );
  });

  it("says that the image is not there, or none of its platforms", async () => {
    const missing = `sha256:${"0".repeat(64)}`;
    assert.match(
      await explainedFailure(copies.stage(source, missing)),
      /returned 404.*has an image with this digest/,
    );
    const index = new TestIndex([linux("arm64")]);
    await put(index, source);
    const platform = { os: "linux", architecture: "s390x" };
    const message = await explainedFailure(copies.stage(source, index.content.digest, { platform }));
    assert.match(
      message,
      /has no image for linux\/s390x; it has linux\/arm64\. Name another image, or another `platform`/,
    );
    assert.deepEqual(copies.s3.calls, []);
  });

  it("has a remedy for a registry that is not there, has no name or no certificate to be trusted", async () => {
    const cases: [string, Partial<Parameters<typeof clientOf>[1]>, RegExp][] = [
      ["127.0.0.1:1", {}, /place the function there \(stagingFunction\)/],
      ["registry.invalid", {}, /place the function there \(stagingFunction\)/],
      [registry.host, { ca: "" }, /The function trusts public certificate authorities only/],
    ];
    for (const [host, options, remedy] of cases) {
      const stranger = clientOf(host, { ...options, retry: { attempts: 1 } });
      assert.match(await explainedFailure(copies.stage(stranger, image.content.digest)), remedy);
      stranger.close();
    }
  });

  it("says what helps when the time is up before anything was staged", async () => {
    registry.intercept = () => true;
    const { digest } = image.content;
    const none = await explainedFailure(copies.stage(source, digest, { milliseconds: 100 }));
    assert.match(
      none,
      /^Out of time after \d+ s: the manifest of .* was still being read.*stagingMemoryInMb/,
    );
    registry.intercept = (_request, _response, path) => path.includes("/blobs/");
    const message = await explainedFailure(copies.stage(source, digest, { milliseconds: 3_000 }));
    assert.match(message, /: 0 of 4 blobs of .* copied to .*stagingMemoryInMb/);
    assert.deepEqual(indexes(), []);
  });

  it("keeps layers of zstd, which Docker's schema 2 does not know, as they are", async () => {
    const bytes = Buffer.from(image.content.bytes.toString().replaceAll("tar+gzip", "tar+zstd"));
    const content = { mediaType: image.content.mediaType, digest: digestOf(bytes), bytes };
    await source.putManifest(REPOSITORY, content.digest, content);
    const { digest, layout } = await copies.stage(source, content.digest);
    assert.equal(digest, content.digest);
    assert.equal((await copies.publish(target, layout)).digest, digest);
    const message = await explainedFailure(copies.publish(target, layout, { format: "docker" }));
    assert.match(message, /layers compressed with zstd.*stored with `mediaTypes` and `recompressZstd`\.$/);
  });

  it("publishes nothing where a staged blob has gone or is damaged, and says how to stage it again", async () => {
    const { digest } = image.content;
    const { layout } = await copies.stage(source, digest);
    const [gone = "", damaged = ""] = image.blobs.keys();
    copies.s3.remove("images", blobKey(gone));
    const message = await explainedFailure(copies.publish(target, layout, { repository: "ml/one" }));
    assert.match(
      message,
      /^The staged copy s3:\/\/images\/staged\/blobs\/sha256\/\w+ no longer exists: run `pulumi up --replace`/,
    );
    await copies.stage(source, digest);
    copies.s3.put("images", blobKey(damaged), Buffer.alloc(image.blobs.get(damaged)?.length ?? 0));
    assert.match(
      await explainedFailure(copies.publish(target, layout, { repository: "ml/two" })),
      /image staged in S3 does not match its manifest/,
    );
    assert.deepEqual([...registry.manifestsOf("ml/one"), ...registry.manifestsOf("ml/two")], []);
    copies.s3.remove("images", `staged/images/${digest.replace(":", "/")}/index.json`);
    assert.match(await explainedFailure(copies.publish(target, layout)), /index\.json no longer exists/);
  });

  it("reads what was staged when it began, also while it is staged anew", async () => {
    const { digest } = image.content;
    const { layout } = await copies.stage(source, digest);
    const [blob = ""] = image.blobs.keys();
    const bytes = image.blobs.get(blob) ?? Buffer.alloc(0);
    copies.s3.fault = (_response, { method, path }) => {
      // The tag of an object that is encrypted with a key is another one each time.
      if (method === "GET" && path.endsWith(blobKey(blob))) copies.s3.put("images", blobKey(blob), bytes);
      return false;
    };
    assert.equal((await copies.publish(target, layout, { repository: "ml/other" })).digest, digest);
  });
});
