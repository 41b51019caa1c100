import assert from "node:assert/strict";
import fc from "fast-check";
import { TransportError } from "../errors";
import { proxyFor } from "./proxy";

describe("proxyFor", () => {
  const PROXY = "http://proxy.example:3128";
  const cases: Array<[url: string, exceptions: string, isProxied: boolean]> = [
    ["https://registry.example/", "", true],
    ["https://registry.example/", "*", false],
    ["https://registry.example/", "other.example, registry.example", false],
    ["https://a.registry.example/", "registry.example", false],
    ["https://a.registry.example/", ".registry.example", false],
    ["https://registry.example/", ".registry.example", true],
    ["https://registry.example/", "*.example", false],
    ["https://myregistry.example/", "registry.example", true],
    ["https://registry.example:5000/", "registry.example:5000", false],
    ["https://registry.example/", "registry.example:5000", true],
    ["https://registry.example/", "REGISTRY.EXAMPLE", false],
    ["https://10.1.2.3/", "10.0.0.0/8", false],
    ["https://11.1.2.3/", "10.0.0.0/8", true],
    ["https://10.1.2.3/", "10.1.2.3", false],
    ["https://[fd00::1]/", "fd00::/8", false],
    ["https://localhost:5000/", "", false],
    ["https://127.0.0.2/", "", false],
    ["https://[::1]/", "", false],
  ];
  for (const [url, NO_PROXY, isProxied] of cases) {
    it(`${isProxied ? "proxies" : "does not proxy"} ${url} with NO_PROXY=${NO_PROXY}`, () => {
      assert.equal(
        proxyFor(new URL(url), { HTTPS_PROXY: PROXY, NO_PROXY })?.href,
        isProxied ? `${PROXY}/` : undefined,
      );
    });
  }

  it("reads the lower-case variables and adds a scheme", () => {
    assert.equal(proxyFor(new URL("https://a.example"), { https_proxy: "p:1" })?.href, "http://p:1/");
    assert.equal(proxyFor(new URL("https://a.example"), {}), undefined);
  });

  it("fails on what is no proxy, without showing it", () => {
    for (const HTTPS_PROXY of ["socks5://u:hunter2@p:1", "http://u:hunter2@["]) {
      assert.throws(
        () => proxyFor(new URL("https://a.example"), { HTTPS_PROXY }),
        (error) => error instanceof TransportError && !error.message.includes("hunter2"),
      );
    }
  });

  it("throws on no list of exceptions", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9.:/,[\]*]{0,30}$/)), (NO_PROXY) => {
        proxyFor(new URL("https://registry.example"), { HTTPS_PROXY: PROXY, NO_PROXY });
      }),
    );
  });
});
