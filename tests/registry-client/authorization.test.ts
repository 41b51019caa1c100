import assert from "node:assert/strict";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import {
  AuthenticationError,
  type ConnectionOptions,
  copyImage,
  InvalidChallengeError,
  type RegistryError,
  ResponseError,
  TransportError,
} from "../../registry-client";
import { sendError } from "../../cli/local/embedded-registry/embedded-registry";
import { collected, TestImage } from "./images";
import { USER } from "./registries";
import { Scene } from "./environment";

const BASIC = `Basic ${Buffer.from(`${USER.username}:${USER.password}`).toString("base64")}`;

interface Answer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: unknown;
}

describe("authorization", () => {
  const scene = new Scene();
  const now = Date.now;
  afterEach(() => {
    Date.now = now;
    return scene.end();
  });

  /** From when on the clock stands still, and what sets it, in milliseconds from then. */
  function clock(): (ms: number) => void {
    const started = now();
    return (ms) => (Date.now = () => started + ms);
  }

  it("gets new tokens when they run out in the middle of a copy", async () => {
    const tokenServer = await scene.startTokenServer();
    const { registry, client } = await scene.start({ realm: tokenServer.realm }, { credentials: USER });
    let uploads = 0;
    // Revoked on the server's side: the client cannot know.
    registry.intercept = (request, response) => {
      if (request.method !== "PUT" || ++uploads !== 2) return false;
      request.resume();
      response.setHeader(
        "www-authenticate",
        `Bearer realm="${tokenServer.realm}",service="x",error="invalid_token"`,
      );
      sendError(response, 401, "UNAUTHORIZED", "token expired");
      return true;
    };
    const image = new TestImage({ layers: 3, layerSize: 300_000 });
    const result = await copyImage(image, { client, repository: "to", tag: "v1" }, { format: "preserve" });
    assert.equal(result.blobs.uploaded, 4);
  });

  it("asks for a new token when the old one has run out, and only once for many requests", async () => {
    const tokenServer = await scene.startTokenServer();
    const { client } = await scene.start({ realm: tokenServer.realm }, { credentials: USER });
    tokenServer.member = "access_token";
    tokenServer.expiresIn = 60;
    const setClock = clock();
    const ask = (ms: number) => {
      setClock(ms);
      return Promise.all([1, 2, 3].map(() => client.resolve("a/b", "v1")));
    };
    await ask(0);
    assert.equal(tokenServer.requests.length, 1);
    await ask(61_000);
    assert.equal(tokenServer.requests.length, 2);
    assert.deepEqual(tokenServer.requests[1]?.scopes, ["repository:a/b:pull"]);
  });

  it("exchanges an identity token", async () => {
    const tokenServer = await scene.startTokenServer();
    const credentials = { identityToken: USER.password };
    const { client } = await scene.start({ realm: tokenServer.realm }, { credentials });
    assert.equal(await client.resolve("a/b", "v1"), undefined);
    assert.equal(tokenServer.requests[0]?.method, "POST");
  });

  /**
   * A registry that asks for authentication with given fields, and takes what `accepts` says. Its token server
   * answers as told; what it was asked is in `asked`.
   */
  async function challenging(
    fields: (realm: string) => string | readonly string[],
    answer: (url: URL, headers: IncomingHttpHeaders) => Answer = () => ({ body: { token: "t0ken" } }),
    options: Partial<ConnectionOptions> & { accepts?: (authorization: string) => boolean } = {},
  ) {
    const { accepts = (sent: string) => sent === "Bearer t0ken", ...clientOptions } = options;
    const asked: Array<{ readonly url: URL; readonly headers: IncomingHttpHeaders }> = [];
    const host = await scene.serve((request, response) => {
      const url = new URL(request.url ?? "", "https://token.example");
      asked.push({ url, headers: request.headers });
      const { status = 200, headers = {}, body } = answer(url, request.headers);
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
    const started = await scene.start({}, { credentials: USER, ...clientOptions });
    started.registry.intercept = (request, response) => {
      if (accepts(request.headers.authorization ?? "")) return false;
      request.resume();
      response.setHeader("www-authenticate", fields(`https://${host}/token`));
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    const sent = () => started.registry.requests.map(({ authorization }) => authorization?.split(" ")[0]);
    return { ...started, asked, sent };
  }

  const scopesOf = (url: URL | undefined) => url?.searchParams.getAll("scope");

  it("answers Bearer where Basic is offered as well, in one field or two, in any order", async () => {
    for (const order of [
      (realm: string) => `Bearer realm="${realm}", Basic realm="x"`,
      (realm: string) => ['Basic realm="x"', `Bearer realm="${realm}"`],
    ]) {
      const { client, sent } = await challenging(order);
      await client.resolve("a", "v1");
      assert.deepEqual(sent(), [undefined, "Bearer"]);
    }
  });

  it("leaves the service out where the registry names none", async () => {
    const { client, asked } = await challenging((realm) => `Bearer realm="${realm}?kept=1"`);
    await client.resolve("a", "v1");
    assert.equal(asked[0]?.url.search, "?kept=1&scope=repository%3Aa%3Apull&account=publisher");
    assert.equal(asked[0].headers.authorization, BASIC);
  });

  it("asks for exactly the scope of the challenge where a request has none of its own", async () => {
    const { client, asked } = await challenging(
      (realm) => `Bearer realm="${realm}",scope="registry:catalog:*"`,
    );
    await client.authenticate();
    assert.deepEqual(scopesOf(asked[0]?.url), ["registry:catalog:*"]);
  });

  it("asks for no scope where nobody names one", async () => {
    const { client, asked } = await challenging((realm) => `Bearer realm="${realm}"`);
    await client.authenticate();
    assert.deepEqual(scopesOf(asked[0]?.url), []);
  });

  it("adds the scope of the challenge where it names the repository otherwise, and from then on", async () => {
    const { client, asked } = await challenging(
      (realm) => `Bearer realm="${realm}",scope="repository:proxy/a:pull"`,
    );
    await client.resolve("a", "v1");
    await client.resolve("a", "v2");
    assert.deepEqual(
      asked.map(({ url }) => scopesOf(url)),
      [["repository:a:pull", "repository:proxy/a:pull"]],
    );
  });

  it("sends no credentials to the token server when there are none", async () => {
    const { client, asked } = await challenging((realm) => `Bearer realm="${realm}"`, undefined, {
      credentials: undefined,
    });
    await client.resolve("a", "v1");
    assert.equal(asked[0]?.headers.authorization, undefined);
    assert.equal(asked[0]?.url.searchParams.has("account"), false);
  });

  it("reads token before access_token, whichever is there", async () => {
    for (const body of [
      { token: "t0ken", access_token: "other" },
      { token: "", access_token: "t0ken" },
      { access_token: "t0ken", expires_in: 300, issued_at: "2001-01-01T00:00:00Z" },
    ]) {
      const { client, asked } = await challenging(
        (realm) => `Bearer realm="${realm}"`,
        () => ({ body }),
      );
      await client.resolve("a", "v1");
      await client.resolve("a", "v1");
      assert.equal(asked.length, 1);
    }
  });

  const LIVES: ReadonlyArray<[body: object, good: number, over: number]> = [
    [{ token: "t0ken" }, 54_000, 56_000],
    [{ token: "t0ken", expires_in: 0 }, 54_000, 56_000],
    [{ token: "t0ken", expires_in: "300" }, 54_000, 56_000],
    [{ token: "t0ken", expires_in: 300 }, 294_000, 296_000],
    // A clock that goes wrong must not make a token look old.
    [{ token: "t0ken", expires_in: 300, issued_at: "2001-01-01T00:00:00Z" }, 294_000, 296_000],
  ];
  for (const [body, good, over] of LIVES) {
    it(`keeps ${JSON.stringify(body)} for ${good / 1000} s, and not for ${over / 1000} s`, async () => {
      const { client, asked } = await challenging(
        (realm) => `Bearer realm="${realm}"`,
        () => ({ body }),
      );
      const setClock = clock();
      const askedAfter = async (ms: number) => {
        setClock(ms);
        await client.resolve("a", "v1");
        return asked.length;
      };
      assert.equal(await askedAfter(0), 1);
      assert.equal(await askedAfter(good), 1);
      assert.equal(await askedAfter(over), 2);
    });
  }

  it("asks for one new token when many requests find theirs revoked", async () => {
    let current = 0;
    const { client, asked } = await challenging(
      (realm) => `Bearer realm="${realm}"`,
      () => ({ body: { token: `token-${++current}`, expires_in: 300 } }),
      { accepts: (sent) => sent === `Bearer token-${current}` },
    );
    await client.resolve("a", "v1");
    // Revoked: the registry takes only the next one.
    current += 1;
    await Promise.all(Array.from({ length: 8 }, () => client.resolve("a", "v1")));
    assert.equal(asked.length, 2);
  });

  it("lets one request be given up without the others that wait for the same token", async () => {
    const waiting: Array<() => void> = [];
    const host = await scene.serve((_, response) => waiting.push(() => response.end('{"token":"t0ken"}')));
    const { registry, client } = await scene.start({}, { credentials: USER });
    registry.intercept = (request, response) => {
      if (request.headers.authorization === "Bearer t0ken") return false;
      response.setHeader("www-authenticate", `Bearer realm="https://${host}/token"`);
      sendError(response, 401, "UNAUTHORIZED", "authentication required");
      return true;
    };
    await client.ping();
    const stop = new AbortController();
    const reason = new Error("enough");
    const givenUp = client.resolve("a", "v1", { signal: stop.signal });
    const others = [1, 2].map(() => client.resolve("a", "v1"));
    while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(reason);
    await assert.rejects(givenUp, (error) => error === reason);
    for (const go of waiting) go();
    assert.deepEqual(await Promise.all(others), [undefined, undefined]);
    assert.equal(waiting.length, 1);
  });

  it("asks for the credentials again after they could not be had", async () => {
    let times = 0;
    const { client } = await challenging(() => 'Basic realm="x"', undefined, {
      accepts: (sent) => sent === BASIC,
      credentials: async () => {
        if (++times === 1) throw new Error("throttled");
        return USER;
      },
    });
    await assert.rejects(client.resolve("a", "v1"), /throttled/);
    assert.equal(await client.resolve("a", "v1"), undefined);
    assert.equal(times, 2);
  });

  it("asks once where Basic is wanted and there are no credentials", async () => {
    const { client, registry } = await challenging(() => "Basic", undefined, {
      credentials: undefined,
    });
    await assert.rejects(client.resolve("a", "v1"), /no credentials were provided/);
    assert.equal(registry.requests.length, 1);
  });

  it("answers Basic once the token server gives no token, and goes on so", async () => {
    const { client, asked, sent } = await challenging(
      (realm) => `Bearer realm="${realm}", Basic realm="x"`,
      () => ({ status: 401, body: {} }),
      { accepts: (authorization) => authorization === BASIC },
    );
    await client.resolve("a", "v1");
    await client.resolve("b", "v1");
    assert.equal(asked.length, 1);
    assert.deepEqual(sent(), [undefined, "Basic", "Basic"]);
  });

  const refusals: ReadonlyArray<
    [
      what: string,
      fields: (realm: string) => string,
      answer: Answer,
      kind: new (...args: never[]) => RegistryError,
      reason: RegExp,
    ]
  > = [
    ["without a field", () => "", {}, AuthenticationError, /offers nothing; supported are Bearer and Basic/],
    ["by another scheme", () => "Negotiate", {}, AuthenticationError, /offers negotiate;/],
    ["by a field against the grammar", () => 'Basic realm="x', {}, InvalidChallengeError, /at position/],
    ["with a realm that is no URL", () => 'Bearer realm="token"', {}, AuthenticationError, /not a URL/],
    [
      "with a realm without TLS",
      () => 'Bearer realm="http://u:hunter2@token.example/t?x=hunter2"',
      {},
      AuthenticationError,
      /token server http:\/\/token\.example\/t, without TLS/,
    ],
    [
      "with a realm of the metadata service",
      () => 'Bearer realm="https://169.254.169.254/x"',
      {},
      TransportError,
      /metadata/,
    ],
    [
      "whose token server redirects",
      (realm) => `Bearer realm="${realm}"`,
      { status: 301, headers: { location: "/new?x=hunter2" } },
      AuthenticationError,
      /redirects to https:\/\/127\.0\.0\.1:\d+\/new, where no credentials are sent/,
    ],
    [
      "whose token server refuses",
      (realm) => `Bearer realm="${realm}"`,
      { status: 403 },
      AuthenticationError,
      /refused the credentials: status 403/,
    ],
    [
      "whose token server is down",
      (realm) => `Bearer realm="${realm}"`,
      { status: 503 },
      ResponseError,
      /\/token returned 503/,
    ],
    [
      "whose token server answers something else",
      (realm) => `Bearer realm="${realm}"`,
      { body: ["hunter2"] },
      AuthenticationError,
      /no "token"/,
    ],
    [
      "whose token does not fit into a header",
      (realm) => `Bearer realm="${realm}"`,
      { body: { token: "hunter2\r\nx: y" } },
      AuthenticationError,
      /that a header cannot contain/,
    ],
  ];
  for (const [what, fields, answer, kind, reason] of refusals) {
    it(`fails on a challenge ${what}`, async () => {
      const guarded = what.includes("metadata") ? { allowLoopbackRedirects: false } : {};
      const { client, registry } = await challenging(fields, () => answer, guarded);
      await assert.rejects(client.resolve("a", "v1"), (error) => {
        assert(error instanceof kind, String(error));
        assert.match(error.message, reason);
        assert(!`${error.message}${error.stack}`.includes("hunter2"), error.message);
        return true;
      });
      assert.equal(registry.requests.length, 1);
    });
  }

  it("refreshes the token in the middle of a download", async () => {
    const tokenServer = await scene.startTokenServer();
    const { registry, client, image } = await scene.startWithImage(
      { realm: tokenServer.realm },
      { credentials: USER },
    );
    const [digest, bytes] = [...image.blobs].find(([, content]) => content.length > 100_000) ?? [
      "",
      Buffer.alloc(0),
    ];
    const before = tokenServer.requests.length;
    let gets = 0;
    registry.intercept = (_, response, path) => {
      if (!path.includes("/blobs/") || ++gets > 2) return false;
      if (gets === 1) {
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, 50_000), () => setTimeout(() => response.socket?.destroy(), 30));
      } else {
        response.setHeader("www-authenticate", `Bearer realm="${tokenServer.realm}",error="invalid_token"`);
        sendError(response, 401, "UNAUTHORIZED", "token expired");
      }
      return true;
    };
    assert.deepEqual(await collected(client.blob("source", { digest, size: bytes.length })), bytes);
    assert.equal(gets, 3);
    // One for pulling, which nothing had needed before, and one in place of it.
    assert(tokenServer.requests.length - before <= 2);
  });
});
