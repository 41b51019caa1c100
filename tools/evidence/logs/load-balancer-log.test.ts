import assert from "node:assert/strict";
import fc from "fast-check";
import { parseLoadBalancerLine, splitFields } from "./load-balancer-log";

const ENTRY = {
  type: "https",
  time: "2026-11-23T10:04:05.123456Z",
  elb: "app/evidence-registry/0123456789abcdef",
  client: "10.0.1.23:50022",
  target: "10.0.2.34:5000",
  times: "0.001 0.012 0.000",
  status: "200 200",
  bytes: "412 1834",
  request: '"GET https://evidence.example.com:443/v2/evidence/plain/manifests/sha256:abc?ns=x HTTP/1.1"',
  userAgent: '"puller/1.0 (linux)"',
  tls: "TLS_AES_128_GCM_SHA256 TLSv1.3",
  group: "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/pull/0123456789abcdef",
  trace: '"Root=1-0123-456789"',
  domain: '"evidence.example.com"',
  certificate: '"arn:aws:acm:eu-west-1:123456789012:certificate/0123"',
  rule: "1",
  created: "2026-11-23T10:04:05.110000Z",
  rest: '"forward" "-" "-" "10.0.2.34:5000" "200" "-" "-" TID_0123',
};
const lineOf = (changes: Partial<typeof ENTRY> = {}): string =>
  Object.values({ ...ENTRY, ...changes }).join(" ");

describe("the load balancer's access log", () => {
  it("tells TLS, who asked for what, and the rule that it matched", () => {
    const line = lineOf();
    assert.deepEqual(parseLoadBalancerLine(line), {
      time: Date.parse("2026-11-23T10:04:05.123Z"),
      type: "https",
      status: 200,
      method: "GET",
      port: "443",
      path: "/v2/evidence/plain/manifests/sha256:abc",
      userAgent: "puller/1.0 (linux)",
      tlsCipher: "TLS_AES_128_GCM_SHA256",
      tlsProtocol: "TLSv1.3",
      matchedRule: "1",
      line,
    });
  });

  it("takes fields that AWS adds at the end, and lines from before they were there", () => {
    const known = parseLoadBalancerLine(lineOf());
    assert.deepEqual(
      { ...parseLoadBalancerLine(`${lineOf()} "host" "uri" "status"`), line: "" },
      { ...known, line: "" },
    );
    assert.deepEqual(
      { ...parseLoadBalancerLine(lineOf({ rest: '"forward"' })), line: "" },
      { ...known, line: "" },
    );
  });

  it("knows what is missing: no TLS, no status, no request", () => {
    const entry = parseLoadBalancerLine(
      lineOf({
        tls: "- -",
        status: "- -",
        request: '"- http://evidence.example.com:80- -"',
        userAgent: '"-"',
        rule: "-",
      }),
    );
    assert.deepEqual(
      [
        entry?.tlsCipher,
        entry?.tlsProtocol,
        entry?.status,
        entry?.method,
        entry?.path,
        entry?.userAgent,
        entry?.matchedRule,
      ],
      [undefined, undefined, undefined, "", "", "", undefined],
    );
  });

  it("gives back each field of any line, with spaces, quotes and what cannot be printed", () => {
    const plain = fc.stringMatching(/^[!#-~]{1,20}$/);
    const quoted = fc.string({ unit: "grapheme-ascii", maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), plain, quoted), { minLength: 1 }), (fields) => {
        const escape = (text: string): string => text.replace(/\\/g, "\\\\").replace(/"/g, "\\x22");
        const line = fields.map(([quote, bare, text]) => (quote ? `"${escape(text)}"` : bare)).join(" ");
        assert.deepEqual(
          splitFields(line),
          fields.map(([quote, bare, text]) => (quote ? text : bare)),
        );
      }),
    );
  });

  it("takes any user agent for what it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 2 }), (agent) => {
        const userAgent = `"${agent.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"`;
        const parsed = parseLoadBalancerLine(lineOf({ userAgent }));
        assert.equal(parsed?.userAgent, agent);
        assert.equal(parsed.tlsProtocol, "TLSv1.3");
      }),
    );
  });

  it("passes over what is no such line", () => {
    assert.equal(parseLoadBalancerLine('https 2026 "never closed'), undefined);
    fc.assert(fc.property(fc.string(), (line) => parseLoadBalancerLine(line) === undefined));
  });
});
