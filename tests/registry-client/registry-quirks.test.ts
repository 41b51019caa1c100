// What well-known registries do in their own way, as their users' reports and documentation show it.
import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  AuthenticationError,
  type ConnectionOptions,
  copyImage,
  type Credentials,
  RegistrySource,
  ResponseError,
} from "../../registry-client";
import { type EmbeddedRegistryOptions, sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { collected, TestImage } from "./images";
import { blobOf, first, Scene } from "./environment";

type Action = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

describe("habits of registries", () => {
  const scene = new Scene();
  afterEach(() => scene.end());

  /** A registry in front of which `ask` stands: it answers, or returns `true` where the request may pass. */
  async function guarded(
    ask: (request: IncomingMessage, response: ServerResponse) => boolean,
    credentials: Credentials | undefined,
    options: Partial<EmbeddedRegistryOptions> = {},
    clientOptions: Partial<ConnectionOptions> = {},
  ) {
    const started = await scene.start(options, { ...(credentials ? { credentials } : {}), ...clientOptions });
    started.registry.intercept = (request, response) => {
      if (ask(request, response)) return false;
      request.resume();
      if (!response.writableEnded) sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    return started;
  }

  /** A token server; what it was asked is in `asked`. */
  async function tokenServer(answer: Action) {
    const asked: URL[] = [];
    const host = await scene.serve((request, response) => {
      const url = new URL(request.url ?? "", "https://token.example");
      asked.push(url);
      answer(request, response, url);
    });
    return { host, asked };
  }

  const basic = (username: string, password: string) =>
    `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const json = (response: ServerResponse, body: object) => response.end(JSON.stringify(body));

  it("Docker Hub: anonymous tokens of another host, and how many pulls are left", async () => {
    const { host, asked } = await tokenServer((_, response) =>
      json(response, {
        token: "anonymous",
        access_token: "anonymous",
        expires_in: 300,
        issued_at: "2026-01-01T00:00:00Z",
      }),
    );
    const { client, registry } = await guarded((request, response) => {
      response.setHeader("ratelimit-limit", "100;w=21600");
      response.setHeader("ratelimit-remaining", "76;w=21600");
      response.setHeader("docker-ratelimit-source", "192.0.2.1");
      if (request.headers.authorization === "Bearer anonymous") return true;
      const scope = 'scope="repository:library/alpine:pull"';
      response.setHeader(
        "www-authenticate",
        `Bearer realm="https://${host}/token",service="registry.docker.io",${scope}`,
      );
      return false;
    }, undefined);
    const image = new TestImage();
    await copyImage(image, { client, repository: "library/alpine", tag: "3" }, { format: "preserve" });
    const { rateLimit } = await client.manifest("library/alpine", "3");
    assert.deepEqual(rateLimit, { limit: 100, remaining: 76, windowSeconds: 21600 });
    assert.equal(asked[0]?.searchParams.get("service"), "registry.docker.io");
    registry.intercept = first(9, "GET", /manifests/, (response) => {
      response.setHeader("ratelimit-limit", "100;w=21600");
      response.setHeader("ratelimit-remaining", "0;w=21600");
      sendError(response, 429, "TOOMANYREQUESTS", "You have reached your pull rate limit.");
    });
    await assert.rejects(client.manifest("library/alpine", "3"), (error) => {
      assert(error instanceof ResponseError && error.status === 429);
      assert.deepEqual(error.rateLimit, { limit: 100, remaining: 0, windowSeconds: 21600 });
      assert.match(
        error.message,
        /TOOMANYREQUESTS \(You have reached.*\); 0 of 100 requests in 21600 s are left/,
      );
      return true;
    });
  });

  it("Docker Hub: a pause that Retry-After names, in seconds or as a date", async () => {
    const { client, registry } = await scene.startWithImage();
    const pauses: ReadonlyArray<[retryAfter: () => string, least: number]> = [
      [() => "1", 990],
      // A date is cut to whole seconds.
      [() => new Date(Date.now() + 2_500).toUTCString(), 1_400],
    ];
    for (const [retryAfter, least] of pauses) {
      registry.intercept = first(1, "GET", /manifests/, (response) => {
        response.setHeader("retry-after", retryAfter());
        response.setHeader("ratelimit-remaining", "0;w=21600");
        sendError(response, 429, "TOOMANYREQUESTS", "slow down");
      });
      const begun = performance.now();
      await client.manifest("source", "v1");
      const paused = performance.now() - begun;
      assert(paused >= least && paused < least + 15_000, `${paused} ms`);
    }
  });

  it("Harbor: tokens of its own /service/token, and Basic where a token does not reach", async () => {
    const robot = { username: "robot$ml+publisher", password: "r0bot" };
    const tokens: string[] = [];
    const { client, registry } = await guarded((request, response) => {
      const { authorization = "" } = request.headers;
      const url = new URL(request.url ?? "", "https://harbor.example");
      if (url.pathname === "/service/token") {
        assert.equal(authorization, basic(robot.username, robot.password));
        assert.equal(url.searchParams.get("account"), robot.username);
        tokens.push(...url.searchParams.getAll("scope"));
        json(response, { token: "harbor", access_token: "", expires_in: 1800, issued_at: "" });
        return false;
      }
      const isOther = url.pathname.includes("/other/");
      if (authorization.startsWith("Basic ") || (authorization === "Bearer harbor" && !isOther)) return true;
      // https://github.com/goharbor/harbor/issues/18856
      const bearer = `Bearer realm="https://${request.headers.host}/service/token",service="harbor-registry"`;
      response.setHeader("www-authenticate", authorization ? 'Basic realm="harbor"' : bearer);
      return false;
    }, robot);
    await client.uploadBlob("ml/fraud", blobOf(Buffer.from("layer")));
    // To push takes the right to pull as well: https://github.com/goharbor/harbor/issues/5777
    assert.deepEqual(tokens, ["repository:ml/fraud:pull,push"]);
    assert.equal(await client.resolve("ml/other/image", "v1"), undefined);
    assert.equal(registry.requests.at(-1)?.authorization, basic(robot.username, robot.password));
  });

  it("Artifactory: a realm below the repository's path, no scope", async () => {
    const { client, registry } = await guarded(
      (request, response) => {
        const url = new URL(request.url ?? "", "https://artifactory.example");
        if (url.pathname === "/artifactory/api/docker/docker-local/v2/token") {
          assert.deepEqual(url.searchParams.getAll("scope"), ["repository:docker-local/fraud:pull"]);
          json(response, { token: "jfrog", expires_in: 3600 });
          return false;
        }
        if (request.headers.authorization === "Bearer jfrog") return true;
        const { host } = request.headers;
        const realm = `https://${host}/artifactory/api/docker/docker-local/v2/token`;
        response.setHeader("www-authenticate", `Bearer realm="${realm}",service="${host}"`);
        return false;
      },
      { username: "ml", password: "reference-token" },
    );
    assert.equal(await client.resolve("docker-local/fraud", "v1"), undefined);
    assert.equal(registry.requests.length, 3);
  });

  // https://github.com/containerd/containerd/issues/2148, https://github.com/concourse/registry-image-resource/issues/47
  it("Artifactory: an API key for which there is no token, but Basic", async () => {
    const offers = { both: true };
    const key = { username: "ml", password: "AKCp-hunter2" };
    const ask = (request: IncomingMessage, response: ServerResponse) => {
      const { host, authorization } = request.headers;
      if (request.url?.startsWith("/artifactory/")) {
        json(response, { statusCode: 401, details: "BAD_CREDENTIAL" });
        return false;
      }
      if (authorization === basic(key.username, key.password)) return true;
      const bearer = `Bearer realm="https://${host}/artifactory/api/docker/docker-local/v2/token",service="${host}"`;
      response.setHeader(
        "www-authenticate",
        offers.both ? [bearer, 'Basic realm="Artifactory Realm"'] : bearer,
      );
      return false;
    };
    const { client } = await guarded(ask, key);
    assert.equal(await client.resolve("docker-local/fraud", "v1"), undefined);
    offers.both = false;
    const other = await guarded(ask, key);
    await assert.rejects(other.client.resolve("docker-local/fraud", "v1"), (error) => {
      assert(error instanceof AuthenticationError && /returned no "token"/.test(error.message));
      assert(!error.message.includes("hunter2"));
      return true;
    });
  });

  it("Nexus: Basic in capitals, and no version of the API", async () => {
    const user = { username: "ml", password: "nexus" };
    const { client } = await guarded((request, response) => {
      response.removeHeader("docker-distribution-api-version");
      if (request.headers.authorization === basic(user.username, user.password)) return true;
      response.setHeader("www-authenticate", 'BASIC realm="Sonatype Nexus Repository Manager"');
      return false;
    }, user);
    const ping = await client.ping();
    assert.deepEqual(
      { ...ping, challenges: ping.challenges.map(({ scheme }) => scheme) },
      { status: 401, challenges: ["basic"], apiVersion: undefined },
    );
    await client.authenticate();
    await client.uploadBlob("ml/fraud", blobOf(Buffer.from("layer")));
  });

  // https://github.com/estesp/manifest-tool/issues/53
  it("GitLab: tokens of another host that reach one repository, also where one is mounted from another", async () => {
    const user = { username: "deploy-token", password: "gl" };
    const { host, asked } = await tokenServer((request, response, url) => {
      assert.equal(url.pathname, "/jwt/auth");
      assert.equal(request.headers.authorization, basic(user.username, user.password));
      json(response, {
        token: Buffer.from(url.searchParams.getAll("scope").at(-1) ?? "").toString("base64url"),
      });
    });
    const { client } = await guarded((request, response) => {
      const url = new URL(request.url ?? "", "https://gitlab.example");
      const repository = /^\/v2\/(.+)\/(?:blobs|manifests)\//.exec(url.pathname)?.[1] ?? "";
      const granted = Buffer.from(
        request.headers.authorization?.slice("Bearer ".length) ?? "",
        "base64url",
      ).toString();
      const wanted = [repository, url.searchParams.get("from")].filter((name) => name !== null);
      const isRead = request.method === "GET" || request.method === "HEAD";
      const isGranted =
        wanted.every((name) => granted.startsWith(`repository:${name}:`)) &&
        (isRead || granted.includes("push"));
      if (isGranted) return true;
      const scope = `repository:${repository}:${isRead ? "pull" : "pull,push"}`;
      const error = granted === "" ? "" : ',error="insufficient_scope"';
      const realm = `Bearer realm="https://${host}/jwt/auth",service="container_registry"`;
      response.setHeader("www-authenticate", `${realm},scope="${scope}"${error}`);
      return false;
    }, user);
    await copyImage(new TestImage(), { client, repository: "group/from", tag: "v1" }, { format: "preserve" });
    const source = new RegistrySource(client, "group/from", "v1");
    const { blobs } = await copyImage(
      source,
      { client, repository: "group/to", tag: "v1" },
      { format: "preserve" },
    );
    assert.deepEqual(blobs, { uploaded: 4, mounted: 0, present: 0 });
    assert.equal(asked[0]?.searchParams.get("service"), "container_registry");
  });

  it("GitLab: a token server that forbids", async () => {
    const { host } = await tokenServer((_, response) =>
      sendError(response, 403, "DENIED", "access forbidden"),
    );
    const { client } = await guarded(
      (_, response) => {
        response.setHeader(
          "www-authenticate",
          `Bearer realm="https://${host}/jwt/auth",service="container_registry"`,
        );
        return false;
      },
      { username: "deploy-token", password: "gl" },
    );
    await assert.rejects(
      client.manifest("group/project", "v1"),
      (error) =>
        error instanceof AuthenticationError &&
        error.status === 403 &&
        /refused the credentials/.test(error.message),
    );
  });

  // https://github.com/oras-project/rust-oci-client/pull/6
  it("GHCR: user and access token against a token without an expiry, and relative locations", async () => {
    const user = { username: "octocat", password: "ghp_secret" };
    const { host, asked } = await tokenServer((request, response) => {
      assert.equal(request.headers.authorization, basic(user.username, user.password));
      json(response, { token: "Z2hwX3NlY3JldA==" });
    });
    const { client } = await guarded(
      (request, response) => {
        if (request.headers.authorization === "Bearer Z2hwX3NlY3JldA==") return true;
        const realm = `Bearer realm="https://${host}/token",service="ghcr.io"`;
        response.setHeader("www-authenticate", `${realm},scope="repository:user/image:pull"`);
        return false;
      },
      user,
      { relativeLocations: true },
    );
    await client.uploadBlob("octocat/fraud", blobOf(Buffer.from("layer")));
    await client.uploadBlob("octocat/fraud", blobOf(Buffer.from("another")));
    assert.equal(asked.length, 1);
    // Its challenge to /v2/ names a repository that is nobody's; the own one is asked for as well.
    assert(asked[0]?.searchParams.getAll("scope").includes("repository:octocat/fraud:pull,push"));
  });

  it("ECR: Basic with a service, a long password, and blobs out of S3", async () => {
    const user = { username: "AWS", password: "eyJ".padEnd(2_700, "x") };
    const ask = (request: IncomingMessage, response: ServerResponse) => {
      if (request.headers.authorization === basic(user.username, user.password)) return true;
      const realm = "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/";
      response.setHeader("www-authenticate", `Basic realm="${realm}",service="ecr.amazonaws.com"`);
      return false;
    };
    const { client, registry } = await guarded(ask, user, { redirect: true });
    const image = new TestImage();
    await copyImage(image, { client, repository: "fraud", tag: "v1" }, { format: "preserve" });
    for (const [digest, bytes] of image.blobs) {
      assert.deepEqual(await collected(client.blob("fraud", { digest, size: bytes.length })), bytes);
    }
    registry.intercept = (_, response) => {
      sendError(
        response,
        403,
        "DENIED",
        "Your authorization token has expired. Reauthenticate and try again.",
      );
      return true;
    };
    await assert.rejects(
      client.manifest("fraud", "v1"),
      (error) =>
        error instanceof AuthenticationError && /token has expired\. Reauthenticate/.test(error.message),
    );
  });
});
