import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import type { Severity } from "../../preflight";
import { MediaType } from "../../registry-client";
import { freePort } from "../../cli/local/loopback";
import { sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { digestOf, TestImage, TestIndex } from "../registry-client/images";
import { USER } from "../registry-client/registries";
import { check, checked, ids, Scene } from "./environment";

const ARM = { os: "linux", architecture: "arm64" };
const credentials = { getCredentials: async () => USER };

describe("preflight, the registry's API and authentication", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  it("passes Basic and says how long the credentials took", async () => {
    const registry = await scene.registry({ basic: USER });
    const report = await checked(`${registry.host}/ml/fraud:1`, credentials);
    assert.deepEqual(ids(report, "failed"), []);
    assert.match(
      check(report, "credentials-provider").seen,
      /^Answered with a user and a password in \d+ ms\. The preflight asked in its own role; SageMaker asks in/,
    );
    assert.equal(check(report, "authorization-server").status, "skipped");
    assert.equal(check(report, "authentication").status, "passed");
  });

  it("passes Bearer, and reaches the authorization server", async () => {
    const tokens = await scene.tokenServer();
    const registry = await scene.registry({ realm: tokens.realm });
    const report = await checked(`${registry.host}/ml/fraud:1`, credentials);
    assert.deepEqual(ids(report, "failed"), []);
    assert.match(
      check(report, "authorization-server").seen,
      /^It is on another host than the registry, .* and is reached over TLS with a trusted certificate/,
    );
  });

  it("needs few rounds of requests, with 16 blobs at once", async () => {
    const tokens = await scene.tokenServer();
    const image = new TestImage({ layers: 60, layerSize: 100 });
    const index = new TestIndex([image, new TestImage({ platform: ARM })]);
    const registry = await scene.registry({ realm: tokens.realm, image: index, form: "preserve" });
    tokens.requests.length = 0;
    const waiting: Array<() => void> = [];
    let [most, left] = [0, image.blobs.size];
    registry.intercept = (_request, response, path) => {
      const bytes = image.blobs.get(path.split("/blobs/")[1] ?? "");
      if (!bytes) return false;
      most = Math.max(
        most,
        waiting.push(() => response.writeHead(200, { "content-length": bytes.length }).end(bytes)),
      );
      // No response before as many are requested as may be at once.
      if (waiting.length < Math.min(16, left)) return true;
      left -= waiting.length;
      for (const respond of waiting.splice(0)) respond();
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`, credentials);
    assert.equal(check(report, "blobs").seen, "The first bytes of all 61 blobs were read.");
    assert.equal(most, 16);
    const { requests } = registry;
    const isBlob = ({ path }: { path: string }) => path.includes("/blobs/");
    const others = requests.filter((request) => !isBlob(request));
    // One after the other, each with those of the token server.
    assert.deepEqual(
      others.map(({ path }) => path.replace(/sha256.*/, "sha256")),
      ["/v2/", "/v2/", "/v2/ml/fraud/manifests/1", "/v2/ml/fraud/manifests/sha256"],
    );
    assert(others.length + tokens.requests.length + 1 <= 8);
    assert.equal(requests.filter(isBlob).length, 61);
  });

  it("fails what speaks no V2, and looks no further", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response) => {
      response.writeHead(404, { "content-type": "text/html" }).end("<html>no registry</html>");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`, credentials);
    assert.deepEqual(ids(report, "failed"), ["registry-api"]);
    assert.match(
      check(report, "registry-api").seen,
      /\/v2\/ returned 404 with an HTML page, registry\/2\.0; a registry answers 200 or 401/,
    );
    assert.match(check(report, "registry-api").remedy ?? "", /Artifactory, Nexus and GitLab/);
    assert.equal(check(report, "credentials-provider").status, "passed");
    assert.equal(check(report, "manifest").status, "skipped");
  });

  for (const [status, remedy] of [
    [403, /refuses requests from this network: look for a list of the addresses/],
    [429, /limits how much may be pulled/],
    [503, /or its storage, has a fault or too much to do/],
  ] as const) {
    it(`fails what answers ${status}, with a remedy of its own`, async () => {
      const registry = await scene.registry();
      registry.intercept = (_request, response) => {
        response.writeHead(status, { location: "/login" }).end();
        return true;
      };
      const report = await checked(`${registry.host}/ml/fraud:1`);
      assert.deepEqual(ids(report, "failed"), ["registry-api"]);
      assert.match(check(report, "registry-api").seen, new RegExp(`/v2/ returned ${status}[,.]`));
      assert.match(check(report, "registry-api").remedy ?? "", remedy);
    });
  }

  it("follows redirects of /v2/, and says where they lead", async () => {
    const registry = await scene.registry();
    let page = "<html><title>Sign in</title></html>";
    registry.intercept = (_request, response, path) => {
      if (path === "/v2/") response.writeHead(302, { location: "/login" }).end();
      else if (path === "/login")
        response.writeHead(page === "" ? 302 : 200, { location: "/login" }).end(page);
      return path === "/v2/" || path === "/login";
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    const { status, seen, remedy } = check(report, "registry-api");
    assert.equal(status, "warned");
    assert.match(
      seen,
      /\/v2\/ led to https:\/\/127\.0\.0\.1:\d+\/login, which returned 200 with the page "Sign in"/,
    );
    assert.match(remedy ?? "", /SageMaker does not log in at 127/);
    page = "";
    const looping = await checked(`${registry.host}/ml/fraud:1`);
    assert.match(check(looping, "registry-api").seen, /redirected more than 5 times/);
  });

  const challenge = async (field: string, options = {}) => {
    const registry = await scene.registry();
    registry.intercept = (_request, response) => {
      response.setHeader("www-authenticate", field);
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    return checked(`${registry.host}/ml/fraud:1`, options);
  };

  it("fails a scheme that SageMaker does not know", async () => {
    const report = await challenge("Negotiate", credentials);
    assert.deepEqual(ids(report, "failed"), ["authentication-scheme"]);
    assert.equal(
      check(report, "authentication-scheme").seen,
      "The registry requires authentication by negotiate.",
    );
  });

  it("fails a token server without TLS", async () => {
    const report = await challenge('Bearer realm="http://auth.example/token"', credentials);
    assert.deepEqual(ids(report, "failed"), ["authentication-scheme"]);
    assert.match(check(report, "authentication-scheme").remedy ?? "", /X-Forwarded-Proto/);
  });

  it("fails a header that is none", async () => {
    const report = await challenge('Basic realm="x" y', credentials);
    assert.deepEqual(ids(report, "failed"), ["registry-api"]);
    assert.match(check(report, "registry-api").seen, /Invalid WWW-Authenticate field/);
  });

  it("fails Basic without credentials", async () => {
    const registry = await scene.registry({ basic: USER });
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["authentication-scheme"]);
    assert.match(check(report, "authentication-scheme").seen, /but no credentials are configured/);
  });

  it("fails an authorization server that cannot be reached, and not the authentication", async () => {
    const report = await challenge(
      `Bearer realm="https://127.0.0.1:${await freePort()}/token",service="s"`,
      credentials,
    );
    assert.deepEqual(ids(report, "failed"), ["authorization-server"]);
    assert.match(
      check(report, "authorization-server").remedy ?? "",
      /SageMaker gets its token from 127\.0\.0\.1:/,
    );
    assert.equal(check(report, "authentication").seen, "Not looked at, because of authorization-server.");
  });

  it("fails an authorization server on the link, to which it sends nothing", async () => {
    const report = await challenge('Bearer realm="https://169.254.169.254/token"', {
      ...credentials,
      allowLoopbackRedirects: false,
      severities: { "registry-address": "off" },
    });
    assert.deepEqual(ids(report, "failed"), ["authorization-server"]);
    assert.match(
      check(report, "authorization-server").seen,
      /169\.254\.169\.254: a loopback, link-local or metadata address/,
    );
  });

  for (const kind of ["Basic", "Bearer"] as const) {
    it(`fails a wrong password (${kind}), which the report does not show`, async () => {
      const tokens = await scene.tokenServer();
      const registry = await scene.registry(kind === "Basic" ? { basic: USER } : { realm: tokens.realm });
      const report = await checked(`${registry.host}/ml/fraud:1`, {
        getCredentials: async () => ({ ...USER, password: "wr0ng-hunter2" }),
      });
      assert.deepEqual(ids(report, "failed"), ["authentication"]);
      assert.match(check(report, "authentication").remedy ?? "", /Check the user and the password.*bcrypt/);
      assert(!JSON.stringify(report).includes("hunter2"));
      assert(
        !JSON.stringify(report).includes(Buffer.from(`${USER.username}:wr0ng-hunter2`).toString("base64")),
      );
      assert.equal(check(report, "manifest").status, "skipped");
    });
  }

  it("fails credentials that cannot be had, without what was thrown", async () => {
    const registry = await scene.registry({ basic: USER });
    const report = await checked(`${registry.host}/ml/fraud:1`, {
      getCredentials: async () => {
        throw new TypeError(`unexpected ${USER.password}`);
      },
    });
    assert.deepEqual(ids(report, "failed"), ["credentials-provider"]);
    assert.match(check(report, "credentials-provider").seen, /^The check itself failed \(TypeError\)\.$/);
  });

  it("hides a secret that a server sends back", async () => {
    const registry = await scene.registry();
    registry.intercept = (request, response, path) => {
      if (path === "/v2/") return false;
      response.setHeader("x", "y");
      sendError(response, 403, "DENIED", `no, ${USER.password}; ${request.headers.authorization ?? ""}`);
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`, credentials);
    assert.deepEqual(ids(report, "failed"), ["manifest"]);
    assert.match(check(report, "manifest").seen, /403: DENIED \(no, \*\*\*/);
  });
});

describe("preflight, the image", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  it("passes an image by digest with nothing but passed and skipped checks", async () => {
    const image = new TestImage({ form: "docker" });
    const registry = await scene.registry({ image, form: "preserve" });
    const reference = `${registry.host}/ml/fraud@${image.content.digest}`;
    const report = await checked(reference, { severities: { "certificate-expiry": "off" } });
    assert.deepEqual([...ids(report, "failed"), ...ids(report, "warned")], []);
    assert.equal(report.digest, image.content.digest);
    assert.equal(report.mediaType, MediaType.DockerManifest);
    assert.equal(
      report.sizeInBytes,
      [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0),
    );
    assert.equal(report.summary, `${reference} can be pulled as AWS documents it.`);
  });

  it("warns of a tag, and tells its digest", async () => {
    const image = new TestImage({ form: "docker" });
    const registry = await scene.registry({ image, form: "preserve" });
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.equal(report.digest, image.content.digest);
    const { status, remedy } = check(report, "digest-pinned");
    assert.equal(status, "warned");
    assert(remedy?.includes(`${registry.host}/ml/fraud@${image.content.digest}`));
  });

  it("fails an image that is not there, and still tells a digest that was given", async () => {
    const registry = await scene.registry();
    const byTag = await checked(`${registry.host}/ml/fraud:2`);
    assert.deepEqual(ids(byTag, "failed"), ["manifest"]);
    assert.match(check(byTag, "manifest").seen, /returned 404: MANIFEST_UNKNOWN/);
    assert.match(check(byTag, "manifest").remedy ?? "", /the tag 2/);
    assert.equal(byTag.digest, undefined);
    const digest = digestOf(Buffer.from("nothing"));
    const byDigest = await checked(`${registry.host}/ml/fraud@${digest}`);
    assert.deepEqual(ids(byDigest, "failed"), ["manifest"]);
    assert.equal(byDigest.digest, digest);
  });

  it("fails a manifest that is another than its digest, or an HTML page", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/manifests/")) return false;
      response.writeHead(200, { "content-type": "text/html" }).end("<html>");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["manifest"]);
    assert.match(check(report, "manifest").seen, /HTML or XML page/);
  });

  it("fails an image of another platform", async () => {
    const registry = await scene.registry({ image: new TestImage({ platform: ARM }) });
    const wrong = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(wrong, "failed"), ["platform"]);
    assert.match(check(wrong, "platform").seen, /no image for linux\/amd64; it has linux\/arm64/);
    assert.match(check(wrong, "platform").remedy ?? "", /--platform linux\/amd64.*Graviton/);
    const right = await checked(`${registry.host}/ml/fraud:1`, { platform: ARM });
    assert.equal(check(right, "platform").status, "passed");
  });

  it("fails an index without the platform, and does not guess at the rest", async () => {
    const image = new TestIndex([new TestImage({ platform: ARM })]);
    const registry = await scene.registry({ image, form: "preserve" });
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["platform"]);
    for (const id of ["media-types", "blobs", "redirects", "image-size"] as const) {
      assert.equal(check(report, id).status, "skipped", id);
    }
    assert.equal(report.digest, image.content.digest);
  });

  for (const [name, image, pattern] of [
    ["an OCI manifest", new TestImage(), /It is an OCI manifest.*amazon-sagemaker-feedback#180/],
    ["an OCI index", new TestIndex([new TestImage()]), /index of several images \(application\/vnd\.oci/],
    [
      "Docker's manifest list",
      new TestIndex([new TestImage({ form: "docker" })], MediaType.DockerManifestList),
      /index of several images \(application\/vnd\.docker/,
    ],
  ] as const) {
    it(`warns of ${name}`, async () => {
      const registry = await scene.registry({ image, form: "preserve" });
      const { status, seen, remedy } = check(await checked(`${registry.host}/ml/fraud:1`), "media-types");
      assert.equal(status, "warned");
      assert.match(seen, pattern);
      assert.match(remedy ?? "", /--provenance=false.*oci-mediatypes=false/);
    });
  }

  it("passes Docker's schema 2", async () => {
    const registry = await scene.registry();
    assert.equal(check(await checked(`${registry.host}/ml/fraud:1`), "media-types").status, "passed");
  });

  /** The manifest as it is, but for what is changed in it. */
  const changed = async (change: (manifest: { config: Entry; layers: Entry[] }) => void) => {
    const image = new TestImage({ form: "docker" });
    const registry = await scene.registry({ image, form: "preserve" });
    const manifest = JSON.parse(image.content.bytes.toString()) as { config: Entry; layers: Entry[] };
    change(manifest);
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/manifests/")) return false;
      response.writeHead(200, { "content-type": MediaType.DockerManifest }).end(JSON.stringify(manifest));
      return true;
    };
    return checked(`${registry.host}/ml/fraud:1`);
  };

  for (const [name, status, pattern, change] of [
    [
      "a layer that is elsewhere",
      "failed",
      /1 of 3 layers are to be fetched from elsewhere/,
      MediaType.DockerForeignLayer,
    ],
    [
      "an encrypted layer",
      "failed",
      /which container runtimes do not unpack/,
      `${MediaType.OciLayerGzip}+encrypted`,
    ],
    ["a layer compressed with zstd", "warned", /compressed with zstd/, MediaType.OciLayerZstd],
  ] as const) {
    it(`${status}: ${name}`, async () => {
      const report = await changed(({ layers }) => {
        if (layers[0]) layers[0].mediaType = change;
      });
      assert.equal(check(report, "media-types").status, status);
      assert.match(check(report, "media-types").seen, pattern);
    });
  }

  it("fails what is no container image", async () => {
    const report = await changed(({ config }) => {
      config.mediaType = "application/vnd.cncf.helm.config.v1+json";
    });
    assert.deepEqual(ids(report, "failed"), ["platform", "media-types"]);
    assert.match(check(report, "media-types").seen, /this is an artifact, not a container image/);
  });

  it("fails a missing blob by its digest", async () => {
    const missing = digestOf(Buffer.from("gone"));
    const report = await changed(({ layers }) => {
      if (layers[1]) layers[1].digest = missing;
    });
    assert.deepEqual(ids(report, "failed"), ["blobs"]);
    assert.equal(check(report, "blobs").seen, `1 of 4 blobs are not there: ${missing}.`);
    assert.match(check(report, "blobs").remedy ?? "", /garbage collection/);
  });

  it("fails a blob of another size", async () => {
    const report = await changed(({ layers }) => {
      if (layers[1]) layers[1].size += 1;
    });
    assert.deepEqual(ids(report, "failed"), ["blobs"]);
    assert.match(check(report, "blobs").seen, /has \d+ bytes instead of \d+\.$/);
  });

  it("fails blobs that the registry refuses to give", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/blobs/")) return false;
      sendError(response, 503, "UNAVAILABLE", "storage is down");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert(ids(report, "failed").includes("blobs"));
    assert.match(
      check(report, "blobs").seen,
      /4 of 4 blobs cannot be read: GET .* returned 503: UNAVAILABLE/,
    );
  });
});

interface Entry {
  mediaType: string;
  digest: string;
  size: number;
}

describe("preflight, redirects, limits and sizes", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  it("warns of redirects that can be read, and where they lead", async () => {
    const registry = await scene.registry({ redirect: true });
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), []);
    const { status, seen, remedy } = check(report, "redirects");
    assert.equal(status, "warned");
    assert.match(seen, /^4 of 4 blobs are redirected to https:\/\/localhost:\d+, and were read there\./);
    assert.match(remedy ?? "", /storage\.redirect\.disable: true/);
  });

  const redirecting = async (location: string, options = {}) => {
    const registry = await scene.registry();
    registry.intercept = (_request: unknown, response: ServerResponse, path: string) => {
      if (!path.includes("/blobs/")) return false;
      response.writeHead(307, { location }).end();
      return true;
    };
    return checked(`${registry.host}/ml/fraud:1`, options);
  };

  it("fails redirects to a host that cannot be reached, and says that it is not the registry", async () => {
    const port = await freePort();
    const report = await redirecting(`https://localhost:${port}/blob?X-Amz-Signature=Signature`);
    const { status, seen, remedy } = check(report, "redirects");
    assert.equal(status, "failed");
    assert(
      seen.startsWith(
        `4 of 4 blobs are redirected to where they cannot be read: GET https://localhost:${port}/`,
      ),
      seen,
    );
    assert.match(
      remedy ?? "",
      /storage\.redirect\.disable: true.*S3 gateway endpoint whose policy admits the bucket/,
    );
    assert.equal(check(report, "blobs").status, "skipped");
    assert.match(check(report, "blobs").seen, /see redirects/);
    assert(!report.passed);
  });

  it("fails redirects to a name that DNS does not know", async () => {
    const report = await redirecting("https://bucket.s3.example/blob");
    assert.equal(check(report, "redirects").status, "failed");
    assert.match(check(report, "redirects").seen, /the host name cannot be resolved/);
  });

  it("fails redirects to the metadata address, and does not follow", async () => {
    const report = await redirecting("https://169.254.169.254/latest", {
      allowLoopbackRedirects: false,
      severities: { "registry-address": "off" },
    });
    assert.equal(check(report, "redirects").status, "failed");
    assert.match(check(report, "redirects").seen, /a loopback, link-local or metadata address/);
  });

  const limited = async (headers: Record<string, string>) => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (path.includes("/manifests/"))
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      return false;
    };
    return check(await checked(`${registry.host}/ml/fraud:1`), "rate-limit");
  };

  it("tells how many pulls are left, and warns of few", async () => {
    const many = await limited({ "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "76;w=21600" });
    assert.deepEqual([many.status, many.seen], ["passed", "76 pulls are left of 100 in 6 h."]);
    const few = await limited({ "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "10;w=21600" });
    assert.equal(few.status, "warned");
    assert.equal((await limited({})).status, "skipped");
  });

  it("fails where no pull is left", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/manifests/")) return false;
      response.setHeader("retry-after", "3600");
      sendError(response, 429, "TOOMANYREQUESTS", "pull rate limit");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["manifest"]);
    assert.match(check(report, "manifest").remedy ?? "", /limits how much may be pulled/);
  });

  it("holds the size against the volume and the time to start", async () => {
    const registry = await scene.registry({ image: new TestImage({ layerSize: 1_000_000 }) });
    const size = async (options: object) =>
      check(await checked(`${registry.host}/ml/fraud:1`, options), "image-size");
    assert.match((await size({})).seen, /^3\.00 MB compressed, in 3 layers\.$/);
    assert.equal((await size({ volumeSizeInGb: 1, startupTimeoutSeconds: 60 })).status, "passed");
    const volume = await size({ volumeSizeInGb: 0.005 });
    assert.equal(volume.status, "warned");
    assert.match(volume.seen, /may not fit on a volume of 0\.005 GB/);
    const time = await size({ startupTimeoutSeconds: 0.01 });
    assert.equal(time.status, "warned");
    assert.match(time.seen, /within 0\.01 s that would take 300 MB each second/);
  });

  it("counts a problem as the user says", async () => {
    const registry = await scene.registry({ image: new TestImage({ platform: ARM }), form: "preserve" });
    const as = async (severity: Severity) => {
      const severities = { platform: severity, "media-types": severity };
      return checked(`${registry.host}/ml/fraud:1`, { severities });
    };
    assert.deepEqual(ids(await as("error"), "failed"), ["platform", "media-types"]);
    const warned = await as("warning");
    assert.deepEqual(ids(warned, "failed"), []);
    assert.deepEqual(
      [check(warned, "platform").status, check(warned, "platform").severity],
      ["warned", "warning"],
    );
    const off = await as("off");
    assert.deepEqual(
      [check(off, "platform").status, check(off, "platform").seen],
      ["skipped", "Switched off."],
    );
    assert(off.passed);
  });
});
