import assert from "node:assert/strict";
import * as http from "node:http";
import * as https from "node:https";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { type ConnectionOptions, copyImage, RegistryClient, TransportError } from "../../registry-client";
import { authority } from "./registries";

import { TestImage } from "./images";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";

for (const scheme of ["http", "https"] as const) {
  describe(`a proxy of the environment, ${scheme}:`, () => {
    // A name that leads nowhere but through the proxy.
    const NAME = "registry.behind-the-proxy.example";
    const certificates = new CertificateAuthority();
    const proxyAuthority = new CertificateAuthority();
    let registry: EmbeddedRegistry;
    let proxy: http.Server | https.Server;
    let connects: Array<{ authority: string | undefined; authorization: string | undefined }>;
    let status: number;
    const sockets = new Set<Duplex>();

    beforeEach(async () => {
      registry = await EmbeddedRegistry.start({
        certificate: certificates.issue({ names: [NAME] }),
        relativeLocations: true,
      });
      connects = [];
      status = 200;
      const { certificate: cert, key } = proxyAuthority.issue({ names: ["127.0.0.1"] });
      proxy = scheme === "http" ? http.createServer() : https.createServer({ cert, key });
      proxy.on("connect", (request, client: Duplex) => {
        connects.push({ authority: request.url, authorization: request.headers["proxy-authorization"] });
        if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        const server = connect(Number(registry.host.split(":")[1]), "127.0.0.1", () => {
          client.write("HTTP/1.1 200 OK\r\n\r\n");
          client.pipe(server).pipe(client);
        });
        for (const socket of [client, server]) {
          sockets.add(socket);
          socket.on("error", () => socket.destroy());
        }
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    });
    afterEach(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
      await registry.stop();
    });

    const proxyUrl = () => `${scheme}://user:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const clientThroughProxy = (ca: string, options: Partial<ConnectionOptions> = {}) =>
      new RegistryClient({
        ...options,
        registry: NAME,
        ca: [ca, proxyAuthority.certificate],
        retry: { attempts: 1 },
        environment: { HTTPS_PROXY: proxyUrl() },
      });

    it("carries a whole copy, with TLS from end to end", async () => {
      const client = clientThroughProxy(certificates.certificate);
      const image = new TestImage({ layerSize: 300_000 });
      const { digest } = await copyImage(
        image,
        { client, repository: "a", tag: "v1" },
        { format: "preserve" },
      );
      assert.equal(digest, image.content.digest);
      const authorization = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;
      assert.deepEqual(connects[0], { authority: `${NAME}:443`, authorization });
      assert(registry.requests.every((request) => request.authorization === undefined));
      client.close();
    });

    it("does not replace the check of the certificate", async () => {
      const client = clientThroughProxy(authority.certificate);
      await assert.rejects(
        client.ping(),
        (error) => error instanceof TransportError && error.failure === "certificate",
      );
      client.close();
    });

    it("that refuses is named, without its password", async () => {
      status = 407;
      const client = clientThroughProxy(certificates.certificate);
      await assert.rejects(
        client.ping(),
        (error) =>
          error instanceof TransportError &&
          error.failure === "proxy" &&
          /returned 407 for CONNECT/.test(error.message) &&
          !error.message.includes("p%40ss"),
      );
      client.close();
    });

    it("that does not answer is given up", async () => {
      proxy.removeAllListeners("connect").on("connect", (_, client: Duplex) => sockets.add(client));
      const client = clientThroughProxy(certificates.certificate, { timeouts: { connectMs: 150 } });
      await assert.rejects(
        client.ping(),
        (error) => error instanceof TransportError && ["timeout", "proxy"].includes(error.failure),
      );
      client.close();
    });

    it("is not asked for the hosts of NO_PROXY", async () => {
      const client = new RegistryClient({
        registry: `localhost.example:${registry.host.split(":")[1]}`,
        ca: certificates.certificate,
        retry: { attempts: 1 },
        environment: { HTTPS_PROXY: proxyUrl(), NO_PROXY: ".example" },
        lookup: (_, options, callback) => {
          if (options.all === true) callback(null, [{ address: "127.0.0.1", family: 4 }]);
          else callback(null, "127.0.0.1", 4);
        },
      });
      // The certificate is for another name, which shows that the registry itself was reached.
      await assert.rejects(
        client.ping(),
        (error) => error instanceof TransportError && error.code === "ERR_TLS_CERT_ALTNAME_INVALID",
      );
      assert.deepEqual(connects, []);
      client.close();
    });

    it("is not asked for the metadata address", async () => {
      registry.intercept = (_, response, path) => {
        if (!path.includes("/blobs/")) return false;
        response.writeHead(307, { location: "https://169.254.169.254/latest" }).end();
        return true;
      };
      const client = clientThroughProxy(certificates.certificate);
      await assert.rejects(client.blobStart("a", `sha256:${"0".repeat(64)}`, 1), /metadata address/);
      assert.deepEqual(
        connects.map((connected) => connected.authority),
        [`${NAME}:443`],
      );
      client.close();
    });
  });
}
