import assert from "node:assert/strict";
import * as http from "node:http";
import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo, Server } from "node:net";
import type { PreflightOptions } from "../../preflight";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { authority, certificate } from "../registry-client/registries";
import { check, checked, ids, Scene } from "./environment";

describe("preflight, what registries and proxies do", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  const listening = async (server: Server & { closeAllConnections(): void }): Promise<string> => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    scene.onStop(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const overTls = (
    options: ServerOptions,
    listener: http.RequestListener = (_request, response) => response.end("{}"),
  ) => listening(createServer({ cert: certificate.certificate, key: certificate.key, ...options }, listener));

  for (const encoding of ["gzip", "x-unknown"]) {
    it(`warns of layers with the Content-Encoding ${encoding}`, async () => {
      const registry = await scene.registry();
      registry.intercept = (_request, response, path) => {
        if (path.includes("/blobs/")) response.setHeader("content-encoding", encoding);
        return false;
      };
      const report = await checked(`${registry.host}/ml/fraud:1`);
      const { status, seen, remedy } = check(report, "blobs");
      assert.equal(status, "warned");
      assert.match(seen, new RegExp(`came with the Content-Encoding "${encoding}"`));
      assert.match(remedy ?? "", /without Content-Encoding/);
    });
  }

  it("passes layers with the Content-Encoding identity, which is none", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (path.includes("/blobs/")) response.setHeader("content-encoding", "identity");
      return false;
    };
    assert.equal(check(await checked(`${registry.host}/ml/fraud:1`), "blobs").status, "passed");
  });

  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    it(`says that a client certificate is requested, over ${version}`, async () => {
      const host = await overTls({
        requestCert: true,
        rejectUnauthorized: true,
        ca: authority.certificate,
        minVersion: version,
        maxVersion: version,
      });
      const report = await checked(`${host}/ml/fraud:1`);
      const [failed = "registry-api"] = ids(report, "failed");
      const { seen, remedy } = check(report, failed);
      assert.match(seen, /requires a client certificate/);
      assert.match(remedy ?? "", /SageMaker has no client certificate/);
      assert.doesNotMatch(seen, /[0-9A-F]{12,}|\.c:\d/);
    });
  }

  it("says so, too, where nginx responds with its page", async () => {
    const page = "<html><head><title>400 No required SSL certificate was sent</title></head></html>";
    const host = await overTls({}, (_request, response) =>
      response.writeHead(400, { "content-type": "text/html" }).end(page),
    );
    const report = await checked(`${host}/ml/fraud:1`);
    assert.match(check(report, "registry-api").seen, /it requires a client certificate/);
    assert.match(check(report, "registry-api").remedy ?? "", /SageMaker has no client certificate/);
  });

  it("names the certificate of the chain that has expired", async () => {
    const subordinate = new CertificateAuthority(authority, new Date(Date.now() - 3_600_000));
    const leaf = subordinate.issue({ names: ["127.0.0.1"] });
    const host = await overTls({ cert: leaf.certificate + subordinate.certificate, key: leaf.key });
    const report = await checked(`${host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["certificate-expiry"]);
    assert.match(
      check(report, "certificate-expiry").seen,
      /The certificate of its issuer "test authority \w+", which the server sends with its own, has expired on/,
    );
    assert.match(check(report, "certificate-authority").seen, /see certificate-expiry/);
  });

  for (const [status, expected] of [
    [
      407,
      /\(the proxy 127\.0\.0\.1:\d+ returned 407 .* it requires a user and a password; write them into HTTPS_PROXY/,
    ],
    [403, /\(the proxy 127\.0\.0\.1:\d+ returned 403 for CONNECT registry\.example:443\)/],
  ] as const) {
    it(`says what a proxy responded, as ${status}`, async () => {
      const proxy = http.createServer().on("connect", (_request, socket) => {
        socket.on("error", () => undefined);
        socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      });
      const report = await checked("registry.example/ml/fraud:1", {
        environment: { HTTPS_PROXY: `http://${await listening(proxy)}` },
      });
      assert.deepEqual(ids(report, "failed"), ["registry-connection"]);
      assert.match(check(report, "registry-connection").seen, expected);
      assert.match(check(report, "registry-connection").seen, /SageMaker does not use it/);
    });
  }

  it("says what to write for a % in a proxy's password, and nothing of the password", async () => {
    const report = await checked("registry.example/ml/fraud:1", {
      environment: { HTTPS_PROXY: "http://user:pa%ss@127.0.0.1:9" },
    });
    const [failed = "registry-api"] = ids(report, "failed");
    assert.match(check(report, failed).seen, /HTTPS_PROXY has a %.*write %25 for it/);
    assert(!JSON.stringify(report).includes("pa%ss"));
  });

  const authorizationServer = async (
    configured: (port: number) => NonNullable<PreflightOptions["authorizationServer"]>,
  ) => {
    const tokens = await scene.tokenServer();
    const registry = await scene.registry({ realm: tokens.realm });
    const report = await checked(`${registry.host}/ml/fraud:1`, {
      authorizationServer: configured(Number(new URL(tokens.realm).port)),
    });
    return check(report, "authorization-server");
  };

  it("passes an authorization server that the deployment is configured for", async () => {
    for (const blocks of [{}, { cidrBlocks: ["10.0.0.0/8", "127.0.0.0/8"] }]) {
      assert.equal((await authorizationServer((port) => ({ port, ...blocks }))).status, "passed");
    }
  });

  it("warns of an authorization server on another port or address than the deployment is configured for", async () => {
    const otherPort = await authorizationServer(() => ({ port: 1 }));
    assert.equal(otherPort.status, "warned");
    assert.match(otherPort.seen, /it listens on port \d+, but authorizationServer\.port is 1\.$/);
    const otherAddress = await authorizationServer((port) => ({ port, cidrBlocks: ["10.0.0.0/8"] }));
    assert.equal(otherAddress.status, "warned");
    assert.match(
      otherAddress.seen,
      /its address 127\.0\.0\.1 is in none of authorizationServer\.cidrBlocks \(10\.0\.0\.0\/8\)/,
    );
    assert.match(otherAddress.remedy ?? "", /^Correct authorizationServer/);
  });

  it("warns where the registry is its own authorization server, and another one is configured", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (path !== "/v2/") return false;
      response.setHeader("www-authenticate", `Bearer realm="https://${registry.host}/token",service="s"`);
      response.writeHead(401).end("{}");
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`, { authorizationServer: { port: 443 } });
    assert.equal(check(report, "authorization-server").status, "warned");
    assert.match(
      check(report, "authorization-server").seen,
      /but authorizationServer configures another one/,
    );
  });
});
