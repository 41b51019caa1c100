import assert from "node:assert/strict";
import { MediaType, openArchive, type RangeSource, type RegistryClient } from "../../registry-client";
import { freePort } from "../../cli/local/loopback";
import { EmbeddedRegistry, sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { explainedFailure } from "../../tests/support/explained-failure";
import { dockerSaveOf, layoutOf, MemorySource, tarOf, TestImage } from "../../tests/registry-client/images";
import {
  authority,
  certificate,
  clientOf,
  registryKinds,
  type RunningRegistry,
  USER,
} from "../../tests/registry-client/registries";
import type { CopyImageResult } from "../contract";
import { copy } from "./copy";
import { CopyError } from "./copy-error";
import type { CopyRequest } from "./event";
import { registryDestination } from "./open-destination";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:push-AbCdEf";
const REQUEST: CopyRequest = {
  source: { archive: { bucket: "archives", key: "fraud.tar", versionId: "v1" } },
  destination: { registry: { repository: "ml/fraud" } },
  platform: undefined,
  format: "docker",
  recompressZstd: false,
};

interface Options extends Partial<CopyRequest> {
  /** Default: 1. */
  readonly tag?: string | undefined;
  readonly milliseconds?: number;
  /** Which image of the archive. */
  readonly image?: string;
}

function run(
  client: RegistryClient,
  source: RangeSource | ((signal: AbortSignal) => RangeSource),
  options: Options = {},
): Promise<CopyImageResult> {
  const { milliseconds = 60_000, image, tag: _tag, ...request } = options;
  const name = "s3://archives/fraud.tar";
  const tag = "tag" in options ? options.tag : "1";
  return copy({
    request: { ...REQUEST, ...request },
    source: {
      name,
      open: (signal) =>
        openArchive(typeof source === "function" ? source(signal) : source, {
          name,
          ...(image === undefined ? {} : { image }),
        }),
    },
    destination: registryDestination(client, { repository: "ml/fraud", tag }, SECRET),
    deadline: Date.now() + milliseconds,
  });
}

const failure = (work: Promise<unknown>): Promise<string> => explainedFailure(work, CopyError);
const archiveOf = (...images: TestImage[]): MemorySource => new MemorySource(tarOf(layoutOf(images)));
const sizeOf = (image: TestImage): number =>
  [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0);

for (const kind of registryKinds) {
  describe(`copying an archive to a registry, ${kind.name}`, () => {
    let registry: RunningRegistry;
    let client: RegistryClient;

    before(async () => {
      registry = await kind.start({ authentication: "basic" });
      client = clientOf(registry.host, { credentials: USER });
    });
    after(async () => {
      client.close();
      await registry.stop();
    });

    it("stores an OCI layout in Docker's schema 2, and only the manifest again when it is run again", async () => {
      const image = new TestImage();
      const first = await run(client, archiveOf(image));
      const stored = await client.manifest("ml/fraud", "1");
      assert.deepEqual(first, {
        digest: stored.digest,
        mediaType: MediaType.DockerManifest,
        size: sizeOf(image),
        blobs: { uploaded: 4, present: 0 },
        uploadedBytes: sizeOf(image),
      });
      assert.equal(stored.mediaType, MediaType.DockerManifest);
      const again = await run(client, archiveOf(image));
      assert.deepEqual(again, { ...first, blobs: { uploaded: 0, present: 4 }, uploadedBytes: 0 });
    });

    it("keeps the manifest byte for byte where asked, without a tag", async () => {
      const image = new TestImage();
      const { digest, mediaType } = await run(client, archiveOf(image), {
        format: "preserve",
        tag: undefined,
      });
      assert.deepEqual([digest, mediaType], [image.content.digest, MediaType.OciManifest]);
      assert.deepEqual((await client.manifest("ml/fraud", digest)).bytes, image.content.bytes);
    });

    it("stores an archive of docker save, with the same digest each time", async () => {
      const image = new TestImage({ compression: "none", form: "docker" });
      const source = (): MemorySource => new MemorySource(tarOf(dockerSaveOf(image, ["fraud:1"])));
      const { digest, mediaType } = await run(client, source());
      assert.equal(mediaType, MediaType.DockerManifest);
      assert.equal((await run(client, source())).digest, digest);
    });

    it("copies the requested platform, and linux/amd64 for Docker's schema 2", async () => {
      const arm = new TestImage({ platform: { os: "linux", architecture: "arm64" } });
      const amd = new TestImage();
      const layout = layoutOf([arm, amd]);
      const source = (): MemorySource => new MemorySource(tarOf(layout));
      const chosen = await run(client, source(), {
        format: "preserve",
        platform: { os: "linux", architecture: "arm64" },
      });
      assert.equal(chosen.digest, arm.content.digest);
      assert.equal((await run(client, source())).size, sizeOf(amd));
      const index = await run(client, source(), { format: "preserve" });
      assert.equal(index.mediaType, MediaType.OciIndex);
      const message = await failure(
        run(client, source(), { platform: { os: "linux", architecture: "s390x" } }),
      );
      assert.match(
        message,
        /has no image for linux\/s390x; it has linux\/arm64, linux\/amd64\. The archive must be/,
      );
    });

    it("is harmless twice at once", async () => {
      const image = new TestImage({ layers: 5 });
      const results = await Promise.all([run(client, archiveOf(image)), run(client, archiveOf(image))]);
      assert.equal(results[0].digest, results[1].digest);
      assert.equal((await client.manifest("ml/fraud", "1")).digest, results[0].digest);
    });

    it("names the secret whose credentials are not accepted", async () => {
      const stranger = clientOf(registry.host, {
        credentials: { username: "publisher", password: "hunter2!" },
      });
      const message = await failure(run(stranger, archiveOf(new TestImage())));
      stranger.close();
      assert.match(
        message,
        /returned 401.*\. Check that the secret arn:aws:secretsmanager:[^ ]+ contains the credentials/,
      );
      assert.ok(!message.includes("hunter2"));
    });

    it("stops at the deadline without a manifest, and the next run continues from there", async () => {
      const image = new TestImage({ layers: 6, layerSize: 50_000 });
      const client2 = clientOf(registry.host, { credentials: USER });
      const bytes = tarOf(layoutOf([image]));
      // The last layers: they end before the archive does, and the windows in which headers are read are larger.
      const slow = stalling(
        bytes,
        (start, end) => start > 220_000 && end < bytes.length - 1000 && end - start < 60_000,
      );
      const message = await failure(run(client2, slow, { tag: "late", milliseconds: 4_000 }));
      client2.close();
      const [, copied] =
        /^Out of time after \d+ s: (\d) of 7 blobs of s3:\/\/archives\/fraud\.tar copied to /.exec(message) ??
        [];
      assert.ok(Number(copied) > 0 && Number(copied) < 7, message);
      assert.match(message, /ml\/fraud; run `pulumi up` again to continue from there\.$/);
      assert.equal(await client.resolve("ml/fraud", "late"), undefined);
      const { blobs } = await run(client, archiveOf(image), { tag: "late" });
      assert.deepEqual(blobs, { uploaded: 7 - Number(copied), present: Number(copied) });
    });
  });
}

describe("copying an archive to a registry, when something fails", () => {
  let registry: EmbeddedRegistry;
  let client: RegistryClient;

  beforeEach(async () => {
    registry = await EmbeddedRegistry.start({ certificate });
    client = clientOf(registry.host, { retry: { attempts: 2 } });
  });
  afterEach(async () => {
    client.close();
    await registry.stop();
  });

  it("says what helps where nothing was copied before the deadline", async () => {
    const archive = tarOf(layoutOf([new TestImage({ layers: 1 })]));
    const stalled = stalling(archive, () => true);
    const none = await failure(run(client, stalled, { milliseconds: 100 }));
    assert.match(
      none,
      /^Out of time after \d+ s: the archive s3:\/\/archives\/fraud\.tar was still being read.*memoryInMb/,
    );
    registry.intercept = (request, response) => {
      if (request.method !== "POST") return false;
      setTimeout(() => response.destroy(), 5_000).unref();
      return true;
    };
    const message = await failure(run(client, new MemorySource(archive), { milliseconds: 1_500 }));
    assert.match(
      message,
      /0 of 2 blobs of .* copied to .*; run `pulumi up` again; if it makes no progress, give the function/,
    );
  });

  const statuses: [number, string, RegExp][] = [
    [405, "UNSUPPORTED", /accepts no pushes: provide the registry's push endpoint \(pushUrl\)/],
    [413, "SIZE_INVALID", /limits the size of requests/],
    [404, "NAME_UNKNOWN", /serves the repository ml\/fraud/],
    [503, "UNAVAILABLE", /look at its log, and run `pulumi up` again/],
    [400, "DENIED", /The registry refused the request/],
  ];
  for (const [status, code, remedy] of statuses) {
    it(`has a remedy for the status ${status}, and stores no manifest`, async () => {
      registry.intercept = (request, response) => {
        if (request.method !== "POST") return false;
        sendError(response, status, code, "not so");
        return true;
      };
      const message = await failure(run(client, archiveOf(new TestImage())));
      assert.match(message, new RegExp(`returned ${status}: ${code}`));
      assert.match(message, remedy);
      assert.deepEqual(registry.manifestsOf("ml/fraud"), []);
    });
  }

  it("has a remedy for a registry without a listener, a DNS record or a trusted certificate", async () => {
    const port = await freePort();
    const cases: [RegistryClient, RegExp][] = [
      [
        clientOf(`127.0.0.1:${port}`, { retry: { attempts: 1 } }),
        /has a security group that the registry admits/,
      ],
      [clientOf("registry.invalid", { retry: { attempts: 1 } }), /has a record in a private hosted zone/],
      [
        clientOf(registry.host, { ca: authority.issue({ names: ["a"] }).certificate }),
        /SageMaker also requires a certificate of a public authority/,
      ],
    ];
    for (const [stranger, remedy] of cases) {
      assert.match(await failure(run(stranger, archiveOf(new TestImage()))), remedy);
      stranger.close();
    }
  });

  it("has a remedy for archives that are none, are compressed, damaged, or hold several images", async () => {
    const image = new TestImage();
    const damaged = layoutOf([image]);
    for (const [digest, bytes] of image.blobs) {
      damaged[`blobs/${digest.replace(":", "/")}`] = Buffer.alloc(bytes.length, 1);
    }
    const several = layoutOf(
      [image, new TestImage()],
      [{ "org.opencontainers.image.ref.name": "one" }, { "org.opencontainers.image.ref.name": "two" }],
    );
    const compressed = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(600)]);
    const cases: [Buffer, RegExp][] = [
      [Buffer.alloc(0), /The archive must be what `docker save`/],
      [Buffer.alloc(1000, "x"), /no tar archive.*The archive must be what/],
      [compressed, /compressed with gzip.*an uncompressed tar/],
      [tarOf({ "hello.txt": Buffer.from("hello") }), /s3:\/\/archives\/fraud\.tar contains no image/],
      [tarOf(damaged), /create it again/],
    ];
    for (const [bytes, message] of cases) {
      assert.match(await failure(run(client, new MemorySource(bytes))), message);
    }
    const source = (): MemorySource => new MemorySource(tarOf(several));
    const { digest } = await run(client, source(), { image: "one", format: "preserve" });
    assert.equal(digest, image.content.digest);
    const missing = run(client, source(), { image: "three" });
    assert.match(
      await failure(missing),
      /does not contain exactly one image "three".*select one with `image`/,
    );
  });

  it("keeps the text of an unexpected error out of its message", async () => {
    const source: RangeSource = {
      size: 10_000,
      read: () => {
        throw new TypeError("password=hunter2");
      },
    };
    const message = await failure(run(client, source));
    assert.match(message, /failed unexpectedly \(TypeError\)\. The function's log says where/);
  });
});

/** A source of which some ranges never come, until the signal ends the read. */
function stalling(bytes: Buffer, stalls: (start: number, endExclusive: number) => boolean) {
  return (signal: AbortSignal): RangeSource => ({
    size: bytes.length,
    async *read(start, endExclusive) {
      if (stalls(start, endExclusive)) {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        throw signal.reason;
      }
      yield bytes.subarray(start, endExclusive);
    },
  });
}
