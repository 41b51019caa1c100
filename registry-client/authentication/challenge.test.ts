import assert from "node:assert/strict";
import fc from "fast-check";
import { InvalidChallengeError, parseChallenges } from "./challenge";

const plain = (field: string) =>
  parseChallenges(field).map(({ scheme, parameters, token68 }) => ({
    scheme,
    ...Object.fromEntries(parameters),
    ...(token68 === undefined ? {} : { token68 }),
  }));

describe("parseChallenges", () => {
  const cases: Array<[field: string, challenges: object[]]> = [
    ["", []],
    ['Basic realm="registry"', [{ scheme: "basic", realm: "registry" }]],
    ["Negotiate", [{ scheme: "negotiate" }]],
    ["Negotiate, Basic realm=x", [{ scheme: "negotiate" }, { scheme: "basic", realm: "x" }]],
    [
      "NTLM TlRMTVNTUAAC==, Basic realm=x",
      [
        { scheme: "ntlm", token68: "TlRMTVNTUAAC==" },
        { scheme: "basic", realm: "x" },
      ],
    ],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      [
        {
          scheme: "bearer",
          realm: "https://auth.docker.io/token",
          service: "registry.docker.io",
          scope: "repository:a/b:pull,push",
        },
      ],
    ],
    [
      'Bearer realm="https://a/t" , service = "x", Basic realm="say \\"hi\\", all"',
      [
        { scheme: "bearer", realm: "https://a/t", service: "x" },
        { scheme: "basic", realm: 'say "hi", all' },
      ],
    ],
    [", ,Basic REALM=a,realm=b,,", [{ scheme: "basic", realm: "a" }]],
    [
      'Bearer realm="https://a/t",error="insufficient_scope"',
      [{ scheme: "bearer", realm: "https://a/t", error: "insufficient_scope" }],
    ],
  ];
  for (const [field, challenges] of cases) {
    it(`reads ${JSON.stringify(field)}`, () => assert.deepEqual(plain(field), challenges));
  }

  for (const field of ['Basic realm="open', 'Basic realm="a" Bearer', "=", 'Basic realm="a"b', '"Basic"']) {
    it(`fails on ${JSON.stringify(field)}`, () => {
      assert.throws(() => parseChallenges(field), InvalidChallengeError);
    });
  }

  it("reads back what is printed after the grammar", () => {
    const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,8}$/);
    const challenge = fc.record(
      {
        scheme: token.map((text) => text.toLowerCase()),
        parameters: fc.uniqueArray(
          fc.tuple(
            token.map((text) => text.toLowerCase()),
            fc.string(),
          ),
          { selector: ([name]) => name, maxLength: 4 },
        ),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(challenge, { maxLength: 4 }), (challenges) => {
        const field = challenges
          .map(({ scheme, parameters }) =>
            [
              scheme,
              parameters.map(([name, value]) => `${name}="${value.replace(/["\\]/g, "\\$&")}"`).join(", "),
            ]
              .join(" ")
              .trimEnd(),
          )
          .join(", ");
        assert.deepEqual(
          parseChallenges(field).map(({ scheme, parameters }) => ({ scheme, parameters: [...parameters] })),
          challenges,
        );
      }),
    );
  });

  it("throws nothing but its own error", () => {
    const nearly = fc.stringMatching(/^[a-zB="\\, \t/:.]{0,40}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly), (field) => {
        try {
          parseChallenges(field);
        } catch (error) {
          assert(error instanceof InvalidChallengeError, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
