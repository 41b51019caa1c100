import fc from "fast-check";
import assert from "node:assert/strict";
import { parseEvent } from "../../../functions/preflight/event";
import type { Capability } from "../../../preflight";
import { hasDigest, judge, parseReport, preflightEvents, type Asked } from "./preflight-verdict";

const registry = "registry.example.com";
const digest = `sha256:${"a".repeat(64)}`;
const byTag = `${registry}/ml/fraud:1.0`;
const byDigest = `${registry}/ml/fraud@${digest}`;
const report = (more: Partial<Exclude<Asked, { failure: string }>> = {}): Asked => ({
  passed: true,
  digest,
  summary: "It can be pulled.",
  checks: [],
  ...more,
});
const warned = {
  id: "redirects",
  title: "",
  status: "warned",
  severity: "warning",
  seen: "",
  ms: 1,
} as const;

describe("preflightEvents", () => {
  it("asks once for each kind of instance", () => {
    const events = preflightEvents(
      byTag,
      [
        { instanceType: "ml.m5.large" },
        { instanceType: "ml.m5.xlarge" },
        { instanceType: "ml.m7g.large" },
        { instanceType: "ml.m5.large", volumeSizeInGb: 30, containerStartupHealthCheckTimeoutInSeconds: 300 },
      ],
      undefined,
      undefined,
    );
    const severities = { "digest-pinned": "off" };
    assert.deepEqual(events, [
      { image: byTag, platform: "linux/amd64", severities },
      { image: byTag, platform: "linux/arm64", severities },
      { image: byTag, platform: "linux/amd64", severities, volumeSizeInGb: 30, startupTimeoutSeconds: 300 },
    ]);
  });

  it("sends severities, which come before its own, and the endpoint's name", () => {
    const [event] = preflightEvents(
      byTag,
      [{ instanceType: "ml.m5.large" }],
      { redirects: "error", "digest-pinned": "warning" },
      "fraud",
    );
    assert.deepEqual(event?.severities, { redirects: "error", "digest-pinned": "warning" });
    assert.equal(event?.endpointName, "fraud");
  });

  it("asks for capabilities only where there are any, as older functions know of none", () => {
    const ask = (capabilities?: Capability[]) =>
      preflightEvents(byTag, [{ instanceType: "ml.m5.large" }], undefined, undefined, capabilities);
    assert.deepEqual(ask(["multi-models"])[0]?.capabilities, ["multi-models"]);
    for (const events of [ask(), ask([])]) assert.ok(events.every((event) => !("capabilities" in event)));
  });

  it("asks what the function understands", () => {
    const variants = [
      { instanceType: "ml.m7g.large", volumeSizeInGb: 30, containerStartupHealthCheckTimeoutInSeconds: 60 },
    ];
    const events = preflightEvents(byTag, variants, { manifest: "warning" }, "fraud", ["multi-models"]);
    for (const event of events) {
      assert.doesNotThrow(() => parseEvent(event, registry));
    }
  });
});

describe("judge", () => {
  it("leaves a digest as it is given, and pins a tag by the digest that was found", () => {
    assert.deepEqual(judge(byDigest, [report()]), { digestReference: byDigest });
    assert.deepEqual(judge(byTag, [report()]), { digestReference: byDigest });
    const named = `${registry}/ml/fraud:1.0@${digest}`;
    assert.deepEqual(judge(named, [report({ digest: undefined })]), { digestReference: named });
  });

  it("passes warnings on", () => {
    const verdict = judge(byDigest, [report({ checks: [warned], summary: "It redirects." }), report()]);
    assert.deepEqual(verdict, { digestReference: byDigest, warning: "It redirects." });
  });

  it("refuses an image of which one kind of instance cannot pull, or nothing is known", () => {
    const failed = judge(byDigest, [report(), report({ passed: false, summary: "It is for arm64." })]);
    assert.deepEqual(failed, { digestReference: byDigest, problem: "It is for arm64." });
    const unknown = judge(byDigest, [
      { failure: "It timed out." },
      report({ passed: false, summary: "No." }),
    ]);
    assert.equal(unknown.problem, "It timed out.\n\nNo.");
    const twice = judge(byTag, [
      report({ passed: false, summary: "No.", digest: undefined }),
      { failure: "No." },
    ]);
    assert.deepEqual(twice, { problem: "No." });
  });

  it("refuses a tag whose digest could not be read, also where that is no failure of the preflight", () => {
    const { problem, digestReference } = judge(byTag, [report({ digest: undefined })]);
    assert.equal(digestReference, undefined);
    assert.match(problem ?? "", /given by its tag, and the preflight could not read the digest/);
  });

  it("makes a reference by a digest of whatever passes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(byTag, byDigest, `${registry}:8443/a/b`, `${registry}/a:x@${digest}`),
        fc.array(fc.record({ passed: fc.boolean(), found: fc.boolean() }), { maxLength: 4 }),
        (image, answers) => {
          const verdict = judge(
            image,
            answers.map(({ passed, found }) => report({ passed, digest: found ? digest : undefined })),
          );
          assert.ok(verdict.problem !== undefined || hasDigest(verdict.digestReference ?? ""));
          assert.equal(
            verdict.problem === undefined,
            answers.every(({ passed }) => passed) && verdict.digestReference !== undefined,
          );
        },
      ),
    );
  });
});

describe("parseReport", () => {
  it("reads a report", () => {
    const text = JSON.stringify({ passed: true, digest, summary: "s", checks: [], image: byTag, ms: 1 });
    assert.deepEqual(parseReport("arn", text), { passed: true, digest, summary: "s", checks: [] });
  });

  it("says where the answer is something else", () => {
    for (const text of [
      "",
      "null",
      "[]",
      "{}",
      '{"passed":"yes"}',
      '{"summary":"s","checks":[]}',
      '{"passed":true,"checks":[]}',
      '{"passed":true,"summary":"s"}',
      '{"passed":true,"summary":"s","digest":1,"checks":[]}',
    ]) {
      const answer = parseReport("arn:of:function", text);
      assert.match(
        "failure" in answer ? answer.failure : "",
        /arn:of:function did not answer with the report/,
      );
    }
  });
});
