import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseReference } from "../../registry-client/images/reference";
import {
  DEFAULT_IMAGE,
  DISTRIBUTION_VERSION,
  ecrRepository,
  imageByDigest,
  imageInEcr,
  imageToCopy,
} from "./registry-image";

const DIGEST = `sha256:${"a".repeat(64)}`;

describe("imageByDigest", () => {
  it("accepts a reference by digest, with or without a tag", () => {
    assert.equal(imageByDigest(`registry.example.com/registry@${DIGEST}`), undefined);
    assert.equal(imageByDigest(`registry:3@${DIGEST}`), undefined);
    assert.equal(imageByDigest(DEFAULT_IMAGE), undefined);
  });

  it("refuses a tag, and says why", () => {
    assert.match(
      imageByDigest("registry:3.1.1") ?? "",
      /"registry:3.1.1", but must be .*by digest.*tag can move/,
    );
  });

  it("refuses what is no reference, and names the part that is wrong", () => {
    assert.match(imageByDigest("registry@sha256:abc") ?? "", /its digest does not have exactly 64/);
    assert.match(imageByDigest("Upper/Case") ?? "", /must be an image reference by digest/);
  });
});

describe("imageToCopy", () => {
  it("accepts an image by digest outside ECR, ECR Public among them", () => {
    assert.equal(imageToCopy(`harbor.example.com/registry@${DIGEST}`), undefined);
    assert.equal(imageToCopy(DEFAULT_IMAGE), undefined);
  });

  it("refuses a tag, a digest that ECR does not know, and what is in ECR already", () => {
    assert.match(imageToCopy("registry:3.1.1") ?? "", /by digest/);
    assert.match(imageToCopy(`registry@sha512:${"a".repeat(128)}`) ?? "", /SHA-256.*ECR knows no other/);
    assert.match(
      imageToCopy(`123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@${DIGEST}`) ?? "",
      /is in ECR already, so leave imageMirror out/,
    );
  });
});

describe("imageInEcr", () => {
  it("accepts an image in a private repository of ECR, and no other", () => {
    assert.equal(imageInEcr(`123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@${DIGEST}`), undefined);
    assert.match(imageInEcr(DEFAULT_IMAGE) ?? "", /must be an image in ECR: .*imageMirror.*egressCidrBlocks/);
    assert.match(imageInEcr("123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry:3") ?? "", /by digest/);
  });
});

describe("ecrRepository", () => {
  const found = { accountId: "123456789012", region: "eu-west-1", repository: "tools/registry" };

  it("tells account, region and repository of an image in ECR", () => {
    for (const host of [
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      "123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com",
      "123456789012.dkr-ecr.eu-west-1.on.aws",
    ]) {
      assert.deepEqual(ecrRepository(`${host}/tools/registry@${DIGEST}`), found, host);
    }
    assert.deepEqual(ecrRepository(`123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/r@${DIGEST}`), {
      accountId: "123456789012",
      region: "cn-north-1",
      repository: "r",
    });
    assert.deepEqual(ecrRepository(`123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov/r@${DIGEST}`), {
      accountId: "123456789012",
      region: "us-iso-east-1",
      repository: "r",
    });
  });

  it("knows that other registries are not ECR, ECR Public among them", () => {
    for (const image of [
      DEFAULT_IMAGE,
      `registry@${DIGEST}`,
      `1234.dkr.ecr.eu-west-1.amazonaws.com/r@${DIGEST}`,
      `123456789012.dkr.ecr.eu-west-1.example.com:5000/r@${DIGEST}`,
    ]) {
      assert.equal(ecrRepository(image), undefined, image);
    }
  });
});

describe("DEFAULT_IMAGE", () => {
  it("names an image by digest alone, as ECS takes a tag or a digest", () => {
    const reference = parseReference(DEFAULT_IMAGE);
    assert.equal(reference.tag, undefined);
    assert.ok(reference.digest?.startsWith("sha256:"));
  });

  it("is of the version that the tests run against, and that the documents name", () => {
    const root = join(__dirname, "..", "..");
    const read = (path: string): string => readFileSync(join(root, path), "utf8");
    const versionsIn = (path: string, pattern: RegExp): Set<string | undefined> =>
      new Set([...read(path).matchAll(pattern)].map(([, version]) => version));
    const expected = new Set([DISTRIBUTION_VERSION]);
    assert.deepEqual(versionsIn(".ci/run", /distribution\/v3\/cmd\/registry@v([0-9.]+)/g), expected);
    assert.deepEqual(
      versionsIn("docs/verification.md", /(?:CNCF registry|registry:)\s*([0-9]+\.[0-9]+\.[0-9]+)/g),
      expected,
    );
    assert.deepEqual(
      versionsIn("components/registry-host/args.ts", /version ([0-9]+\.[0-9]+\.[0-9]+)/g),
      expected,
    );
  });

  it("is of the version of the registry that is installed for the tests", function () {
    // Elsewhere than in CI, any version may be installed.
    if (process.env["REQUIRE_REGISTRIES"] !== "1") this.skip();
    const { stdout } = spawnSync("registry", ["--version"], { encoding: "utf8" });
    assert.equal(/v?([0-9]+\.[0-9]+\.[0-9]+)/.exec(stdout)?.[1], DISTRIBUTION_VERSION);
  });
});
