import assert from "node:assert/strict";
import fc from "fast-check";
import { ContentError, UnsupportedImageError } from "../errors";
import { MediaType, parseManifest } from "./manifest";

const descriptor = { mediaType: "a/b", digest: `sha256:${"a".repeat(64)}`, size: 1 };
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("parseManifest", () => {
  it("reads images and indexes in both forms", () => {
    for (const mediaType of [MediaType.OciManifest, MediaType.DockerManifest]) {
      const image = parseManifest(
        bytes({ schemaVersion: 2, mediaType, config: descriptor, layers: [descriptor] }),
        undefined,
        "x",
      );
      assert.deepEqual(image, { kind: "image", mediaType, config: descriptor, layers: [descriptor] });
    }
    for (const mediaType of [MediaType.OciIndex, MediaType.DockerManifestList]) {
      const index = parseManifest(bytes({ schemaVersion: 2, manifests: [descriptor] }), mediaType, "x");
      assert.deepEqual(index, { kind: "index", mediaType, manifests: [descriptor] });
    }
  });

  it("tells OCI documents without a media type by their members", () => {
    const image = bytes({ schemaVersion: 2, config: descriptor, layers: [] });
    assert.equal(parseManifest(image, "application/json", "x").mediaType, MediaType.OciManifest);
  });

  it("fails when the document and the header name different types", () => {
    const image = bytes({
      schemaVersion: 2,
      mediaType: MediaType.OciManifest,
      config: descriptor,
      layers: [],
    });
    assert.throws(() => parseManifest(image, MediaType.OciIndex, "x"), /says it is .* but was served as/);
  });

  it("takes a list that is null for an empty one, and a configuration without a media type", () => {
    const { mediaType: _type, ...untyped } = descriptor;
    const image = { schemaVersion: 2, mediaType: MediaType.DockerManifest, config: untyped, layers: null };
    assert.deepEqual(parseManifest(bytes(image), undefined, "x"), {
      kind: "image",
      mediaType: MediaType.DockerManifest,
      config: { ...untyped, mediaType: "" },
      layers: [],
    });
    const index = { schemaVersion: 2, mediaType: MediaType.OciIndex, manifests: null };
    assert.deepEqual(parseManifest(bytes(index), undefined, "x"), {
      kind: "index",
      mediaType: MediaType.OciIndex,
      manifests: [],
    });
    const layer = { schemaVersion: 2, config: descriptor, layers: [untyped] };
    assert.throws(() => parseManifest(bytes(layer), undefined, "x"), /layers\[0\] has no media type/);
  });

  it("has limits for layers and entries", () => {
    const image = (count: number) =>
      bytes({ schemaVersion: 2, config: descriptor, layers: Array(count).fill(descriptor) });
    const index = (count: number) => bytes({ schemaVersion: 2, manifests: Array(count).fill(descriptor) });
    parseManifest(image(500), undefined, "x");
    parseManifest(index(1000), undefined, "x");
    assert.throws(() => parseManifest(image(501), undefined, "x"), /layers has 501 entries, at most 500/);
    assert.throws(() => parseManifest(index(1001), undefined, "x"), UnsupportedImageError);
  });

  for (const size of [-1, 1.5, 2 ** 53, "1", null]) {
    it(`fails on a size of ${size}`, () => {
      const image = bytes({ schemaVersion: 2, config: { ...descriptor, size }, layers: [] });
      assert.throws(() => parseManifest(image, undefined, "x"), /config has no valid size/);
    });
  }

  it("throws nothing but its own errors", () => {
    const member = fc.oneof(fc.jsonValue(), fc.constant(descriptor), fc.array(fc.constant(descriptor)));
    const document = fc.record(
      {
        schemaVersion: fc.constantFrom(1, 2, 3),
        mediaType: fc.oneof(fc.string(), fc.constantFrom(...Object.values(MediaType))),
        config: member,
        layers: member,
        manifests: member,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          document.map(bytes),
          fc.uint8Array().map((array) => Buffer.from(array)),
        ),
        (content) => {
          try {
            parseManifest(content, undefined, "x");
          } catch (error) {
            assert(error instanceof ContentError || error instanceof UnsupportedImageError, String(error));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
