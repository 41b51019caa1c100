import assert from "node:assert/strict";
import {
  copyImage,
  MediaType,
  RateLimitError,
  type RegistryClient,
  RegistrySource,
  ResponseError,
} from "../../registry-client";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { TestImage, TestIndex } from "./images";
import { type BucketOptions, JumpingClock, ScaledClock, TokenBucket } from "./rate-limits";
import { certificate, clientOf } from "./registries";

const PLATFORMS = ["amd64", "arm", "arm64", "ppc64le", "riscv64", "s390x", "386"];
const ARM64 = { os: "linux", architecture: "arm64" };
const REPOSITORY = "docker/library/registry";

/** An index of the shape of `registry:3`: seven platforms, and an attestation of each. */
function officialImage(): TestIndex {
  const images = PLATFORMS.map(
    (architecture) => new TestImage({ layers: 5, layerSize: 200, platform: { os: "linux", architecture } }),
  );
  const attestations = images.map(
    ({ content }) =>
      new TestImage({
        layers: 1,
        layerSize: 100,
        platform: { os: "unknown", architecture: "unknown" },
        labels: { of: content.digest },
      }),
  );
  return new TestIndex([...images, ...attestations], MediaType.OciIndex);
}

describe("a registry that limits requests", function () {
  this.timeout(120_000);
  let registry: EmbeddedRegistry;
  let target: EmbeddedRegistry;
  let to: RegistryClient;
  const image = officialImage();

  before(async () => {
    registry = await EmbeddedRegistry.start({ certificate });
    const client = clientOf(registry.host);
    await copyImage(image, { client, repository: REPOSITORY }, { format: "preserve" });
    client.close();
  });
  after(() => registry.stop());
  beforeEach(async () => {
    target = await EmbeddedRegistry.start({ certificate });
    to = clientOf(target.host);
    registry.requests.length = 0;
    registry.intercept = undefined;
  });
  afterEach(async () => {
    to.close();
    await target.stop();
  });

  const limited = (factor: number, options: BucketOptions) => {
    const clock = new ScaledClock(factor);
    const bucket = new TokenBucket(clock, options);
    registry.intercept = (_request, response) => bucket.refuses(response);
    return { clock, bucket };
  };

  // What a function has: 900 s, less what it keeps for its report.
  const pullerOf = (clock: ScaledClock) =>
    clientOf(registry.host, { retry: { baseMs: 300, clock, deadline: clock.now() + 895_000 } });

  for (const [runs, options] of [
    [20, { rate: 1, burst: 1 }],
    [3, { rate: 1, burst: 1, retryAfter: "seconds" }],
    [3, { rate: 1, burst: 1, retryAfter: "date" }],
    [20, { rate: 10, burst: 1 }],
    [20, { rate: 10, burst: 10 }],
  ] as const) {
    const { rate, burst } = options;
    const told = "retryAfter" in options ? `, with Retry-After as ${options.retryAfter}` : "";
    it(`with ${rate} a second and a burst of ${burst}${told} has one platform copied ${runs} times of ${runs}`, async () => {
      const { clock, bucket } = limited(50, options);
      let succeeded = 0;
      for (let run = 0; run < runs; run++) {
        const puller = pullerOf(clock);
        const { digest } = await copyImage(
          new RegistrySource(puller, REPOSITORY, image.content.digest),
          { client: to, repository: `copy-${run}` },
          { format: "preserve", platform: ARM64, skipStored: true },
        );
        assert.deepEqual(target.manifestsOf(`copy-${run}`), [digest]);
        succeeded += 1;
        puller.close();
      }
      assert.equal(succeeded, runs);
      // The index, the platform's manifest, its configuration and layers, and nothing else.
      assert.equal(bucket.served, runs * 8);
      assert.ok(bucket.refused < 3 * bucket.served, `${bucket.refused} refusals`);
    });
  }

  it("has a whole index copied within a function's time", async () => {
    const { clock, bucket } = limited(50, { rate: 1, burst: 1 });
    const puller = pullerOf(clock);
    const began = clock.now();
    await copyImage(
      new RegistrySource(puller, REPOSITORY, image.content.digest),
      { client: to, repository: "copy" },
      { format: "preserve" },
    );
    assert.ok(clock.now() - began < 895_000);
    assert.equal(target.manifestsOf("copy").length, 15);
    // Each manifest and blob once.
    assert.equal(bucket.served, 15 + 7 * 6 + 7 * 2);
    assert.equal(puller.refusals, bucket.refused);
    puller.close();
  });

  it("is never asked for all manifests of an index at once", async () => {
    let open = 0;
    let most = 0;
    registry.intercept = (request, response) => {
      if (request.url?.includes("/manifests/") !== true) return false;
      most = Math.max(most, ++open);
      response.once("close", () => (open -= 1));
      return false;
    };
    const puller = clientOf(registry.host);
    await copyImage(
      new RegistrySource(puller, REPOSITORY, image.content.digest),
      { client: to, repository: "copy" },
      { format: "preserve" },
    );
    assert.ok(most <= 2, `${most} at once`);
    puller.close();
  });

  it("is not asked again for what an earlier run has stored", async () => {
    let left = 16;
    registry.intercept = (_request, response) => {
      if (left-- > 0) return false;
      response.writeHead(418).end();
      return true;
    };
    const puller = clientOf(registry.host);
    const source = new RegistrySource(puller, REPOSITORY, image.content.digest);
    const run = () =>
      copyImage(source, { client: to, repository: "copy" }, { format: "preserve", skipStored: true });
    await assert.rejects(run, ResponseError);
    const stored = target.manifestsOf("copy");
    assert.ok(stored.length > 0);
    registry.requests.length = 0;
    registry.intercept = undefined;
    await run();
    const asked = registry.requests.map(({ path }) => path);
    const whole = image.images.filter(({ content }) => stored.includes(content.digest));
    for (const { content, blobs } of whole) {
      for (const digest of [content.digest, ...blobs.keys()]) {
        assert.ok(!asked.some((path) => path.endsWith(digest)), digest);
      }
    }
    registry.requests.length = 0;
    await run();
    assert.deepEqual(
      registry.requests.map(({ path }) => path),
      [`/v2/${REPOSITORY}/manifests/${image.content.digest}`],
    );
    puller.close();
  });

  it("has its Retry-After kept, once for all requests", async () => {
    const clock = new JumpingClock();
    let refusals = 1;
    registry.intercept = (_request, response) => {
      if (refusals-- <= 0) return false;
      response.writeHead(429, { "retry-after": "40" }).end();
      return true;
    };
    const puller = clientOf(registry.host, { retry: { clock, deadline: 60_000 } });
    await Promise.all([1, 2, 3].map(() => puller.manifest(REPOSITORY, image.content.digest)));
    assert.ok(clock.now() >= 40_000 && clock.now() < 42_000, `${clock.now()} ms`);
    puller.close();
  });

  it("ends what has no time to wait for it, with its own words", async () => {
    const clock = new JumpingClock();
    registry.intercept = (_request, response) => {
      response.setHeader("retry-after", "61");
      response
        .writeHead(429)
        .end(JSON.stringify({ errors: [{ code: "TOOMANYREQUESTS", message: "Rate exceeded" }] }));
      return true;
    };
    const puller = clientOf(registry.host, { retry: { clock, deadline: 60_000 } });
    const failure = /returned 429: TOOMANYREQUESTS \(Rate exceeded\); it requests a wait of 61 s$/;
    for (const attempt of [1, 2]) {
      await assert.rejects(puller.manifest(REPOSITORY, image.content.digest), (error) => {
        assert.ok(error instanceof RateLimitError, `attempt ${attempt}`);
        assert.match(error.message, failure);
        return true;
      });
    }
    // The second was not even sent.
    assert.equal(registry.requests.length, 1);
    assert.deepEqual(
      clock.pauses.filter((ms) => ms > 0),
      [],
    );
    puller.close();
  });

  it("is asked until the deadline, and no longer", async () => {
    const clock = new JumpingClock();
    const bucket = new TokenBucket(clock, { rate: 0, burst: 0 });
    registry.intercept = (_request, response) => bucket.refuses(response);
    const puller = clientOf(registry.host, { retry: { clock, deadline: 895_000 } });
    await assert.rejects(puller.manifest(REPOSITORY, image.content.digest), RateLimitError);
    assert.ok(clock.now() > 895_000 && clock.now() <= 896_000, `${clock.now()} ms`);
    // Not in vain again and again: fewer and fewer.
    assert.ok(bucket.refused > 10 && bucket.refused < 50, `${bucket.refused} requests`);
    puller.close();
  });

  it("is asked as often as there are attempts where there is no deadline", async () => {
    const clock = new JumpingClock();
    const bucket = new TokenBucket(clock, { rate: 0, burst: 0 });
    registry.intercept = (_request, response) => bucket.refuses(response);
    const puller = clientOf(registry.host, { retry: { clock } });
    await assert.rejects(puller.manifest(REPOSITORY, image.content.digest), /returned 429/);
    assert.equal(bucket.refused, 5);
    puller.close();
  });
});
