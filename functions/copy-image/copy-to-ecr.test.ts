import assert from "node:assert/strict";
import { copyImage, type Platform, type RegistryClient } from "../../registry-client";
import { EmbeddedRegistry, sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { explainedFailure } from "../../tests/support/explained-failure";
import { TestImage, TestIndex } from "../../tests/registry-client/images";
import { ScaledClock, TokenBucket } from "../../tests/registry-client/rate-limits";
import { certificate, clientOf, installedRegistries, USER } from "../../tests/registry-client/registries";
import type { CopyImageResult } from "../contract";
import { copy } from "./copy";
import { CopyError } from "./copy-error";
import { ecrDestination } from "./open-destination";
import { imageInRegistry } from "./open-source";

const AWS = { username: "AWS", password: "token-of-the-tests" };
const TARGET = "demo-image";
const linux = (architecture: string): TestImage => new TestImage({ platform: { os: "linux", architecture } });

describe("copying an image to ECR", () => {
  let registry: EmbeddedRegistry;
  let ecr: EmbeddedRegistry;
  let source: RegistryClient;
  let target: RegistryClient;
  let arm: TestImage;
  let index: TestIndex;

  beforeEach(async () => {
    registry = await EmbeddedRegistry.start({ certificate });
    ecr = await EmbeddedRegistry.start({ certificate, basic: AWS });
    source = clientOf(registry.host);
    target = clientOf(ecr.host, { credentials: AWS });
    arm = linux("arm64");
    index = new TestIndex([linux("amd64"), arm]);
    await copyImage(index, { client: source, repository: "library/registry" }, { format: "preserve" });
    registry.requests.length = 0;
  });
  afterEach(async () => {
    source.close();
    target.close();
    await Promise.all([registry.stop(), ecr.stop()]);
  });

  const run = (
    digest = index.content.digest,
    options: {
      source?: RegistryClient;
      target?: RegistryClient;
      secretArn?: string;
      milliseconds?: number;
      platform?: Platform;
    } = {},
    host = registry.host,
  ): Promise<CopyImageResult> => {
    const { milliseconds = 20_000, platform } = options;
    const image = { registry: host, repository: "library/registry", digest };
    const deadline = Date.now() + milliseconds;
    return copy({
      request: {
        source: { registry: image },
        destination: { ecr: { repository: TARGET } },
        platform,
        format: "preserve",
        recompressZstd: false,
      },
      source: imageInRegistry(options.source ?? source, image.repository, digest, options.secretArn),
      destination: ecrDestination(options.target ?? target, TARGET, deadline),
      deadline,
    });
  };

  const failure = (copied: Promise<unknown>): Promise<string> =>
    explainedFailure(copied, CopyError, [AWS.password, USER.password]);

  it("keeps the digest, and so takes every platform with it, the index last", async () => {
    const result = await run();
    const size = index.images
      .flatMap(({ blobs }) => [...blobs.values()])
      .reduce((sum, b) => sum + b.length, 0);
    const { digest, mediaType: type } = index.content;
    const blobs = { uploaded: 8, present: 0 };
    assert.deepEqual(result, { digest, mediaType: type, blobs, uploadedBytes: size });
    const { bytes, mediaType } = await target.manifest(TARGET, index.content.digest);
    assert.deepEqual(bytes, index.content.bytes);
    assert.equal(mediaType, index.content.mediaType);
    assert.deepEqual(
      new Set(ecr.manifestsOf(TARGET)),
      new Set([...index.images, index].map(({ content }) => content.digest)),
    );
    const paths = ecr.requests.filter(({ method }) => method === "PUT").map(({ path }) => path);
    assert.equal(paths.at(-1), `/v2/${TARGET}/manifests/${index.content.digest}`);
  });

  it("copies the image of one platform alone where that is the digest", async () => {
    const { digest } = arm.content;
    assert.equal((await run(digest)).blobs.uploaded, 4);
    assert.deepEqual(ecr.manifestsOf(TARGET), [digest]);
  });

  it("copies the image of the platform that the digest lists alone, and says under which digest", async () => {
    const { digest } = arm.content;
    const size = [...arm.blobs.values()].reduce((sum, { length }) => sum + length, 0);
    const { mediaType } = arm.content;
    const result = await run(undefined, { platform: arm.platform });
    const blobs = { uploaded: 4, present: 0 };
    assert.deepEqual(result, { digest, mediaType, blobs, uploadedBytes: size });
    assert.deepEqual(ecr.manifestsOf(TARGET), [digest]);
    const asked = registry.requests.map(({ path }) => path);
    assert.deepEqual(
      new Set(asked),
      new Set([
        ...[index.content.digest, digest].map((one) => `/v2/library/registry/manifests/${one}`),
        ...[...arm.blobs.keys()].map((one) => `/v2/library/registry/blobs/${one}`),
      ]),
    );
    assert.equal(asked.length, 6);
    // The index tells what is there.
    registry.requests.length = 0;
    assert.deepEqual(await run(undefined, { platform: arm.platform }), {
      digest,
      mediaType,
      blobs: { uploaded: 0, present: 0 },
      uploadedBytes: 0,
    });
    assert.equal(registry.requests.length, 1);
  });

  it("refuses an image that is not for the platform, and says what to do", async () => {
    const platform = { os: "linux", architecture: "s390x" };
    const remedy = /Name an image for linux\/s390x, or set architecture to one that the image has\.$/;
    const none = await failure(run(undefined, { platform }));
    assert.match(none, /no image for linux\/s390x; it has linux\/amd64, linux\/arm64/);
    assert.match(none, remedy);
    const other = await failure(run(arm.content.digest, { platform }));
    assert.match(other, /is an image for linux\/arm64, not for linux\/s390x/);
    assert.match(other, remedy);
    assert.deepEqual(ecr.manifestsOf(TARGET), []);
    assert.equal((await run(arm.content.digest, { platform: arm.platform })).digest, arm.content.digest);
  });

  it("does not ask the source for what is there", async () => {
    await run();
    registry.requests.length = ecr.requests.length = 0;
    const blobs = { uploaded: 0, present: 0 };
    assert.deepEqual(await run(), { digest: index.content.digest, blobs, uploadedBytes: 0 });
    assert.deepEqual(registry.requests, []);
    assert.deepEqual(new Set(ecr.requests.map(({ method }) => method)), new Set(["HEAD"]));
  });

  it("stops in time, says how far it came, and continues from there", async () => {
    // Both images are begun; neither is there whole when the time is up.
    let served = 0;
    registry.intercept = (request, _response, path) =>
      request.method === "GET" && path.includes("/blobs/") && ++served > 2;
    const message = await failure(run(index.content.digest, { milliseconds: 4_000 }));
    const [, copied] =
      /^Out of time after \d+ s: (\d) blobs and 0 of 3 manifests of .*@sha256:\w+ copied to .*; run `pulumi up` again to continue from there\.$/.exec(
        message,
      ) ?? [];
    assert.ok(Number(copied) > 0, message);
    assert.deepEqual(ecr.manifestsOf(TARGET), []);
    registry.intercept = undefined;
    assert.equal((await run()).blobs.uploaded, 8 - Number(copied));
  });

  it("keeps each image that came whole, which the next run does not ask the source for", async () => {
    const others = [...arm.blobs.keys()];
    registry.intercept = (_request, _response, path) => others.some((digest) => path.endsWith(digest));
    const message = await failure(run(index.content.digest, { milliseconds: 4_000 }));
    assert.match(message, /4 blobs and 1 of 3 manifests of .* copied to/);
    registry.intercept = undefined;
    registry.requests.length = 0;
    assert.equal((await run()).blobs.uploaded, 4);
    const [amd] = index.images;
    const asked = registry.requests.map(({ path }) => path);
    for (const digest of [amd?.content.digest ?? "", ...(amd?.blobs.keys() ?? [])]) {
      assert.ok(!asked.some((path) => path.endsWith(digest)), digest);
    }
  });

  it("says so when it came nowhere in time", async () => {
    registry.intercept = (_request, _response, path) => path.includes("/blobs/");
    const message = await failure(run(arm.content.digest, { milliseconds: 3_000 }));
    assert.match(
      message,
      /: 0 of 4 blobs of .* copied to .*is too slow: name the image in another registry\.$/,
    );
  });

  it("keeps to the limit of a source that takes one request a second", async () => {
    const clock = new ScaledClock(50);
    const bucket = new TokenBucket(clock, { rate: 1, burst: 1 });
    registry.intercept = (_request, response) => bucket.refuses(response);
    const paced = clientOf(registry.host, { retry: { clock } });
    const options = { source: paced, milliseconds: 895_000 };
    const { digest } = await run(index.content.digest, { ...options, platform: arm.platform });
    assert.equal(digest, arm.content.digest);
    assert.equal((await run(index.content.digest, options)).blobs.uploaded, 4);
    assert.ok(bucket.refused > 0);
    paced.close();
  });

  it("says that the source limits requests, until the end of the time or at once", async () => {
    const limited = (retryAfter: Record<string, string>) => {
      registry.intercept = (_request, response, path) => {
        if (!path.includes("/blobs/")) return false;
        for (const [name, value] of Object.entries(retryAfter)) response.setHeader(name, value);
        sendError(response, 429, "TOOMANYREQUESTS", "Rate exceeded");
        return true;
      };
    };
    limited({});
    const { digest } = arm.content;
    const until = await failure(run(digest, { milliseconds: 4_000 }));
    assert.match(
      until,
      /0 of 4 blobs of .* copied to .*, as 127[^ ]+ refused \d+ requests with 429 \(too many requests\); run `pulumi up` again; if it makes no progress, provide credentials \(imageCredentialsSecretArn\)/,
    );
    limited({ "retry-after": "3600" });
    const began = Date.now();
    const other = clientOf(registry.host);
    const atOnce = await failure(run(digest, { source: other }));
    other.close();
    assert.ok(Date.now() - began < 5_000);
    assert.match(
      atOnce,
      /returned 429: TOOMANYREQUESTS \(Rate exceeded\); it requests a wait of 3600 s\. .*run `pulumi up` later, which continues after the 0 blobs copied in this run, or provide credentials \(imageCredentialsSecretArn\)/,
    );
  });

  it("says which of the two is at fault, and what to do", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const copying = `^Copying ${registry.host}/library/registry@sha256:\\w+ to ${ecr.host}/${TARGET} failed: `;
    assert.match(
      await failure(run(digest)),
      new RegExp(`${copying}.*404.*Check that ${registry.host} has an image with this digest\\.$`),
    );
    registry.intercept = (_request, response) => {
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    assert.match(
      await failure(run()),
      /Provide the ARN of a secret with the credentials of a user .*: imageCredentialsSecretArn\.$/,
    );
    registry.intercept = (_request, response) => {
      response.setHeader("retry-after", "3600");
      sendError(response, 429, "TOOMANYREQUESTS", "pull rate limit");
      return true;
    };
    const impatient = clientOf(registry.host, { retry: { attempts: 1 } });
    assert.match(await failure(run(undefined, { source: impatient })), /limits how often images are pulled/);
    registry.intercept = (_request, response) => {
      sendError(response, 400, "DENIED", "no");
      return true;
    };
    assert.match(await failure(run()), /The fault is with .*: run `pulumi up` again\.$/);
    registry.intercept = undefined;
    ecr.intercept = ({ method }, response) => {
      if (method === "HEAD") return false;
      sendError(response, 403, "DENIED", "User is not authorized to perform: ecr:PutImage");
      return true;
    };
    assert.match(await failure(run()), /ecr:PutImage.*Check that no policy of the account, the repository/);
    ecr.intercept = (_request, response) => {
      sendError(response, 400, "INVALID", "no");
      return true;
    };
    assert.match(await failure(run()), /Run `pulumi up` again; the function's log says/);
  });

  it("says how to reach a source that it does not reach", async () => {
    const { host } = registry;
    await registry.stop();
    const impatient = clientOf(host, { retry: { attempts: 1 } });
    assert.match(
      await failure(run(undefined, { source: impatient }, host)),
      /The function reaches the registry over the internet.*imageMirrorFunction.*imageMirror None/,
    );
    registry = await EmbeddedRegistry.start({ certificate });
  });

  it("refuses content that is not what its digest says, and stores no manifest", async () => {
    registry.intercept = (request, response, path) => {
      if (request.method !== "GET" || !path.includes("/blobs/")) return false;
      const blobs = index.images.flatMap((image) => [...image.blobs]);
      const [, bytes] = blobs.find(([digest]) => path.endsWith(digest)) ?? [];
      response.writeHead(200).end(Buffer.alloc(bytes?.length ?? 0));
      return true;
    };
    assert.match(await failure(run()), /push the image there again, or name another one\.$/);
    assert.deepEqual(ecr.manifestsOf(TARGET), []);
  });

  for (const kind of installedRegistries) {
    it(`copies an index between two of ${kind.name}`, async function () {
      this.timeout(30_000);
      const from = await kind.start({ authentication: "none" });
      const to = await kind.start({ authentication: "basic" });
      const clients = { source: clientOf(from.host), target: clientOf(to.host, { credentials: USER }) };
      try {
        const { digest, bytes } = index.content;
        const there = { client: clients.source, repository: "library/registry" };
        await copyImage(index, there, { format: "preserve" });
        assert.equal((await run(digest, clients)).blobs.uploaded, 8);
        assert.deepEqual((await clients.target.manifest(TARGET, digest)).bytes, bytes);
        assert.equal((await run(digest, clients)).blobs.uploaded, 0);
      } finally {
        clients.source.close();
        clients.target.close();
        await Promise.all([from.stop(), to.stop()]);
      }
    });
  }
});
