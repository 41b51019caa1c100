import fc from "fast-check";
import assert from "node:assert/strict";
import type { CopyImageEvent } from "../contract";
import { InvalidEventError } from "../shared/event-reader";
import { parseEvent } from "./event";
import { type CopySettings, parseSourceRegistries } from "./settings";

const DIGEST = `sha256:${"0".repeat(64)}`;
const archive = { bucket: "archives", key: "project/stack/fraud.tar", versionId: "v1" };
const layout = { bucket: "archives", prefix: "staged", digest: DIGEST };
const image = `ghcr.io/ml/fraud@${DIGEST}`;

const sourceRegistries = { "ghcr.io": {}, "docker.io": {} };
const settingsOf = (destination: CopySettings["destination"]): CopySettings => ({
  sourceRegistries,
  destination,
});
const REGISTRY = settingsOf({
  registry: { registry: "r.example.com", secretArn: "arn", keys: { username: "u", password: "p" } },
});
const LAYOUT = settingsOf({ layout: { bucket: "images", prefix: "staged", renewAfter: 1 } });
const ECR = settingsOf({ ecr: {} });

const toRegistry: CopyImageEvent = {
  source: { archive },
  destination: { registry: { repository: "ml/fraud" } },
};
const toLayout: CopyImageEvent = {
  source: { registry: { image } },
  destination: { layout: { bucket: "images" } },
};
const toEcr: CopyImageEvent = {
  source: { registry: { image } },
  destination: { ecr: { repository: "demo-image" } },
};

function problemsOf(value: unknown, settings = REGISTRY): string {
  let message = "";
  assert.throws(
    () => parseEvent(value, settings),
    (error) => {
      message = (error as Error).message;
      return error instanceof InvalidEventError && error.stack === "";
    },
  );
  return message;
}

describe("the event of the copy-image function", () => {
  it("requires a source and a destination, and has defaults for the rest", () => {
    assert.deepEqual(parseEvent(toRegistry, REGISTRY), {
      source: { archive },
      destination: { registry: { repository: "ml/fraud" } },
      platform: undefined,
      format: "preserve",
      recompressZstd: false,
    });
  });

  it("is read in full", () => {
    const source = { archive: { bucket: "b", key: "k", etag: '"e"', image: "fraud:1" } };
    const full: CopyImageEvent = {
      source,
      destination: { registry: { repository: "ml/fraud", tag: "1.2" } },
      platform: "linux/arm64/v8",
      mediaTypes: "DockerSchema2",
      recompressZstd: true,
    };
    assert.deepEqual(parseEvent(full, REGISTRY), {
      source,
      destination: full.destination,
      platform: { os: "linux", architecture: "arm64", variant: "v8" },
      format: "docker",
      recompressZstd: true,
    });
    assert.equal(parseEvent({ ...toRegistry, mediaTypes: "Preserve" }, REGISTRY).format, "preserve");
  });

  it("can name an image in S3, or in a registry by its digest", () => {
    assert.deepEqual(parseEvent({ ...toRegistry, source: { layout } }, REGISTRY).source, { layout });
    const registry = { registry: "ghcr.io", repository: "ml/fraud", digest: DIGEST };
    assert.deepEqual(parseEvent(toLayout, LAYOUT).source, { registry });
    assert.deepEqual(parseEvent(toEcr, ECR).source, { registry });
    // A short name of Docker Hub; a tag in addition to the digest has no meaning.
    const short = { ...toEcr, source: { registry: { image: `alpine:3@${DIGEST}` } } };
    assert.deepEqual(parseEvent(short, ECR).source, {
      registry: { registry: "docker.io", repository: "library/alpine", digest: DIGEST },
    });
  });

  const archived = (changes: object) => ({ ...toRegistry, source: { archive: { ...archive, ...changes } } });
  const staged = (changes: object) => ({ ...toRegistry, source: { layout: { ...layout, ...changes } } });
  const from = (reference: unknown) => ({ ...toRegistry, source: { registry: { image: reference } } });
  const into = (registry: object) => ({ ...toRegistry, destination: { registry } });
  const intoEcr = (repository: unknown) => ({ ...toEcr, destination: { ecr: { repository } } });

  const refused: [string, unknown, RegExp, CopySettings?][] = [
    ["nothing", undefined, /the event must be an object with source, destination, platform/],
    ["a list", [], /the event must be an object/],
    ["no source", { destination: toRegistry.destination }, /source is missing/],
    ["no destination", { source: { archive } }, /destination is missing/],
    [
      "an empty source",
      { ...toRegistry, source: {} },
      /source has none, but must have exactly one of registry, archive, layout/,
    ],
    [
      "two sources",
      { ...toRegistry, source: { archive, layout } },
      /source has archive and layout, but must have exactly one/,
    ],
    ["a layout without prefix", staged({ prefix: undefined }), /source\.layout\.prefix is missing/],
    ["a layout of a tag", staged({ digest: "1.0" }), /layout\.digest is "1\.0", but must be a digest/],
    ["no bucket", archived({ bucket: undefined }), /source\.archive\.bucket is missing/],
    ["an empty key", archived({ key: "" }), /archive\.key is "", but must be a non-empty string/],
    ["no version", archived({ versionId: undefined }), /source\.archive requires versionId or etag/],
    ["no repository", into({}), /destination\.registry\.repository is missing/],
    ["a tag in the repository", into({ repository: "ml/fraud:1" }), /but must be a repository alone/],
    ["a repository in capitals", into({ repository: "ML" }), /component "ML" has upper-case/],
    ["an empty component", into({ repository: "a//b" }), /empty component/],
    ["a repository with a parent path", into({ repository: "../a" }), /repository "\.\.\/a" is invalid/],
    ["a tag with a slash", into({ repository: "a", tag: "a/b" }), /tag .*"a\/b"/],
    ["a tag with a digest", into({ repository: "a", tag: `a@${DIGEST}` }), /but must be a tag alone/],
    ["a long tag", into({ repository: "a", tag: "a".repeat(129) }), /1 to 128/],
    ["a tag that is a number", into({ repository: "a", tag: 1 }), /tag is 1, but must be a non-empty string/],
    [
      "a platform without architecture",
      { ...toRegistry, platform: "linux" },
      /platform is "linux", but must be os\/architecture/,
    ],
    ["other media types", { ...toRegistry, mediaTypes: "Oci" }, /mediaTypes is "Oci", but must be Docker/],
    ["text for a boolean", { ...toRegistry, recompressZstd: "yes" }, /recompressZstd is "yes", but must be/],
    [
      "an unknown property",
      { ...toRegistry, sign: true },
      /the event has the unknown property "sign"; expected source, .*newer version of the package/,
    ],
    ["an image that is a number", from(1), /source\.registry\.image is 1, but must be an image reference/],
    ["an invalid reference", from("ghcr.io/ML"), /image is not a valid image reference: the repository/],
    ["a tag", from("ghcr.io/ml/fraud:1"), /image must name the image by its digest, sha256/],
    ["a SHA-512 digest", from(`ghcr.io/a@sha512:${"0".repeat(128)}`), /by its digest, sha256/],
    [
      "another registry",
      from(`quay.io/a/b@${DIGEST}`),
      /is in quay\.io, but this function reads from ghcr\.io, docker\.io only: add quay\.io to the sourceRegistries/,
    ],
    [
      "the bucket of another publisher",
      { ...toLayout, destination: { layout: { bucket: "others" } } },
      /bucket is "others", but must be images, the only bucket/,
      LAYOUT,
    ],
    [
      "the destination of another deployment",
      toEcr,
      /destination is ecr, but this function writes to registry only/,
    ],
    [
      "a host in the repository",
      intoEcr("ecr.example.com:1/r"),
      /repository is .*, but must be the name of an ECR/,
      ECR,
    ],
    ["a parent path in the repository", intoEcr("../other"), /must be the name of an ECR repository/, ECR],
  ];
  for (const [what, value, message, settings] of refused) {
    it(`is refused with ${what}`, () => {
      assert.match(problemsOf(value, settings), message);
    });
  }

  it("is refused with all its problems at once", () => {
    assert.equal(
      problemsOf({ ...into({ repository: "ml/fraud", tag: "" }), platform: "x", source: undefined }),
      'The event of the copy-image function is invalid: source is missing; destination.registry.tag is "", but must be a ' +
        'non-empty string; platform is "x", but must be os/architecture or os/architecture/variant, for example linux/arm64.',
    );
  });

  it("never fails with another error, and never names another registry or bucket", () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (any, text) => {
        for (const value of [
          any,
          { ...toLayout, source: any },
          { ...toLayout, destination: any },
          from(text + image),
        ]) {
          try {
            const { source } = parseEvent(value, LAYOUT);
            assert.ok(!("registry" in source) || source.registry.registry in sourceRegistries);
          } catch (error) {
            assert.ok(error instanceof InvalidEventError, String(error));
          }
        }
      }),
    );
  });
});

describe("the source registries of the copy-image function", () => {
  it("are those of the environment", () => {
    const registries = {
      "ghcr.io": { secretArn: "arn", keys: { username: "u", password: "p" } },
      "docker.io": {},
    };
    assert.deepEqual(parseSourceRegistries(JSON.stringify(registries)), registries);
    assert.deepEqual(parseSourceRegistries(undefined), {});
  });

  it("must be an object", () => {
    for (const text of ["", "null", "[]", '"docker.io"']) {
      assert.throws(() => parseSourceRegistries(text), Error);
    }
  });
});
