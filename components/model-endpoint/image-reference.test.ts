import fc from "fast-check";
import assert from "node:assert/strict";
import type { Check } from "../common";
import { image, imageToPin } from "./image-reference";

const DIGEST = `@sha256:${"a".repeat(64)}`;
const accepts = <T>(check: Check<T>, value: T): void => {
  assert.equal(check(value), undefined, String(value));
};
const refuses = <T>(check: Check<T>, value: T, reason: RegExp): void => {
  assert.match(check(value) ?? "accepted", reason);
};

describe("image references of SageMaker models", () => {
  it("must be by sha256 digest, with its registry, in at most 255 characters", () => {
    accepts(image, `registry.example.com/ml/fraud${DIGEST}`);
    accepts(image, `registry.example.com:5000/fraud${DIGEST}`);
    accepts(image, `docker.io/library/alpine${DIGEST}`);
    accepts(image, `index.docker.io/alpine${DIGEST}`);
    refuses(
      image,
      "registry.example.com/ml/fraud:1.0",
      /give the digest, as registry.example.com\/ml\/fraud@sha256:…/,
    );
    refuses(image, "registry.example.com/ml/fraud", /has no digest/);
    refuses(image, `r.example.com/a@sha512:${"a".repeat(128)}`, /must be given by a sha256 digest/);
    refuses(image, `ml/fraud${DIGEST}`, /names no registry: write docker.io\/ml\/fraud@sha256:/);
    refuses(image, "registry.example.com/a@sha256:abc", /digest does not have exactly 64/);
    refuses(image, "", /reference is empty/);
    refuses(image, 5 as unknown as string, /is 5, but must be text/);
    refuses(image, `https://registry.example.com/a${DIGEST}`, /without a scheme/);
    for (const host of [
      "localhost",
      "localhost:5000",
      "registry:5000",
      "10.0.0.1",
      "[::1]:5000",
      "REG.example.com",
    ]) {
      refuses(
        image,
        `${host}/fraud${DIGEST}`,
        /is in a registry whose name is ".*", but must be a host name/,
      );
      refuses(imageToPin, `${host}/fraud:1`, /a public authority certifies full names alone/);
    }
    refuses(image, `registry.example.com:99999/fraud${DIGEST}`, /port 99999/);
    assert.ok(!image("user:hunter2@registry.example.com/a")?.includes("hunter2"));
  });

  it("may have 255 characters and no more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 250 }), (length) => {
        const reference = `registry.example.com/${"a".repeat(length)}${DIGEST}`;
        if (reference.length <= 255) accepts(image, reference);
        else refuses(image, reference, /but must have at most 255/);
      }),
    );
  });

  it("may have a tag where a preflight finds its digest, for which there must be room", () => {
    accepts(imageToPin, "registry.example.com/ml/fraud:1.0");
    accepts(imageToPin, "registry.example.com/ml/fraud");
    refuses(imageToPin, "fraud:1.0", /names no registry: write docker.io\/library\/fraud:1.0/);
    fc.assert(
      fc.property(fc.integer({ min: 178, max: 188 }), (length) => {
        const name = "registry.example.com/".padEnd(length, "a");
        // A digest has 72 characters with its @.
        if (length <= 183) accepts(imageToPin, `${name}:1`);
        else refuses(imageToPin, `${name}:1`, /at most 255.*API_ContainerDefinition/);
      }),
    );
  });
});
