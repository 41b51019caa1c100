import assert from "node:assert/strict";
import * as https from "node:https";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { answered } from "../../preflight/checks/credentials";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { SERVICE, TokenServer } from "../../cli/local/embedded-registry/token-server";
import { certificate, USER } from "../registry-client/registries";
import { check, checked, ids, Scene } from "./environment";

const credentials = { getCredentials: async () => USER };

describe("preflight, an authorization server of its own", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  const pulled = async (realm: string, options = {}) => {
    // Nothing is pushed, as there may be no token for it.
    const registry = await scene.registry({ realm, certificate });
    return checked(`${registry.host}/ml/fraud:1`, { ...credentials, ...options });
  };
  const server = async (answer: RequestListener, of = certificate) => {
    const started = https.createServer({ cert: of.certificate, key: of.key }, answer);
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    scene.onStop(async () => {
      started.closeAllConnections();
      await new Promise((resolve) => started.close(resolve));
    });
    return `https://127.0.0.1:${(started.address() as AddressInfo).port}/token`;
  };

  it("fails with a private authority, and is sent no credentials", async () => {
    const own = new CertificateAuthority().issue({ names: ["127.0.0.1"] });
    const tokens = await TokenServer.start(own, USER);
    scene.onStop(() => tokens.stop());
    const report = await pulled(tokens.realm);
    assert.deepEqual(ids(report, "failed"), ["authorization-server"]);
    const { seen, remedy } = check(report, "authorization-server");
    assert.match(seen, /the certificate is not trusted.*\(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/);
    assert.match(
      remedy ?? "",
      /SageMaker gets its token from 127\.0\.0\.1:\d+, and trusts no private authority there/,
    );
    assert.equal(check(report, "authentication").status, "skipped");
    assert.deepEqual(tokens.requests, []);
  });

  it("fails with a certificate for another name", async () => {
    const { port } = new URL(await server((_request, response) => response.end("{}")));
    const report = await pulled(`https://registry.test:${port}/token`);
    assert.deepEqual(ids(report, "failed"), ["authorization-server"]);
    assert.match(check(report, "authorization-server").remedy ?? "", /a public authority that names it/);
  });

  it("fails with a name that DNS does not know", async () => {
    const report = await pulled("https://auth.example/token");
    assert.deepEqual(ids(report, "failed"), ["authorization-server"]);
    const { seen, remedy } = check(report, "authorization-server");
    assert.match(seen, /GET https:\/\/auth\.example\/v2\/: the host name cannot be resolved/);
    assert.match(remedy ?? "", /^Check that auth\.example has a record in public DNS/);
  });

  for (const [name, answer] of [
    ["with a page", (_request, response) => void response.end("<html>")],
    [
      "with a challenge that is none",
      (_request, response) => void response.writeHead(401, { "www-authenticate": 'Basic realm="x" y' }).end(),
    ],
    ["with no challenge", (_request, response) => void response.writeHead(401).end()],
    ["that it is out of order", (_request, response) => void response.writeHead(500).end()],
  ] as ReadonlyArray<readonly [string, RequestListener]>) {
    it(`is reached also where it answers ${name}, and then fails the authentication`, async () => {
      const report = await pulled(await server(answer));
      assert.match(
        check(report, "authorization-server").seen,
        /^It is on another host than the registry, 127\.0\.0\.1:\d+, and is reached over TLS with a trusted certificate/,
      );
      assert.deepEqual(ids(report, "failed"), ["authentication"]);
      assert.notEqual(check(report, "authentication").remedy, undefined);
    });
  }

  it("is not a server of its own where the registry gives its tokens itself", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (path !== "/v2/") return false;
      response.setHeader(
        "www-authenticate",
        `Bearer realm="https://${registry.host}/token",service="${SERVICE}"`,
      );
      response.writeHead(401).end("{}");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`, credentials);
    assert.match(check(report, "authorization-server").seen, /^It is the registry itself, at https:\/\/127/);
  });

  it("gives an anonymous token where there are no credentials, and the registry says whether it does", async () => {
    const tokens = await scene.tokenServer();
    const registry = await scene.registry({ realm: tokens.realm });
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.match(
      check(report, "authentication-scheme").seen,
      /without credentials only an anonymous token can be requested\.$/,
    );
    assert.deepEqual(ids(report, "failed"), ["authentication"]);
  });
});

describe("preflight, how long the credentials take", () => {
  it("is good below 5 s, and suspicious from there on", () => {
    const quick = answered("a user and a password", 4_999);
    assert.equal(quick.kind, "good");
    assert.match(
      quick.seen,
      /^Answered with a user and a password in 4999 ms\. .* in the model's execution role/,
    );
    const { kind, remedy } = answered("a user and a password", 5_000);
    assert.equal(kind, "suspicion");
    assert.match(remedy ?? "", /give the function more memory/);
  });
});
