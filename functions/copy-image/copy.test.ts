import assert from "node:assert/strict";
import { copyImage, type RegistryClient } from "../../registry-client";
import { EmbeddedRegistry, sendError } from "../../testing/registry/embedded-registry";
import { explainedFailure } from "../../tests/explained-failure";
import { TestImage, TestIndex } from "../../tests/registry-client/images";
import { certificate, clientOf, installedRegistries, USER } from "../../tests/registry-client/registries";
import { copy } from "./copy";
import { CopyError } from "./copy-error";
import type { CopyImageAnswer } from "./event";

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
    clients: { source?: RegistryClient; target?: RegistryClient; milliseconds?: number } = {},
    host = registry.host,
  ): Promise<CopyImageAnswer> => {
    const { milliseconds = 20_000, ...others } = clients;
    const image = { registry: host, repository: "library/registry", digest };
    return copy({
      request: { source: image, targetRepository: TARGET },
      source,
      target,
      deadline: Date.now() + milliseconds,
      ...others,
    });
  };

  const failure = (copied: Promise<unknown>): Promise<string> =>
    explainedFailure(copied, CopyError, [AWS.password, USER.password]);

  it("keeps the digest, and so takes every platform with it, the index last", async () => {
    const answer = await run();
    const size = index.images
      .flatMap(({ blobs }) => [...blobs.values()])
      .reduce((sum, b) => sum + b.length, 0);
    assert.deepEqual(answer, { digest: index.content.digest, uploadedBlobs: 8, uploadedBytes: size });
    const { bytes, mediaType } = await target.manifest(TARGET, index.content.digest);
    assert.deepEqual(bytes, index.content.bytes);
    assert.equal(mediaType, index.content.mediaType);
    assert.deepEqual(
      new Set(ecr.manifestsOf(TARGET)),
      new Set([...index.images, index].map(({ content }) => content.digest)),
    );
    const paths = ecr.requests.filter(({ method }) => method !== "HEAD").map(({ path }) => path);
    const firstManifest = paths.findIndex((path) => path.includes("/manifests/"));
    assert.ok(firstManifest > paths.findLastIndex((path) => path.includes("/blobs/")));
    assert.equal(paths.at(-1), `/v2/${TARGET}/manifests/${index.content.digest}`);
  });

  it("copies the image of one platform alone where that is the digest", async () => {
    const { digest } = arm.content;
    assert.equal((await run(digest)).uploadedBlobs, 4);
    assert.deepEqual(ecr.manifestsOf(TARGET), [digest]);
  });

  it("does not ask the source for what is there", async () => {
    await run();
    registry.requests.length = ecr.requests.length = 0;
    assert.deepEqual(await run(), { digest: index.content.digest, uploadedBlobs: 0, uploadedBytes: 0 });
    assert.deepEqual(registry.requests, []);
    assert.deepEqual(new Set(ecr.requests.map(({ method }) => method)), new Set(["HEAD"]));
  });

  it("stops in time, says how far it came, and goes on from there", async () => {
    let served = 0;
    registry.intercept = (request, _response, path) =>
      request.method === "GET" && path.includes("/blobs/") && ++served > 4;
    const message = await failure(run(index.content.digest, { milliseconds: 4_000 }));
    const [, copied] =
      /^Out of time after \d+ s: (\d) of 8 blobs copied of .*@sha256:\w+; run `pulumi up` again to go on from there\.$/.exec(
        message,
      ) ?? [];
    assert.ok(Number(copied) > 0, message);
    assert.deepEqual(ecr.manifestsOf(TARGET), []);
    registry.intercept = undefined;
    assert.equal((await run()).uploadedBlobs, 8 - Number(copied));
  });

  it("says so when it came nowhere in time", async () => {
    registry.intercept = (_request, _response, path) => path.includes("/blobs/");
    const message = await failure(run(index.content.digest, { milliseconds: 3_000 }));
    assert.match(message, /: 0 of 8 blobs copied .*is too slow: name the image in another registry\.$/);
  });

  it("says which of the two is at fault, and what to do", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const copying = `^Copying ${registry.host}/library/registry@sha256:\\w+ to ${ecr.host}/${TARGET} failed: `;
    assert.match(
      await failure(run(digest)),
      new RegExp(`${copying}.*404.*Check that ${registry.host} holds the image under this digest\\.$`),
    );
    registry.intercept = (_request, response) => {
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    assert.match(
      await failure(run()),
      /Check that imageCredentialsSecretArn is a secret with the credentials/,
    );
    registry.intercept = (_request, response) => {
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
    assert.match(await failure(run()), /Run `pulumi up` again; the function's log/);
  });

  it("says how to reach a source that it does not reach", async () => {
    const { host } = registry;
    await registry.stop();
    const impatient = clientOf(host, { retry: { attempts: 1 } });
    assert.match(
      await failure(run(undefined, { source: impatient }, host)),
      /The function reaches 127\.0\.0\.1:\d+ over the internet.*imageMirrorFunction.*imageMirror None/,
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
    assert.match(await failure(run()), /Name another image\.$/);
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
        assert.equal((await run(digest, clients)).uploadedBlobs, 8);
        assert.deepEqual((await clients.target.manifest(TARGET, digest)).bytes, bytes);
        assert.equal((await run(digest, clients)).uploadedBlobs, 0);
      } finally {
        clients.source.close();
        clients.target.close();
        await Promise.all([from.stop(), to.stop()]);
      }
    });
  }
});
