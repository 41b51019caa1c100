import assert from "node:assert/strict";
import * as http from "node:http";
import * as https from "node:https";
import { type AddressInfo, connect, createServer, type LookupFunction, type Socket } from "node:net";
import { Context } from "../../preflight";
import { freePort } from "../../cli/local/loopback";
import { authority, certificate } from "../registry-client/registries";
import { check, checked, ids, lookup, Scene } from "./environment";

const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_hostname, options, callback) => {
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (options.all === true) callback(null, found);
    else callback(null, addresses[0] ?? "", 4);
  };

describe("preflight, the way to the registry", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  it("passes a registry whose every check holds, and says what was seen", async () => {
    const registry = await scene.registry();
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), []);
    assert.equal(check(report, "registry-name").seen, "127.0.0.1 is an address itself.");
    assert.match(check(report, "registry-tls").seen, /speaks TLSv1\.3\.$/);
    assert.match(
      check(report, "registry-connection").seen,
      /^Connected to 127\.0\.0\.1, port \d+, at 127\.0\.0\.1\.$/,
    );
    assert.match(check(report, "certificate-name").seen, /^It is for 127\.0\.0\.1, localhost\.$/);
    assert.match(
      report.summary,
      /^127\.0\.0\.1:\d+\/ml\/fraud:1 can be pulled as AWS documents it, 2 warnings\.\n/,
    );
    assert(report.checks.every(({ ms, title }) => ms >= 0 && title !== ""));
  });

  it("fails a name that DNS does not know, and skips what needs it", async () => {
    const report = await checked("nowhere.example/ml/fraud:1");
    assert.deepEqual(ids(report, "failed"), ["registry-name"]);
    assert.deepEqual(ids(report, "passed"), []);
    const { seen, remedy } = check(report, "registry-name");
    assert.equal(seen, "DNS knows no address of nowhere.example.");
    assert.match(remedy ?? "", /private zone that is associated with the VPC/);
    assert.equal(check(report, "registry-connection").seen, "Not looked at, because of registry-name.");
    assert.equal(check(report, "blobs").status, "skipped");
    assert.equal(report.digest, undefined);
    assert.match(report.summary, /✗ The registry's name is known to DNS \[registry-name\]\n {2}DNS knows/);
  });

  const place = async (address: string, vpcCidrBlocks?: string[]) =>
    check(
      await checked("registry.test:1/ml/fraud:1", {
        lookup: resolvesTo(...address.split(",")),
        allowLoopbackRedirects: false,
        connectTimeoutMs: 50,
        ...(vpcCidrBlocks ? { vpcCidrBlocks } : {}),
      }),
      "registry-address",
    );

  for (const [address, status, text] of [
    ["10.1.2.3", "passed", "10.1.2.3 is in the VPC"],
    ["fd12::5", "passed", "in the VPC"],
    ["10.2.0.1", "warned", "10.2.0.1 is in a private network, and not in the VPC"],
    ["100.64.0.1", "warned", "in a private network"],
    ["203.0.113.7", "warned", "on the internet, and not in the VPC"],
    ["10.2.0.1,203.0.113.7", "warned", "10.2.0.1 is in a private network, 203.0.113.7 is on the internet"],
    ["10.1.2.3,fd12::5", "passed", "10.1.2.3 is in the VPC, fd12::5 is in the VPC"],
    ["10.1.2.3,10.1.4.5", "passed", "10.1.2.3 is in the VPC, 10.1.4.5 is in the VPC"],
    ["10.1.2.3,203.0.113.7", "warned", "10.1.2.3 is in the VPC, 203.0.113.7 is on the internet."],
    ["10.1.2.3,10.2.0.1", "warned", "10.1.2.3 is in the VPC, 10.2.0.1 is in a private network."],
    ["10.1.2.3,127.0.0.1", "failed", "10.1.2.3 is in the VPC, 127.0.0.1 is on this machine or its link"],
    ["2001:db8::1,203.0.113.7", "warned", "203.0.113.7 is on the internet, and not in the VPC"],
    ["fd99::1", "warned", "fd99::1 is in a private network, and not in the VPC"],
    ["169.254.169.254", "failed", "on this machine or its link"],
    ["127.0.0.1", "failed", "on this machine or its link"],
  ] as const) {
    it(`${status} for the address ${address} where the VPC is told`, async () => {
      const found = await place(address, ["10.1.0.0/16", "fd12::/56"]);
      assert.equal(found.status, status);
      assert(found.seen.includes(text), found.seen);
      assert.equal(found.remedy !== undefined, status !== "passed");
    });
  }

  it("takes any one kind of address where no VPC is told", async () => {
    assert.equal((await place("10.2.0.1")).status, "passed");
    assert.equal((await place("203.0.113.7")).status, "passed");
    const both = await place("10.2.0.1,203.0.113.7");
    assert.equal(both.status, "warned");
    assert.match(both.remedy ?? "", /Which one is taken is chance/);
  });

  it("says what helps, by where the registry is", async () => {
    const remedy = async (address: string) => (await place(address, ["10.1.0.0/16"])).remedy ?? "";
    assert.match(await remedy("203.0.113.7"), /Where the registry has a private address too/);
    assert.match(await remedy("10.2.0.1"), /and the route is meant to stay, set this check to off/);
    assert.match(await remedy("127.0.0.1"), /the address that others reach it at/);
  });

  it("takes Docker Hub on the internet for what AWS documents", async () => {
    const report = await checked("alpine:3", {
      lookup: resolvesTo("203.0.113.7"),
      connectTimeoutMs: 50,
      vpcCidrBlocks: ["10.1.0.0/16"],
    });
    const { status, seen } = check(report, "registry-address");
    assert.equal(status, "passed");
    assert.match(seen, /AWS documents Docker Hub for a VPC with a route to the internet\.$/);
    assert.match(check(report, "registry-name").seen, /^registry-1\.docker\.io is 203\.0\.113\.7\.$/);
  });

  it("fails a port that nobody listens on", async () => {
    const report = await checked(`127.0.0.1:${await freePort()}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["registry-connection"]);
    assert.match(check(report, "registry-connection").seen, /refuses connections\.$/);
    assert.match(check(report, "registry-connection").remedy ?? "", /nobody listens there/);
  });

  it("fails a host that is not reached, in a bounded time", async () => {
    const started = performance.now();
    const report = await checked("registry.test/ml/fraud:1", {
      // Reserved for documentation: nobody is there (RFC 5737).
      lookup: resolvesTo("192.0.2.1"),
      connectTimeoutMs: 300,
    });
    assert(performance.now() - started < 4_500);
    assert.deepEqual(ids(report, "failed"), ["registry-connection"]);
    assert.match(check(report, "registry-connection").seen, /registry\.test, port 443/);
  });

  it("fails where DNS does not answer, in a bounded time", async () => {
    const report = await checked("registry.test/ml/fraud:1", {
      lookup: () => undefined,
      connectTimeoutMs: 100,
    });
    assert.deepEqual(ids(report, "failed"), ["registry-name"]);
    assert.equal(check(report, "registry-name").seen, "DNS gave no answer about registry.test (ETIMEDOUT).");
  });

  it("fails what takes connections and says nothing, in a bounded time", async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    scene.onStop(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    const report = await checked(`127.0.0.1:${(server.address() as AddressInfo).port}/ml/fraud:1`, {
      connectTimeoutMs: 200,
    });
    assert.deepEqual(ids(report, "failed"), ["registry-tls"]);
    assert.match(check(report, "registry-tls").seen, /shakes no hands over TLS \(ETIMEDOUT\)/);
  });

  it("ends when the time for everything is over", async () => {
    const registry = await scene.registry();
    registry.intercept = () => true;
    const started = performance.now();
    const report = await checked(`${registry.host}/ml/fraud:1`, { timeoutMs: 2_000 });
    assert(performance.now() - started < 9_000);
    assert.deepEqual(ids(report, "failed"), ["registry-api"]);
    assert.match(check(report, "registry-api").seen, /No result within the 2 s/);
  });
});

describe("Context", () => {
  for (const [image, host, hostname, port] of [
    ["Registry.example:443/a/b:1", "registry.example", "registry.example", 443],
    ["registry.example:5000/a/b:1", "registry.example:5000", "registry.example", 5000],
    ["[fd12::5]:5000/a/b:1", "[fd12::5]:5000", "fd12::5", 5000],
    ["alpine", "registry-1.docker.io", "registry-1.docker.io", 443],
  ] as const) {
    it(`finds the registry of ${image}`, () => {
      const context = new Context({ image });
      assert.deepEqual([context.host, context.endpoint], [host, { hostname, port }]);
      context.close();
    });
  }
});

describe("preflight, the registry's certificate", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());

  it("fails a self-signed certificate, with the remedy, and sends no credentials", async () => {
    const registry = await scene.registry({ certificate: authority.selfSigned({ names: ["127.0.0.1"] }) });
    let asked = 0;
    const report = await checked(`${registry.host}/ml/fraud:1`, {
      // Production trust.
      certificateAuthorities: undefined,
      getCredentials: async () => {
        asked += 1;
        return { username: "u", password: "p4ssw0rd" };
      },
    });
    const { status, seen, remedy } = check(report, "certificate-authority");
    assert.equal(status, "failed");
    assert.match(
      seen,
      /^The certificate is self-signed, by "test authority \w+" \(DEPTH_ZERO_SELF_SIGNED_CERT\)\.$/,
    );
    assert.match(remedy ?? "", /^SageMaker takes no self-signed certificate.*public certificate of ACM/);
    assert.deepEqual(ids(report, "failed"), ["certificate-authority"]);
    assert.equal(check(report, "registry-api").status, "skipped");
    assert.deepEqual(registry.requests, []);
    assert.equal(asked, 1);
  });

  it("fails a private authority, also one that this machine trusts", async () => {
    const registry = await scene.registry({ certificate });
    const report = await checked(`${registry.host}/ml/fraud:1`, {
      certificateAuthorities: undefined,
    });
    assert.deepEqual(ids(report, "failed"), ["certificate-authority"]);
    assert.match(check(report, "certificate-authority").seen, /is none of the \d+ public authorities/);
    assert.deepEqual(registry.requests, []);
  });

  it("fails a certificate for another name", async () => {
    const registry = await scene.registry({ certificate: authority.issue({ names: ["other.example"] }) });
    const report = await checked(`registry.test:${registry.host.split(":")[1] ?? ""}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["certificate-name"]);
    assert.equal(
      check(report, "certificate-name").seen,
      "The certificate is for other.example, and not for registry.test.",
    );
    assert.equal(check(report, "registry-api").status, "skipped");
  });

  it("fails a certificate that has expired, and does not judge its authority", async () => {
    const notAfter = new Date(Date.now() - 3_600_000);
    const registry = await scene.registry({
      certificate: authority.issue({ names: ["127.0.0.1"], notAfter }),
    });
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.deepEqual(ids(report, "failed"), ["certificate-expiry"]);
    assert.match(check(report, "certificate-expiry").seen, /^It has expired on \d{4}-\d\d-\d\d\.$/);
    assert.equal(check(report, "certificate-authority").status, "skipped");
    assert.equal(check(report, "registry-api").status, "skipped");
  });

  for (const [days, status] of [
    [13, "warned"],
    [16, "passed"],
  ] as const) {
    it(`${status} with ${days} days left`, async () => {
      const notAfter = new Date(Date.now() + days * 86_400_000 + 3_600_000);
      const registry = await scene.registry({
        certificate: authority.issue({ names: ["127.0.0.1"], notAfter }),
      });
      const found = check(await checked(`${registry.host}/ml/fraud:1`), "certificate-expiry");
      assert.equal(found.status, status);
      assert.match(found.seen, new RegExp(`in ${days} days\\.$`));
    });
  }

  for (const scheme of ["http", "https"] as const) {
    it(`takes the way through a proxy of ${scheme}: where there is one`, async () => {
      const registry = await scene.registry({ certificate: authority.issue({ names: ["inner.example"] }) });
      const port = Number(registry.host.split(":")[1]);
      const asked: Array<[string | undefined, string | undefined]> = [];
      const { certificate: cert, key } = certificate;
      const server: http.Server = scheme === "http" ? http.createServer() : https.createServer({ cert, key });
      const proxy = server.on("connect", (request: http.IncomingMessage, client: Socket) => {
        asked.push([request.url, request.headers["proxy-authorization"]]);
        const upstream = connect(port, "127.0.0.1", () => {
          client.write("HTTP/1.1 200 Connection established\r\n\r\n");
          upstream.pipe(client).pipe(upstream);
        });
        upstream.on("error", () => client.destroy());
        client.on("error", () => upstream.destroy());
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      scene.onStop(async () => {
        proxy.closeAllConnections();
        await new Promise((resolve) => proxy.close(resolve));
      });
      const where = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const report = await checked("inner.example/ml/fraud:1", {
        environment: { HTTPS_PROXY: `${scheme}://user:hunter2@${where}` },
      });
      const isOurs = "HTTPS_PROXY of this machine configures that proxy; SageMaker does not use it.";
      assert.equal(
        check(report, "registry-name").seen,
        `The proxy ${where} resolves inner.example. ${isOurs}`,
      );
      assert.equal(
        check(report, "registry-connection").seen,
        `The proxy ${where} connected to inner.example, port 443. ${isOurs}`,
      );
      assert.equal(check(report, "certificate-name").status, "passed");
      assert.equal(check(report, "registry-api").status, "passed");
      assert.deepEqual(ids(report, "failed"), ["manifest"]);
      const authorization = `Basic ${Buffer.from("user:hunter2").toString("base64")}`;
      for (const [url, sent] of asked) assert.deepEqual([url, sent], ["inner.example:443", authorization]);
      assert(!JSON.stringify(report).includes("hunter2"));
    });
  }

  it("fails where the proxy is not reached, and does not show its password", async () => {
    const report = await checked("registry.test/ml/fraud:1", {
      lookup,
      environment: { HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${await freePort()}` },
    });
    assert.equal(check(report, "registry-name").status, "skipped");
    assert.match(
      check(report, "registry-connection").seen,
      /through the proxy 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. HTTPS_PROXY of this machine/,
    );
    assert.equal(check(report, "registry-connection").status, "failed");
    assert(!JSON.stringify(report).includes("hunter2"));
  });
});
