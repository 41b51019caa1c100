import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { type CheckId, CHECK_IDS } from "../../preflight";
import { MediaType } from "../../registry-client";
import { digestOf, TestImage, TestIndex } from "../registry-client/images";
import { sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { check, checked, ids, Scene } from "./environment";

interface Entry {
  mediaType: string;
  digest: string;
  size: number;
  urls?: string[];
}

describe("preflight, manifests that are not what they should be", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  /** A registry that answers every question for a manifest like this. */
  const answering = async (answer: (response: ServerResponse) => void) => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/manifests/")) return false;
      answer(response);
      return true;
    };
    return registry.host;
  };
  const failsManifest = async (image: string, seen: RegExp, remedy: RegExp) => {
    const report = await checked(image);
    assert.deepEqual(ids(report, "failed"), ["manifest"], report.summary);
    assert.match(check(report, "manifest").seen, seen);
    assert.match(check(report, "manifest").remedy ?? "", remedy);
    return report;
  };

  it("fails one of another digest than that asked for", async () => {
    const { bytes, mediaType } = new TestImage({ form: "docker" }).content;
    const host = await answering((response) =>
      response.writeHead(200, { "content-type": mediaType }).end(bytes),
    );
    const digest = digestOf(Buffer.from("another"));
    const report = await failsManifest(`${host}/ml/fraud@${digest}`, /digest/, /Push the image again/);
    assert.equal(report.digest, digest);
  });

  it("fails one of another digest than the registry says of the tag", async () => {
    const { bytes, mediaType } = new TestImage({ form: "docker" }).content;
    const host = await answering((response) =>
      response
        .writeHead(200, {
          "content-type": mediaType,
          "docker-content-digest": digestOf(Buffer.from("another")),
        })
        .end(bytes),
    );
    const report = await failsManifest(`${host}/ml/fraud:1`, /digest/, /Push the image again/);
    assert.equal(report.digest, undefined);
  });

  it("fails one of 1 GB, without reading it", async () => {
    let sent = 0;
    const host = await answering((response) => {
      response.writeHead(200, { "content-type": MediaType.DockerManifest, "content-length": 2 ** 30 });
      const chunk = Buffer.alloc(64 * 1024, " ");
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on("drain", more);
      more();
    });
    await failsManifest(`${host}/ml/fraud:1`, /at most|larger|more than/, /proxy in front of it/);
    assert(sent < 64 * 2 ** 20, `${sent} bytes were sent`);
  });

  it("fails Docker's schema 1", async () => {
    const host = await answering((response) =>
      response
        .writeHead(200, { "content-type": "application/vnd.docker.distribution.manifest.v1+prettyjws" })
        .end('{"schemaVersion":1,"name":"ml/fraud","tag":"1","fsLayers":[]}'),
    );
    await failsManifest(
      `${host}/ml/fraud:1`,
      /schema 1|manifest\.v1/i,
      /Build the image again with a current tool/,
    );
  });

  it("fails a repository that the user may not pull from, with the remedy", async () => {
    const host = await answering((response) =>
      sendError(response, 403, "DENIED", "requested access is denied"),
    );
    await failsManifest(`${host}/ml/fraud:1`, /403: DENIED/, /that this user may pull from the repository/);
  });

  it("says of one that is not there that the user may only not see it", async () => {
    const { host } = await scene.registry();
    await failsManifest(`${host}/ml/fraud:2`, /404/, /to users who may not pull from the repository/);
    const digest = digestOf(Buffer.from("nothing"));
    await failsManifest(`${host}/ml/fraud@${digest}`, /404/, /garbage collection.*who may not pull/);
  });
});

describe("preflight, platforms with a variant", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());
  const arm = (variant?: string) => ({
    os: "linux",
    architecture: "arm",
    ...(variant === undefined ? {} : { variant }),
  });
  const looked = async (image: TestImage | TestIndex, platform: { os: string; architecture: string }) => {
    const registry = await scene.registry({ image, form: "preserve" });
    const report = await checked(`${registry.host}/ml/fraud:1`, { platform });
    return check(report, "platform");
  };

  it("chooses the variant that is asked for out of an index", async () => {
    const [six, seven] = [new TestImage({ platform: arm("v6") }), new TestImage({ platform: arm("v7") })];
    const found = await looked(new TestIndex([six, seven]), arm("v7"));
    assert.equal(found.status, "passed");
    assert.equal(found.seen, `The index has ${seven.content.digest} for linux/arm/v7.`);
  });

  it("takes arm64 and arm64/v8 for the same", async () => {
    const arm64 = { os: "linux", architecture: "arm64" };
    const image = new TestImage({ platform: { ...arm64, variant: "v8" }, form: "docker" });
    assert.equal((await looked(image, arm64)).seen, "It is for linux/arm64/v8.");
    assert.equal((await looked(new TestIndex([image]), arm64)).status, "passed");
  });

  it("fails another variant, in an index and of a single image", async () => {
    const image = new TestImage({ platform: arm("v6"), form: "docker" });
    for (const each of [image, new TestIndex([image])]) {
      const found = await looked(each, arm("v7"));
      assert.equal(found.status, "failed");
      assert.match(found.seen, /no image for linux\/arm\/v7; it has linux\/arm\/v6\.$/);
      assert.match(found.remedy ?? "", /--platform linux\/arm\/v7/);
    }
  });

  it("fails an image of Windows", async () => {
    const image = new TestImage({ platform: { os: "windows", architecture: "amd64" }, form: "docker" });
    assert.match(
      (await looked(image, { os: "linux", architecture: "amd64" })).seen,
      /it has windows\/amd64\.$/,
    );
  });

  it("fails an image whose configuration names no platform", async () => {
    const image = new TestImage({ platform: { os: "", architecture: "" }, form: "docker" });
    const found = await looked(image, { os: "linux", architecture: "amd64" });
    assert.equal(found.status, "failed");
    assert.match(found.seen, /^Its configuration names no platform/);
    assert.match(found.remedy ?? "", /--platform linux\/amd64/);
  });

  it("fails an index whose image for the platform is gone", async () => {
    const image = new TestImage({ form: "docker" });
    const registry = await scene.registry({ image: new TestIndex([image]), form: "preserve" });
    registry.intercept = (_request, response, path) => {
      if (!path.endsWith(image.content.digest)) return false;
      sendError(response, 404, "MANIFEST_UNKNOWN", "manifest unknown");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["platform"]);
    assert.match(
      check(report, "platform").seen,
      /^What the manifest refers to for linux\/amd64 is not there: GET/,
    );
    assert.equal(check(report, "platform").remedy, "Push the image again, with this platform.");
  });
});

describe("preflight, layers", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  for (const mediaType of [
    MediaType.DockerForeignLayer,
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
  ]) {
    it(`fails layers of ${mediaType} by that, and does not look for them`, async () => {
      const image = new TestImage({ form: "docker" });
      const registry = await scene.registry({ image, form: "preserve" });
      const manifest = JSON.parse(image.content.bytes.toString()) as { layers: Entry[] };
      const absent = digestOf(Buffer.from("absent"));
      manifest.layers[1] = { mediaType, digest: absent, size: 10, urls: ["https://elsewhere.example/layer"] };
      registry.intercept = (_request, response, path) => {
        if (!path.includes("/manifests/")) return false;
        response.writeHead(200, { "content-type": MediaType.DockerManifest }).end(JSON.stringify(manifest));
        return true;
      };
      const report = await checked(`${registry.host}/ml/fraud:1`);
      assert.deepEqual(ids(report, "failed"), ["media-types"]);
      assert.match(check(report, "media-types").seen, /^1 of 3 layers are to be fetched from elsewhere/);
      assert.match(check(report, "media-types").remedy ?? "", /Push the image with all of its layers/);
      assert.equal(check(report, "blobs").seen, "The first bytes of all 3 blobs were read.");
      assert(!registry.requests.some(({ path }) => path.includes(absent)));
    });
  }

  it("fails one of 60 that is not there, by its digest", async () => {
    const image = new TestImage({ layers: 60, layerSize: 100, form: "docker" });
    const registry = await scene.registry({ image, form: "preserve" });
    const missing = [...image.blobs.keys()][41] ?? "";
    registry.intercept = (_request, response, path) => {
      if (!path.endsWith(missing)) return false;
      sendError(response, 404, "BLOB_UNKNOWN", "blob unknown to registry");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["blobs"]);
    assert.equal(check(report, "blobs").seen, `1 of 61 blobs are not there: ${missing}.`);
    assert.equal(check(report, "redirects").status, "passed");
  });

  it("tells a fault of the registry from blobs that are not there", async () => {
    const image = new TestImage({ form: "docker" });
    const registry = await scene.registry({ image, form: "preserve" });
    const [first = "", second = ""] = image.blobs.keys();
    registry.intercept = (_request, response, path) => {
      if (path.endsWith(first)) sendError(response, 404, "BLOB_UNKNOWN", "unknown");
      else if (path.endsWith(second)) sendError(response, 500, "UNKNOWN", "storage is down");
      else return false;
      return true;
    };
    const { seen, remedy } = check(await checked(`${registry.host}/ml/fraud:1`), "blobs");
    assert.match(seen, /^2 of 4 blobs cannot be read: GET .* returned 500: UNKNOWN \(storage is down\)\.$/);
    assert.match(remedy ?? "", /or its storage, has a fault/);
  });
});

describe("preflight, where redirects lead", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  const redirecting = async (locationOf: (path: string, host: string) => string, options = {}) => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/blobs/")) return false;
      response.writeHead(307, { location: locationOf(path, registry.host) }).end();
      return true;
    };
    return checked(`${registry.host}/ml/fraud:1`, options);
  };
  const failsRedirects = (report: Awaited<ReturnType<typeof redirecting>>, seen: RegExp) => {
    assert.deepEqual(ids(report, "failed"), ["redirects"], report.summary);
    assert.match(check(report, "redirects").seen, seen);
    assert.match(check(report, "redirects").remedy ?? "", /storage\.redirect\.disable: true/);
    assert.equal(check(report, "blobs").status, "skipped");
  };

  it("fails those to a bucket that refuses them, as an endpoint policy has it", async () => {
    const bucket = await scene.registry();
    bucket.intercept = (_request, response) => {
      response
        .writeHead(403, { "content-type": "application/xml" })
        .end("<Error><Code>AccessDenied</Code></Error>");
      return true;
    };
    const { port } = new URL(`https://${bucket.host}`);
    const report = await redirecting(() => `https://localhost:${port}/blob?X-Amz-Signature=Signature`);
    failsRedirects(
      report,
      /^4 of 4 blobs are redirected to where they cannot be read: GET https:\/\/localhost.*returned 403/,
    );
    assert.match(
      check(report, "redirects").remedy ?? "",
      /S3 gateway endpoint whose policy admits the bucket/,
    );
  });

  it("fails those to this machine, which it does not follow", async () => {
    for (const target of ["https://127.0.0.1:1/blob", "https://localhost:1/blob", "https://[::1]:1/blob"]) {
      const report = await redirecting(() => target, {
        allowLoopbackRedirects: false,
        severities: { "registry-address": "off" },
      });
      failsRedirects(
        report,
        /Refused to follow the registry to .*: a loopback, link-local or metadata address/,
      );
    }
  });

  it("fails those to http:", async () => {
    failsRedirects(await redirecting(() => "http://localhost:1/blob"), /only https: is allowed/);
  });

  it("fails those that go in circles", async () => {
    failsRedirects(
      await redirecting((path, host) => `https://${host}${path}`),
      /redirected more than 5 times/,
    );
  });

  it("counts a redirect that can be read as the user says", async () => {
    const registry = await scene.registry({ redirect: true });
    const as = async (severity: "error" | "off") =>
      checked(`${registry.host}/ml/fraud:1`, { severities: { redirects: severity } });
    const failed = await as("error");
    assert.deepEqual(ids(failed, "failed"), ["redirects"]);
    assert.equal(failed.passed, false);
    const off = await as("off");
    assert.equal(check(off, "redirects").status, "skipped");
    assert.equal(off.passed, true);
  });
});

describe("preflight, how many pulls are left", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  for (const [headers, status, seen] of [
    [
      { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "11;w=21600" },
      "passed",
      "11 pulls are left of 100 in 6 h.",
    ],
    [
      { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "10;w=21600" },
      "warned",
      "10 pulls are left of 100 in 6 h.",
    ],
    [
      { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "0;w=21600" },
      "warned",
      "0 pulls are left of 100 in 6 h.",
    ],
    [{ "ratelimit-remaining": "3" }, "passed", "3 pulls are left."],
    [{ "ratelimit-remaining": "0" }, "warned", "0 pulls are left."],
    [{ "ratelimit-limit": "unlimited" }, "skipped", "The registry tells of no limit."],
  ] as const) {
    it(`${status} with ${JSON.stringify(headers)}`, async () => {
      const registry = await scene.registry();
      registry.intercept = (_request, response, path) => {
        if (!path.includes("/manifests/")) return false;
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        return false;
      };
      const found = check(await checked(`${registry.host}/ml/fraud:1`), "rate-limit");
      assert.deepEqual([found.status, found.seen], [status, seen]);
      assert.equal(found.remedy !== undefined, status === "warned");
    });
  }
});

describe("preflight, its report", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  it("lists every check once, in their order, but those that only AWS can answer", async () => {
    const registry = await scene.registry();
    const elsewhere: readonly CheckId[] = ["lambda-endpoint", "endpoint-name"];
    const { checks } = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(
      checks.map(({ id }) => id),
      CHECK_IDS.filter((id) => !elsewhere.includes(id)),
    );
  });

  it("sums up what failed before what is warned of, each on lines of its own with its remedy", async () => {
    const registry = await scene.registry({
      image: new TestImage({ platform: { os: "linux", architecture: "arm64" } }),
    });
    const { summary, checks } = await checked(`${registry.host}/ml/fraud:1`);
    const lines = summary.split("\n");
    assert.match(
      lines[0] ?? "",
      /ml\/fraud:1 cannot be pulled as SageMaker pulls it: 1 check failed, 2 warnings\.$/,
    );
    const marks = lines.filter((line) => /^[✗!]/.test(line));
    assert.deepEqual(marks, [
      "✗ The image runs on the instance's platform [platform]",
      "! The registry's certificate is valid, and for some time [certificate-expiry]",
      "! The image is given by its digest [digest-pinned]",
    ]);
    for (const { status, seen, remedy } of checks) {
      if (status !== "failed" && status !== "warned") continue;
      assert(remedy !== undefined && lines.includes(`  ${seen}`) && lines.includes(`  → ${remedy}`));
    }
  });
});
