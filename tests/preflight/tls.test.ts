import assert from "node:assert/strict";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { authority, certificate } from "../registry-client/registries";
import { check, checked, ids, Scene } from "./environment";

const NAMES = ["127.0.0.1"];

describe("preflight, TLS and the chain of certificates", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  /** Something that listens on a port, and is no registry. */
  const listening = async (
    server: ReturnType<typeof createHttpServer> | ReturnType<typeof createHttpsServer>,
  ) => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    scene.onStop(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}/ml/fraud:1`;
  };
  const overTls = (options: ServerOptions) =>
    listening(
      createHttpsServer(
        { cert: certificate.certificate, key: certificate.key, ...options },
        (_request, response) => response.end("{}"),
      ),
    );

  it("fails a server of http:, by that name", async () => {
    const report = await checked(
      await listening(createHttpServer((_request, response) => response.end("{}"))),
    );
    assert.deepEqual(ids(report, "failed"), ["registry-tls"]);
    const { seen, remedy } = check(report, "registry-tls");
    assert.match(
      seen,
      /takes the connection, but answers without TLS, as a server of http: does \(ERR_SSL_\w+\)\.$/,
    );
    assert.match(remedy ?? "", /SageMaker pulls over https: only/);
    assert.equal(check(report, "certificate-authority").status, "skipped");
    assert.equal("certificateDaysToExpiry" in report, false);
  });

  for (const version of ["TLSv1", "TLSv1.1"] as const) {
    it(`fails a server that knows ${version} only`, async () => {
      const report = await checked(
        await overTls({ minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" }),
      );
      assert.deepEqual(ids(report, "failed"), ["registry-tls"]);
      const { seen, remedy } = check(report, "registry-tls");
      assert.match(seen, /, but knows neither TLS 1\.2 nor 1\.3 \(ERR_SSL_\w+\)\.$/);
      assert.match(remedy ?? "", /answer on this port with TLS 1\.2 or 1\.3/);
    });
  }

  it("passes a server that knows TLS 1.2 only", async () => {
    const report = await checked(await overTls({ maxVersion: "TLSv1.2" }));
    assert.match(check(report, "registry-tls").seen, /speaks TLSv1\.2\.$/);
    assert.equal(check(report, "registry-tls").status, "passed");
  });

  const subordinate = new CertificateAuthority(authority);
  const leaf = subordinate.issue({ names: NAMES });

  it("passes a chain of several certificates that is complete", async () => {
    const report = await checked(
      await overTls({ cert: leaf.certificate + subordinate.certificate, key: leaf.key }),
    );
    const { status, seen } = check(report, "certificate-authority");
    assert.equal(status, "passed");
    assert.match(
      seen,
      /^Issued by "test authority \w+", up to "test authority \w+", which is trusted here\.$/,
    );
  });

  it("fails a chain without its intermediate certificate, and says what to send", async () => {
    const report = await checked(await overTls({ cert: leaf.certificate, key: leaf.key }));
    assert.deepEqual(ids(report, "failed"), ["certificate-authority"]);
    const { seen, remedy } = check(report, "certificate-authority");
    assert.match(
      seen,
      /^The server sends its certificate alone, and its issuer, "test authority \w+", is none of the \d+ public authorities/,
    );
    assert.match(
      seen,
      /lacks the intermediate certificates, or the authority is private \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
    );
    assert.match(
      remedy ?? "",
      /^Where that is a public authority, have the server send the intermediate certificates/,
    );
    assert.match(remedy ?? "", /fullchain\.pem.*Where it is a private one: SageMaker takes no self-signed/);
  });

  it("fails a chain that lacks one of two intermediate certificates", async () => {
    const lower = new CertificateAuthority(subordinate);
    const { certificate: own, key } = lower.issue({ names: NAMES });
    const report = await checked(await overTls({ cert: own + lower.certificate, key }));
    assert.deepEqual(ids(report, "failed"), ["certificate-authority"]);
    assert.match(
      check(report, "certificate-authority").seen,
      /^The server's certificates lead up to "test authority \w+", which it does not send/,
    );
    assert.match(check(report, "certificate-authority").remedy ?? "", /fullchain\.pem/);
  });

  it("fails a chain that leads up to a private root which the server sends, and speaks of no intermediates", async () => {
    const chain = leaf.certificate + subordinate.certificate + authority.certificate;
    const report = await checked(await overTls({ cert: chain, key: leaf.key }), {
      certificateAuthorities: undefined,
    });
    assert.deepEqual(ids(report, "failed"), ["certificate-authority"]);
    const { seen, remedy } = check(report, "certificate-authority");
    assert.match(
      seen,
      /^The certificate leads up to "test authority \w+", which is none of the \d+ public authorities/,
    );
    assert(!remedy?.includes("fullchain"));
  });

  it("fails a certificate that is not valid yet, and does not judge its authority", async () => {
    const notBefore = new Date(Date.now() + 3_600_000);
    const { certificate: cert, key } = authority.issue({
      names: NAMES,
      notBefore,
      notAfter: new Date(Date.now() + 30 * 86_400_000),
    });
    const report = await checked(await overTls({ cert, key }));
    assert.deepEqual(ids(report, "failed"), ["certificate-expiry"]);
    const { seen, remedy } = check(report, "certificate-expiry");
    assert.equal(seen, `It is valid only from ${notBefore.toISOString().slice(0, 10)} on.`);
    assert.match(remedy ?? "", /Check the clocks/);
    assert.equal(check(report, "certificate-authority").status, "skipped");
  });

  it("names every fault of a certificate at once", async () => {
    const { certificate: cert, key } = authority.selfSigned({
      names: ["other.example"],
      notAfter: new Date(Date.now() + 13 * 86_400_000),
    });
    const report = await checked(await overTls({ cert, key }), { certificateAuthorities: undefined });
    assert.deepEqual(ids(report, "failed"), ["certificate-authority", "certificate-name"]);
    assert.equal(check(report, "certificate-expiry").status, "warned");
    assert.match(check(report, "certificate-expiry").remedy ?? "", /see to it that it is renewed by itself/);
    assert.match(
      check(report, "certificate-name").remedy ?? "",
      /or have a certificate issued that names 127\.0\.0\.1/,
    );
  });
});
