import assert from "node:assert/strict";
import * as http from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { copyImage, RegistryClient, TransportError } from "../../registry-client";
import { authority } from "./registries";

import { TestImage } from "./images";
import { CertificateAuthority } from "../../testing/registry/certificates";
import { EmbeddedRegistry } from "../../testing/registry/embedded-registry";

describe("a proxy of the environment", () => {
  // A name that leads nowhere but through the proxy.
  const NAME = "registry.behind-the-proxy.example";
  const certificates = new CertificateAuthority();
  let registry: EmbeddedRegistry;
  let proxy: http.Server;
  let connects: Array<{ authority: string | undefined; authorization: string | undefined }>;
  let status: number;
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    registry = await EmbeddedRegistry.start({
      certificate: certificates.issue({ names: [NAME] }),
      relativeLocations: true,
    });
    connects = [];
    status = 200;
    proxy = http.createServer();
    proxy.on("connect", (request, client: Socket) => {
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

  const clientThroughProxy = (ca: string) =>
    new RegistryClient({
      registry: NAME,
      ca,
      retry: { attempts: 1 },
      environment: { HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}` },
    });

  it("carries a whole copy, with TLS from end to end", async () => {
    const client = clientThroughProxy(certificates.certificate);
    const image = new TestImage({ layerSize: 300_000 });
    const { digest } = await copyImage(image, { client, repository: "a", tag: "v1" }, { format: "preserve" });
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
        /answered 407 to CONNECT/.test(error.message) &&
        !error.message.includes("p%40ss"),
    );
    client.close();
  });
});
