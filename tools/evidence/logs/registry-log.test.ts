import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseRegistryLine, type RegistryRequest } from "./registry-log";

/** See fixtures/README.md for where they come from. */
const requestsIn = (fixture: string): RegistryRequest[] =>
  readFileSync(join(__dirname, "..", "fixtures", fixture), "utf8")
    .split("\n")
    .flatMap((line) => parseRegistryLine(line) ?? []);

const short = ({ kind, method, status, repository }: RegistryRequest): string =>
  [method, kind, repository, status].filter((part) => part !== undefined).join(" ");

describe("the registry's log", () => {
  it("tells a pull's requests in their order, with who asked", () => {
    const requests = requestsIn("registry-pull.jsonl");
    const crane = requests.filter(
      ({ userAgent, repository, kind }) =>
        userAgent.startsWith("crane/") && (repository === "evidence/plain" || kind === "ping"),
    );
    assert.deepEqual(crane.slice(0, 4).map(short), [
      "GET ping 401",
      "GET manifest evidence/plain 200",
      "GET blob evidence/plain 200",
      "GET blob evidence/plain 200",
    ]);
    const [first, manifest] = crane;
    assert.equal(first?.time, Date.parse("2026-11-23T01:36:11.280Z"));
    assert.equal(manifest?.mediaType, "application/vnd.oci.image.manifest.v1+json");
    assert.match(manifest?.reference ?? "", /^sha256:[0-9a-f]{64}$/);
    assert(requests.some(({ userAgent }) => userAgent.startsWith("skopeo/")));
  });

  it("tells an index and the manifest in it, and a refused user", () => {
    const requests = requestsIn("registry-pull.jsonl");
    const ofIndex = requests.filter(
      ({ repository, kind }) => repository === "evidence/index" && kind === "manifest",
    );
    assert.deepEqual(
      [...new Set(ofIndex.map(({ mediaType }) => mediaType))],
      ["application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json"],
    );
    const refused = requests.filter(({ status, kind }) => status === 401 && kind === "manifest");
    assert.equal(refused.length, 1);
  });

  it("tells redirects", () => {
    const blobs = requestsIn("registry-redirects.jsonl").filter(({ kind }) => kind === "blob");
    assert.equal(blobs.length, 4);
    assert(blobs.every(({ status }) => status === 307));
  });

  it("counts each request once", () => {
    const text = readFileSync(join(__dirname, "..", "fixtures", "registry-pull.jsonl"), "utf8");
    const ids = new Set([...text.matchAll(/"http\.request\.id":"([^"]+)"/g)].map(([, id]) => id));
    assert.equal(requestsIn("registry-pull.jsonl").length, ids.size);
  });

  it("passes over whatever else there is", () => {
    for (const line of [
      "",
      "null",
      "[]",
      '"text"',
      "{",
      '{"msg":"listening on [::]:5000"}',
      "time=x level=info",
    ]) {
      assert.equal(parseRegistryLine(line), undefined);
    }
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => parseRegistryLine(line) === undefined));
  });
});
