import fc from "fast-check";
import assert from "node:assert/strict";
import type { Check } from "../common";
import { hasLocalStorage, volumeKey } from "./instance-storage";
import * as limits from "./limits";
import { adviceOnImage } from "./warnings";

const DIGEST = `@sha256:${"a".repeat(64)}`;
const accepts = <T>(check: Check<T>, value: T): void => {
  assert.equal(check(value), undefined, String(value));
};
const refuses = <T>(check: Check<T>, value: T, reason: RegExp): void => {
  assert.match(check(value) ?? "accepted", reason);
};

describe("limits of SageMaker hosting", () => {
  it("image must be by sha256 digest, with its registry, in at most 255 characters", () => {
    accepts(limits.image, `registry.example.com/ml/fraud${DIGEST}`);
    accepts(limits.image, `localhost:5000/fraud${DIGEST}`);
    accepts(limits.image, `docker.io/library/alpine${DIGEST}`);
    accepts(limits.image, `index.docker.io/alpine${DIGEST}`);
    refuses(
      limits.image,
      "registry.example.com/ml/fraud:1.0",
      /give the digest, as registry.example.com\/ml\/fraud@sha256:…/,
    );
    refuses(limits.image, "registry.example.com/ml/fraud", /has no digest/);
    refuses(limits.image, `r.example.com/a@sha512:${"a".repeat(128)}`, /must be given by a sha256 digest/);
    refuses(limits.image, `ml/fraud${DIGEST}`, /names no registry: write docker.io\/ml\/fraud@sha256:/);
    refuses(limits.image, "registry.example.com/a@sha256:abc", /digest does not have exactly 64/);
    refuses(limits.image, "", /reference is empty/);
    refuses(limits.image, 5 as unknown as string, /is 5, but must be text/);
    refuses(limits.image, `https://registry.example.com/a${DIGEST}`, /without a scheme/);
    assert.ok(!limits.image("user:hunter2@registry.example.com/a")?.includes("hunter2"));
  });

  it("image may have 255 characters and no more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 250 }), (length) => {
        const reference = `registry.example.com/${"a".repeat(length)}${DIGEST}`;
        if (reference.length <= 255) accepts(limits.image, reference);
        else refuses(limits.image, reference, /but must have at most 255/);
      }),
    );
  });

  it("environment names are identifiers, and names and values have at most 1024 characters", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (name) => {
        assert.equal(limits.environmentName(name) === undefined, /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
      }),
    );
    accepts(limits.environmentName, "A".repeat(1024));
    refuses(limits.environmentName, "A".repeat(1025), /1025 characters, but must have at most 1024/);
    accepts(limits.environmentValue, "v".repeat(1024));
    refuses(limits.environmentValue, "v".repeat(1025), /1025 characters, but must have at most 1024/);
    refuses(limits.environmentValue, 4 as unknown as string, /a number as its value/);
    assert.ok(!limits.environmentValue("hunter2".repeat(200))?.includes("hunter2"));
  });

  it("the environments of a model have at most 32 KiB together, counted in bytes", () => {
    const of = (bytes: number): Record<string, string> => ({ AB: "v".repeat(bytes - 2) });
    accepts(limits.environments, [of(16_384), of(16_384)]);
    refuses(limits.environments, [of(16_384), of(16_385)], /of 32769 bytes/);
    refuses(limits.environments, [{ A: "é".repeat(16_384) }], /of 32769 bytes/);
  });

  it("model data is one .tar.gz at an https or s3 URL of at most 1024 characters", () => {
    accepts(limits.modelDataUrl, "s3://bucket/a/model.tar.gz");
    accepts(limits.modelDataUrl, "https://bucket.s3.eu-west-1.amazonaws.com/model.tar.gz");
    for (const url of [
      "bucket/model.tar.gz",
      "s3://bucket/model",
      "http://a/b.tar.gz",
      "s3:///b.tar.gz",
      "s3://b/a .tar.gz",
    ]) {
      refuses(limits.modelDataUrl, url, /but must be the https or s3 URL/);
    }
    const url = (length: number): string => `s3://b/${"a".repeat(length - 14)}.tar.gz`;
    accepts(limits.modelDataUrl, url(1024));
    refuses(limits.modelDataUrl, url(1025), /at most 1024/);
  });

  it("ids have at most 32 characters, ARNs at most 2048", () => {
    accepts(limits.subnetId, `subnet-${"a".repeat(25)}`);
    refuses(limits.subnetId, `subnet-${"a".repeat(26)}`, /at most 32/);
    accepts(limits.securityGroupId, `sg-${"a".repeat(29)}`);
    refuses(limits.securityGroupId, `sg-${"a".repeat(30)}`, /at most 32/);
    const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:";
    accepts(limits.credentialsProviderArn, functionArn.padEnd(2048, "a"));
    refuses(limits.credentialsProviderArn, functionArn.padEnd(2049, "a"), /at most 2048/);
    const roleArn = "arn:aws:iam::123456789012:role/";
    accepts(limits.executionRoleArn, roleArn.padEnd(2048, "a"));
    refuses(limits.executionRoleArn, roleArn.padEnd(2049, "a"), /at most 2048/);
  });

  it("instance types have their form, and serverless is refused with the reason", () => {
    accepts(limits.instanceType, "ml.m5.large");
    refuses(limits.instanceType, "m5.large", /of the form ml/);
    refuses(limits.instanceType, "Serverless", /neither for images of a private registry nor in a VPC/);
  });

  it("instance counts are whole and at least 1, weights at least 0", () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double()), (value) => {
        const whole = Number.isSafeInteger(value) && value >= 1;
        assert.equal(limits.initialInstanceCount(value) === undefined, whole);
        const weight = Number.isFinite(value) && value >= 0;
        assert.equal(limits.initialVariantWeight(value) === undefined, weight);
      }),
    );
    accepts(limits.initialVariantWeight, 0);
  });
});

describe("local storage", () => {
  it("is told from the instance type", () => {
    for (const type of [
      "ml.m5d.large",
      "ml.m5dn.large",
      "ml.c6gd.large",
      "ml.g4dn.xlarge",
      "ml.g5.xlarge",
      "ml.p4d.24xlarge",
      "ml.p4de.24xlarge",
      "ml.p5en.48xlarge",
      "ml.trn1.2xlarge",
    ]) {
      assert.equal(hasLocalStorage(type), true, type);
    }
    for (const type of [
      "ml.m5.large",
      "ml.c7g.large",
      "ml.inf2.xlarge",
      "ml.p3.2xlarge",
      "ml.g5g.xlarge",
      "ml.t2.medium",
    ]) {
      assert.equal(hasLocalStorage(type), false, type);
    }
  });

  it("leaves the key out where all instances have it, warns where some do, and else keeps quiet", () => {
    const outcome = (key: string | undefined, types: string[]): [string | undefined, string[]] => {
      const said: string[] = [];
      return [volumeKey(key, types, (message) => said.push(message)), said];
    };
    assert.deepEqual(outcome("key", ["ml.m5.large"]), ["key", []]);
    assert.deepEqual(outcome(undefined, ["ml.g5.xlarge"]), [undefined, []]);
    const [allLocal, left] = outcome("key", ["ml.g5.xlarge", "ml.m5d.large"]);
    assert.equal(allLocal, undefined);
    assert.match(left.join(), /left out of the endpoint configuration: ml.g5.xlarge, ml.m5d.large/);
    const [mixed, warned] = outcome("key", ["ml.g5.xlarge", "ml.m5.large"]);
    assert.equal(mixed, "key");
    assert.match(warned.join(), /may be refused by AWS: ml.g5.xlarge has local storage/);
  });
});

describe("advice on images", () => {
  it("speaks up for ECR and for a tag beside a digest", () => {
    assert.match(
      adviceOnImage(`123456789012.dkr.ecr.eu-west-1.amazonaws.com/a${DIGEST}`) ?? "",
      /in Amazon ECR/,
    );
    assert.match(adviceOnImage(`registry.example.com:5000/a:1${DIGEST}`) ?? "", /has a tag and a digest/);
    assert.equal(adviceOnImage(`registry.example.com:5000/a${DIGEST}`), undefined);
  });
});
