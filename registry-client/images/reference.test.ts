import assert from "node:assert/strict";
import fc from "fast-check";
import { formatReference, InvalidReferenceError, parseReference, registryHost } from "./reference";

const SHA256 = `sha256:${"0123456789abcdef".repeat(4)}`;

const component = fc.stringMatching(/^[a-z0-9]{1,5}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,5}){0,2}$/);
const hexadecimal = (length: number) => fc.stringMatching(new RegExp(`^[a-f0-9]{${length}}$`));
const reference = fc
  .record(
    {
      registry: fc.stringMatching(
        /^(?:localhost|docker\.io|[a-z0-9]{1,5}\.[a-zA-Z0-9]{1,5}|\[::[a-f0-9:]{1,9}\])(?::[1-9][0-9]{0,3})?$/,
      ),
      components: fc.array(component, { minLength: 2, maxLength: 4 }),
      tag: fc.stringMatching(/^\w[\w.-]{0,30}$/),
      digest: fc.oneof(
        hexadecimal(64).map((hex) => `sha256:${hex}`),
        hexadecimal(128).map((hex) => `sha512:${hex}`),
      ),
    },
    { requiredKeys: ["registry", "components"] },
  )
  .map(({ components, ...rest }) => ({ ...rest, repository: components.join("/") }))
  .filter(
    (r) => r.registry !== "index.docker.io" && !(r.registry === "docker.io" && !r.repository.includes("/")),
  );

describe("parseReference", () => {
  const cases: Array<[text: string, printed: string]> = [
    ["alpine", "docker.io/library/alpine:latest"],
    ["alpine:3.20", "docker.io/library/alpine:3.20"],
    ["team/fraud", "docker.io/team/fraud:latest"],
    ["index.docker.io/alpine", "docker.io/library/alpine:latest"],
    ["docker.io/alpine", "docker.io/library/alpine:latest"],
    [`alpine@${SHA256}`, `docker.io/library/alpine@${SHA256}`],
    [`alpine:3@${SHA256}`, `docker.io/library/alpine:3@${SHA256}`],
    ["localhost/a", "localhost/a:latest"],
    ["localhost:5000/a/b_c/d__e/f---g:T_1.x-", "localhost:5000/a/b_c/d__e/f---g:T_1.x-"],
    ["[::1]:5000/a", "[::1]:5000/a:latest"],
    ["Registry/a", "Registry/a:latest"],
    ["registry.example.com/ml/fraud:1", "registry.example.com/ml/fraud:1"],
    ["myhost:5000", "docker.io/library/myhost:5000"],
  ];
  for (const [text, printed] of cases) {
    it(`reads ${text}`, () => assert.equal(formatReference(parseReference(text)), printed));
  }

  const failures: Array<[text: string, part: string, reason: RegExp]> = [
    ["", "reference", /is empty/],
    [" alpine", "reference", /white space .* position 0/],
    ["alpine\n", "reference", /white space .* position 6/],
    ["https://example.com/a", "reference", /starts with "https:\/\/"/],
    ["Alpine", "repository", /"Alpine" has upper-case letters/],
    ["example.com/Team/a", "repository", /"Team" has upper-case letters/],
    ["example.com/", "repository", /empty component/],
    ["example.com//a", "repository", /empty component/],
    ["example.com/a..b", "repository", /component "a\.\.b" is not/],
    ["example.com/-a", "repository", /component "-a" is not/],
    [`example.com/${"a".repeat(256)}`, "repository", /has 256 characters, allowed are 255/],
    ["a".repeat(64), "repository", /image id/],
    [`@${SHA256}`, "repository", /is missing/],
    ["-x.example/a", "registry", /"-x\.example" is not a host name/],
    ["example.com:99999/a", "registry", /port 99999, allowed are 1 to 65535/],
    ["example.com:/a", "registry", /"example\.com:" is not/],
    ["a:", "tag", /is empty/],
    ["a:.x", "tag", /"\.x" is not 1 to 128/],
    [`a:${"x".repeat(129)}`, "tag", /is not 1 to 128/],
    [`user:pw@example.com/a@${SHA256}`, "reference", /remove the credentials/],
    ["user@example.com/a:1", "reference", /remove the credentials/],
    ["a@", "digest", /form algorithm:hexadecimal/],
    [`a@md5:${"0".repeat(32)}`, "digest", /algorithm "md5", allowed are sha256, sha384, sha512/],
    ["a@sha256:abc", "digest", /exactly 64 .*it has 3 characters/],
    [`a@${SHA256.toUpperCase().replace("SHA256", "sha256")}`, "digest", /has upper-case hex.* lower-case/],
  ];
  for (const [text, part, reason] of failures) {
    it(`fails on ${JSON.stringify(text.slice(0, 40))}: ${part}`, () => {
      assert.throws(
        () => parseReference(text),
        (error) =>
          error instanceof InvalidReferenceError && error.part === part && reason.test(error.message),
      );
    });
  }

  it("fails without showing a password that was pasted along", () => {
    for (const text of [
      "https://user:hunter2@example.com/a",
      "user:hunter2@example.com/a",
      "ftp://u:hunter2@h",
      "user:hunter2@example.com",
      "user:hunter2@example.com:5000",
      `user:hunter2@example.com/a@${SHA256}`,
      `user:x@hunter2@example.com/a@${SHA256}`,
      `https://user:hunter2@example.com/a@${SHA256}`,
      `https://user:hunter2/@example.com/a@${SHA256}`,
      `https://user:hunter2@${SHA256}`,
      `https://user:x/hunter2@${SHA256}`,
    ]) {
      assert.throws(
        () => parseReference(text),
        (error) => error instanceof InvalidReferenceError && !error.message.includes("hunter2"),
      );
    }
  });

  it("shows all of a reference without credentials, its digest among it", () => {
    for (const text of [
      `https://example.com/a@${SHA256}`,
      `https://example.com:8443/a/b:1@${SHA256.toUpperCase()}`,
      "example.com/a@sha256:abc",
      `example.com:8443/a..b@${SHA256}`,
    ]) {
      assert.throws(
        () => parseReference(text),
        (error) => error instanceof InvalidReferenceError && error.message.includes(JSON.stringify(text)),
      );
    }
  });

  it("reads back what formatReference prints", () => {
    fc.assert(
      fc.property(reference, (generated) => {
        const expected =
          generated.tag === undefined && generated.digest === undefined
            ? { ...generated, tag: "latest" }
            : generated;
        assert.deepEqual(parseReference(formatReference(generated)), expected);
      }),
    );
  });

  it("throws nothing but its own error, and what it accepts is a fixed point", () => {
    const nearly = fc.stringMatching(/^[a-zA-Z0-9.:/@_\-[\]]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), nearly), (text) => {
        try {
          const parsed = parseReference(text);
          assert.deepEqual(parseReference(formatReference(parsed)), parsed);
        } catch (error) {
          assert(error instanceof InvalidReferenceError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  }).timeout(60_000);
});

describe("registryHost", () => {
  it("sends Docker Hub to its API host and leaves the others alone", () => {
    assert.equal(registryHost(parseReference("alpine")), "registry-1.docker.io");
    assert.equal(registryHost(parseReference("example.com:8443/a")), "example.com:8443");
  });
});
