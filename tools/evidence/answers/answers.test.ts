import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Collected, EndpointEvidence } from "../collected";
import { QUESTIONS, type QuestionId } from "../questions";
import { answerAll, type AnsweredQuestion } from "./index";

const linesOf = (fixture: string): string[] =>
  readFileSync(join(__dirname, "..", "fixtures", fixture), "utf8")
    .split("\n")
    .filter(Boolean);
/** The log's pull of the plain image begins then. */
const BEGIN = Date.parse("2026-11-23T01:36:11.282Z");
const SERVES: EndpointEvidence = {
  name: "endpoint",
  status: "InService",
  createdAt: BEGIN - 60_000,
  modelCreatedAt: BEGIN - 90_000,
  errors: [],
  invocation: { answered: true, detail: "{}" },
};
const FAILED: EndpointEvidence = {
  name: "endpoint",
  status: "Failed",
  failureReason: "The image could not be pulled.",
  errors: [],
};

const balanced = (path: string, changes: { port?: string; tls?: string; rule?: string } = {}): string =>
  `https 2026-11-23T01:36:11.300000Z app/lb/0 10.0.1.2:50000 10.0.2.3:5000 0.001 0.002 0.000 200 200 400 900 ` +
  `"GET https://evidence.example.com:${changes.port ?? "443"}${path} HTTP/1.1" "puller/1.0" ` +
  `${changes.tls ?? "TLS_AES_128_GCM_SHA256 TLSv1.3"} arn:aws:elasticloadbalancing:x "Root=1" "evidence.example.com" ` +
  `"arn:aws:acm:x" ${changes.rule ?? "1"} 2026-11-23T01:36:11.290000Z "forward" "-" "-" "10.0.2.3:5000" "200" "-" "-" TID_0`;
const MANIFEST = "/v2/evidence/plain/manifests/sha256:abc";

const asked = (time: number, keys = "no keys"): string =>
  JSON.stringify({ timestamp: new Date(time).toISOString(), level: "INFO", message: `asked with ${keys}` });

const COLLECTED: Collected = {
  endpoints: { plain: SERVES, index: SERVES, redirects: SERVES, async: FAILED },
  registryLines: [...linesOf("registry-pull.jsonl"), ...linesOf("registry-redirects.jsonl")],
  loadBalancerLines: [balanced(MANIFEST)],
  credentialsLines: { plain: [asked(BEGIN - 90_000), asked(BEGIN - 2_000, "Registry (string)")] },
};

const answer = (id: QuestionId, changes: Partial<Collected> = {}): AnsweredQuestion => {
  const [found] = answerAll([id], { ...COLLECTED, ...changes });
  assert(found !== undefined);
  return found;
};
/** The log without the lines that match. */
const without = (pattern: RegExp): string[] => COLLECTED.registryLines.filter((line) => !pattern.test(line));

describe("the answers of the evidence kit", () => {
  describe("TLS", () => {
    it("is what the load balancer and the puller agreed on, each once, with a line that shows it", () => {
      const other = balanced(MANIFEST, { tls: "ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2" });
      const lines = [balanced(MANIFEST), balanced(MANIFEST), other];
      const { verdict, said, lines: shown } = answer("tls", { loadBalancerLines: lines });
      assert.equal(verdict, "seen");
      assert.match(said, /TLSv1\.2 with ECDHE-RSA-AES128-GCM-SHA256; TLSv1\.3 with TLS_AES_128_GCM_SHA256\./);
      assert.deepEqual(shown.length, 2);
    });

    it("is not seen in pushes, nor where there is no log", () => {
      const pushes = [balanced(MANIFEST, { port: "8443" })];
      assert.equal(answer("tls", { loadBalancerLines: pushes }).verdict, "not seen");
      assert.equal(answer("tls", { loadBalancerLines: [] }).verdict, "not seen");
    });
  });

  describe("requests", () => {
    it("are told in their order, with who asked and what a manifest is asked for with", () => {
      const { verdict, said, lines } = answer("requests");
      assert.equal(verdict, "seen");
      assert.match(
        said,
        /^As "crane\/v0\.22\.1 .*": GET ping 401, GET manifest 200, GET blob 200 \(2 times\)/,
      );
      assert.match(said, /it accepts OCI image indexes and Docker manifest lists\.$/);
      for (const line of lines) assert(COLLECTED.registryLines.includes(line), "word for word");
    });

    it("say nothing of what was accepted where no rule tells", () => {
      assert.doesNotMatch(answer("requests", { loadBalancerLines: [] }).said, /accepts/);
      const neither = [balanced(MANIFEST, { rule: "0" })];
      assert.match(answer("requests", { loadBalancerLines: neither }).said, /accepts neither/);
    });

    it("are not seen without a pull", () => {
      assert.equal(answer("requests", { registryLines: without(/evidence\/plain/) }).verdict, "not seen");
    });
  });

  describe("credentials", () => {
    it("are asked for so often, so long after what, with such an event", () => {
      const { verdict, said, lines } = answer("credentials");
      assert.equal(verdict, "seen");
      assert.match(
        said,
        /For plain, 2 times: 0 s after the model was made, 30 s before the endpoint was begun/,
      );
      assert.match(said, /58 s after the endpoint was begun, 2 s before its first request for the image\./);
      assert.match(said, /The events have no keys, Registry \(string\)\./);
      assert.equal(lines.length, 2);
    });

    it("are not seen where no function was asked", () => {
      assert.equal(answer("credentials", { credentialsLines: {} }).verdict, "not seen");
    });
  });

  describe("an endpoint", () => {
    it("shows that something works when it serves an image that the registry was asked for", () => {
      assert.equal(answer("plain").verdict, "yes");
      assert.equal(answer("plain", { registryLines: without(/evidence\/plain/) }).verdict, "not seen");
    });

    it("shows that something does not work when it fails while the plain one serves", () => {
      const { verdict, said, lines } = answer("async");
      assert.equal(verdict, "no");
      assert.match(said, /The image could not be pulled\./);
      assert.deepEqual(lines, ["The image could not be pulled."]);
    });

    it("shows nothing when the plain one fails, too", () => {
      const endpoints = { ...COLLECTED.endpoints, plain: FAILED };
      assert.equal(answer("async", { endpoints }).verdict, "not seen");
      assert.equal(answer("plain", { endpoints }).verdict, "no");
    });

    it("that AWS refuses at once is a no, with what the deployment said", () => {
      const errors = ["creating SageMaker Model: ValidationException: not together"];
      const { verdict, lines } = answer("isolation", {
        endpoints: { ...COLLECTED.endpoints, isolation: { errors } },
      });
      assert.equal(verdict, "no");
      assert.deepEqual(lines, errors);
    });

    it("that comes into service and does not answer shows nothing", () => {
      const invocation = { answered: false, detail: "ModelError: 500" };
      const plain = { ...SERVES, invocation };
      const { verdict, said } = answer("plain", { endpoints: { plain } });
      assert.equal(verdict, "not seen");
      assert.match(said, /did not answer: ModelError: 500/);
    });

    it("that is not there, or still being made, shows nothing", () => {
      assert.equal(answer("pipeline").verdict, "not seen");
      const pipeline = { name: "x", status: "Creating", errors: [] };
      assert.match(answer("pipeline", { endpoints: { pipeline } }).said, /its status is Creating/);
    });
  });

  describe("an index", () => {
    it("is taken when its endpoint serves, and its log tells how far the pull came", () => {
      const { verdict, said } = answer("index");
      assert.equal(verdict, "yes");
      assert.match(said, /It was given the index, the manifest of one platform in it, and its layers\./);
    });

    it("is refused, and the log tells that nothing in it was asked for", () => {
      const endpoints = { ...COLLECTED.endpoints, index: FAILED };
      const registryLines = without(
        /evidence\/index\/blobs|manifest\.v1\+json.*evidence\/index|evidence\/index.*manifest\.v1\+json/,
      );
      const { verdict, said } = answer("index", { endpoints, registryLines });
      assert.equal(verdict, "no");
      assert.match(said, /was given the index, no manifest in it, and no layers\./);
    });

    it("is not seen where the endpoint serves without having read one", () => {
      const registryLines = without(/image\.index/);
      assert.equal(answer("index", { registryLines }).verdict, "not seen");
    });
  });

  describe("redirects", () => {
    it("are followed when the endpoint serves and every layer was redirected", () => {
      const { verdict, said } = answer("redirects");
      assert.equal(verdict, "yes");
      assert.match(said, /4 of 4 requests for layers were answered with redirects\./);
    });

    it("are not followed when the endpoint fails after them", () => {
      const endpoints = { ...COLLECTED.endpoints, redirects: FAILED };
      assert.equal(answer("redirects", { endpoints }).verdict, "no");
    });

    it("are not seen where the registry did not redirect, whatever came of the endpoint", () => {
      const registryLines = without(/"http\.response\.status":307/);
      assert.equal(answer("redirects", { registryLines }).verdict, "not seen");
      const endpoints = { ...COLLECTED.endpoints, redirects: FAILED };
      assert.equal(answer("redirects", { registryLines, endpoints }).verdict, "not seen");
    });
  });

  it("answer every question from nothing at all", () => {
    const nothing: Collected = {
      endpoints: {},
      registryLines: [],
      loadBalancerLines: [],
      credentialsLines: {},
    };
    const answers = answerAll(QUESTIONS, nothing);
    assert.deepEqual(
      answers.map(({ id }) => id),
      QUESTIONS,
    );
    assert(answers.every(({ verdict }) => verdict === "not seen"));
  });

  it("hold no secret, whatever a log or a message holds", () => {
    const secret = "c2VjcmV0OnNlY3JldDEyMw==";
    const leaks = [
      `Authorization: Basic ${secret}`,
      `Bearer ${secret}`,
      `https://bucket.s3.amazonaws.com/x?X-Amz-Signature=${secret}&X-Amz-Security-Token=${secret}`,
      `{"Credentials":{"Username":"pull-a","Password":"${secret}"}}`,
      `https://user:${secret.replace(/=/g, "")}@host/x`,
    ].join(" ");
    const endpoints = { plain: SERVES, isolation: { errors: [leaks] } };
    const line = balanced(MANIFEST).replace("puller/1.0", leaks.replace(/"/g, "'"));
    const answers = answerAll(QUESTIONS, { ...COLLECTED, endpoints, loadBalancerLines: [line] });
    assert(
      !JSON.stringify(answers.filter(({ id }) => id === "isolation")).includes("c2VjcmV0OnNlY3JldDEyMw"),
    );
    assert.match(answer("isolation", { endpoints }).said, /\[secret\]/);
  });

  it("leave what only looks like a secret as it is", () => {
    const errors = ["the registry asked for basic authentication, Basic authentication failed"];
    const { lines } = answer("isolation", { endpoints: { plain: SERVES, isolation: { errors } } });
    assert.deepEqual(lines, errors);
  });
});
