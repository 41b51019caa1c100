import fc from "fast-check";
import assert from "node:assert/strict";
import { parsePushUrl, pushUrl } from "./push-url";

describe("the URL of a registry's push endpoint", () => {
  it("is https, a host and a port", () => {
    for (const url of [
      "https://registry.example.com",
      "https://registry.example.com:8443/",
      "https://10.0.0.1:5000",
    ]) {
      assert.equal(pushUrl(url), undefined, url);
    }
    const wrong: [string, RegExp][] = [
      ["registry.example.com", /but must be a registry's URL without a path, as https:/],
      ["registry.example.com:8443", /but must be a registry's URL/],
      ["http://registry.example.com", /SageMaker pulls by https only/],
      ["https://registry.example.com/v2/", /without a path/],
      ["https://registry.example.com/?a=b", /without a path/],
      ["https://registry.example.com/#a", /without a path/],
      ["https://reg_istry.example.com", /without a path/],
      ["https://registry.example.com:0", /without a path/],
      ["", /without a path/],
    ];
    for (const [url, reason] of wrong) assert.match(pushUrl(url) ?? "accepted", reason, url);
  });

  it("is refused with a password in it, which is not shown", () => {
    const reason = pushUrl("https://publisher:hunter2@registry.example.com");
    assert.equal(reason, "must hold no user and no password: they belong into the secret");
  });

  it("is taken apart", () => {
    assert.deepEqual(parsePushUrl("https://registry.example.com:8443"), {
      host: "registry.example.com:8443",
      hostname: "registry.example.com",
      port: 8443,
    });
    assert.deepEqual(parsePushUrl("https://registry.example.com:443/"), {
      host: "registry.example.com",
      hostname: "registry.example.com",
      port: 443,
    });
  });

  it("never makes the check fail, and what the check takes can be taken apart", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.webAuthority().map((host) => `https://${host}`),
        ),
        (text) => {
          if (pushUrl(text) !== undefined) return;
          const { host, hostname, port } = parsePushUrl(text);
          assert.ok(host === hostname ? port === 443 : host === `${hostname}:${port}`);
        },
      ),
    );
  });
});
