import assert from "node:assert/strict";
import type { RegistryClient } from "../../../registry-client";
import { TestImage, TestIndex } from "../../registry-client/images";
import { clientOf, registryKinds, type RunningRegistry, USER } from "../../registry-client/registries";
import { explainedFailure } from "../../support/explained-failure";
import { blobKey, StagedCopies, linux, put } from "./staged-copies";

const sizeOf = (...images: TestImage[]): number =>
  images.flatMap(({ blobs }) => [...blobs.values()]).reduce((sum, { length }) => sum + length, 0);

for (const kind of registryKinds) {
  describe(`an image copied through S3, ${kind.name}`, () => {
    let from: RunningRegistry;
    let to: RunningRegistry;
    let source: RegistryClient;
    let target: RegistryClient;
    let copies: StagedCopies;

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
    beforeEach(async () => {
      copies = await StagedCopies.start();
    });
    afterEach(() => copies.stop());

    it("arrives byte for byte, and is asked for again without being sent again", async () => {
      const image = new TestImage();
      const { digest, mediaType, bytes } = image.content;
      await put(image, source);
      const staged = await copies.stage(source, digest);
      const layout = { bucket: "images", prefix: "staged", digest };
      const size = sizeOf(image);
      const all = { digest, mediaType, size, layout };
      assert.deepEqual(staged, { ...all, blobs: { uploaded: 4, present: 0 }, uploadedBytes: size });
      const folder = `staged/images/${digest.replace(":", "/")}`;
      const keys = [...image.blobs.keys(), digest].map(blobKey);
      assert.deepEqual(
        copies.s3.keysOf("images"),
        [...keys, `${folder}/index.json`, `${folder}/oci-layout`].sort(),
      );
      assert.deepEqual(copies.s3.latest("images", blobKey(digest))?.bytes, bytes);

      const published = await copies.publish(target, layout, { tag: "1" });
      assert.deepEqual([published.digest, published.blobs], [digest, { uploaded: 4, present: 0 }]);
      assert.deepEqual((await target.manifest("ml/fraud", "1")).bytes, bytes);

      const again = await copies.stage(source, digest);
      assert.deepEqual(again, { ...all, blobs: { uploaded: 0, present: 4 }, uploadedBytes: 0 });
      assert.deepEqual((await copies.publish(target, layout)).blobs, { uploaded: 0, present: 4 });
    });

    it("takes all its platforms along, or the one that is asked for", async () => {
      const [amd, arm] = [linux("amd64"), linux("arm64")];
      const index = new TestIndex([amd, arm]);
      const { digest } = index.content;
      await put(index, source);
      const platform = { os: "linux", architecture: "arm64" };
      const one = await copies.stage(source, digest, { platform });
      assert.deepEqual([one.digest, one.size], [arm.content.digest, sizeOf(arm)]);
      assert.equal((await copies.publish(target, one.layout)).digest, arm.content.digest);

      const whole = await copies.stage(source, digest);
      assert.deepEqual([whole.digest, whole.mediaType], [digest, index.content.mediaType]);
      assert.deepEqual(whole.blobs, { uploaded: 3, present: 3 });
      assert.equal((await copies.publish(target, whole.layout)).digest, digest);
      assert.deepEqual((await target.manifest("ml/fraud", digest)).bytes, index.content.bytes);
      for (const { content } of [amd, arm]) {
        assert.deepEqual((await target.manifest("ml/fraud", content.digest)).bytes, content.bytes);
      }
    });

    it("gets Docker's media types where that is asked for", async () => {
      const image = new TestImage();
      await put(image, source);
      const { layout } = await copies.stage(source, image.content.digest);
      const { digest, mediaType } = await copies.publish(target, layout, { format: "docker" });
      assert.equal(mediaType, "application/vnd.docker.distribution.manifest.v2+json");
      assert.notEqual(digest, image.content.digest);
      assert.equal((await target.manifest("ml/fraud", digest)).mediaType, mediaType);
    });

    it("is staged twice at once without harm", async () => {
      const image = new TestImage({ layers: 2, layerSize: 9_000_000, compression: "none" });
      const { digest } = image.content;
      await put(image, source);
      const [one, other] = await Promise.all([copies.stage(source, digest), copies.stage(source, digest)]);
      assert.deepEqual(one.layout, other.layout);
      assert.equal(copies.s3.openUploads(), 0);
      for (const [blob, bytes] of image.blobs) {
        assert.ok(copies.s3.latest("images", blobKey(blob))?.bytes.equals(bytes), blob);
      }
      assert.equal((await copies.publish(target, one.layout)).digest, digest);
    });

    it("stops when the time is up, says how far it came, and goes on from there", async () => {
      const image = new TestImage({ layers: 6 });
      const { digest } = image.content;
      await put(image, source);
      let sent = 0;
      copies.s3.fault = (_response, { method }) => method === "PUT" && ++sent > 3;
      const message = await explainedFailure(copies.stage(source, digest, { milliseconds: 4_000 }));
      const [, staged] =
        /^Out of time after \d+ s: (\d) of 7 blobs of .*@sha256:\w+ copied to s3:\/\/images\/staged; run `pulumi up` again to continue from there\.$/.exec(
          message,
        ) ?? [];
      assert.equal(staged, "3", message);
      assert.ok(copies.s3.keysOf("images").every((key) => key.startsWith("staged/blobs/")));
      copies.s3.fault = undefined;
      assert.deepEqual((await copies.stage(source, digest)).blobs, { uploaded: 4, present: 3 });
    });
  });
}
