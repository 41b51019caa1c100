import fc from "fast-check";
import * as ipaddr from "ipaddr.js";
import assert from "node:assert/strict";
import { checks, type Check } from ".";

const table: [string, Check<string>, string[], string[]][] = [
  [
    "functionArn",
    checks.functionArn,
    [
      "arn:aws:lambda:eu-west-1:123456789012:function:credentials",
      "arn:aws-cn:lambda:cn-north-1:123456789012:function:a:live",
    ],
    ["credentials", "arn:aws:lambda:eu-west-1:1234:function:a", "arn:aws:s3:::function", ""],
  ],
  [
    "roleArn",
    checks.roleArn,
    ["arn:aws:iam::123456789012:role/ml/role", "arn:aws-us-gov:iam::123456789012:role/a"],
    ["arn:aws:iam::123456789012:user/a", "role/a"],
  ],
  [
    "secretArn",
    checks.secretArn,
    ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf"],
    [
      "registry",
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:",
      "arn:aws:kms:eu-west-1:123456789012:key/a",
    ],
  ],
  [
    "instanceType",
    checks.instanceType,
    [
      "ml.m5.large",
      "ml.g4dn.12xlarge",
      "ml.m7g.medium",
      "ml.inf2.48xlarge",
      "ml.p5en.48xlarge",
      "ml.u-6tb1.metal",
    ],
    ["m5.large", "ml.m5", "ml.m5.big", "ml.M5.large", "ml.serverless", ""],
  ],
  [
    "sageMakerName",
    checks.sageMakerName,
    ["a", "fraud-v1", "A".repeat(63)],
    ["", "-a", "a-", "a_b", "A".repeat(64)],
  ],
  [
    "domainName",
    checks.domainName,
    ["registry.example.com", "a.b"],
    [
      "registry",
      "registry.example.com.",
      "Registry.example.com",
      "-a.example.com",
      "https://a.b",
      "a".repeat(64) + ".com",
    ],
  ],
  [
    "cidrBlock",
    checks.cidrBlock,
    ["10.0.0.0/8", "0.0.0.0/0", "10.1.2.3/32", "fd00::/8", "::/0"],
    ["10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "x", "fd00::1/8"],
  ],
  ["hostedZoneId", checks.hostedZoneId, ["Z0123456789ABCDEFGHIJ"], ["example.com", "/hostedzone/Z1"]],
  ["vpcEndpointId", checks.vpcEndpointId, ["vpce-1"], ["vpc-1"]],
  ["routeTableId", checks.routeTableId, ["rtb-1"], ["rt-1"]],
  ["prefixListId", checks.prefixListId, ["pl-1"], ["1"]],
  [
    "topicArn",
    checks.topicArn,
    ["arn:aws:sns:eu-west-1:123456789012:alerts", "arn:aws:sns:eu-west-1:123456789012:alerts.fifo"],
    ["alerts", "arn:aws:sns:eu-west-1:123456789012:alerts:subscription", "arn:aws:sns::123456789012:alerts"],
  ],
  [
    "arn of a policy",
    checks.arn("iam", "policy/…"),
    ["arn:aws:iam::123456789012:policy/ml/a", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
    ["arn:aws:iam:eu-west-1:123456789012:policy/a", "policy/a"],
  ],
  [
    "registryHostname",
    checks.registryHostname,
    ["registry.example.com", "registry.example.com:8443", "r.xn--p1ai", "docker.io"],
    [
      "registry",
      "localhost:5000",
      "10.0.0.1",
      "[::1]:5000",
      "REG.example.com",
      "registry.example.com:0",
      "registry.example.com:65536",
      "https://registry.example.com",
      `${"a.".repeat(126)}com`,
    ],
  ],
  ["rolePath", checks.rolePath, ["/", "/ml/", "/a/b/"], ["", "ml", "/ml", "ml/"]],
];

describe("checks", () => {
  for (const [name, check, good, bad] of table) {
    it(`${name} accepts what AWS does, and says what is wrong with the rest`, () => {
      for (const value of good) assert.equal(check(value), undefined, value);
      for (const value of bad) {
        assert.match(check(value) ?? "accepted", /but must be/, value);
        assert.ok(check(value)?.includes(JSON.stringify(value)), value);
        assert.match(check(value) ?? "", / \(https:\/\/[a-z0-9.-]+\/\S+\)$/, "ends in its source");
      }
    });
  }

  it("cidrBlock accepts exactly the networks: an address with host bits is told its network", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, length) => {
        const block = `${address}/${length}`;
        const network = `${ipaddr.IPv4.networkAddressFromCIDR(block).toString()}/${length}`;
        assert.equal(checks.cidrBlock(network), undefined);
        const problem = checks.cidrBlock(block);
        if (block === network) assert.equal(problem, undefined);
        else assert.ok(problem?.includes(`write ${network}`));
      }),
    );
  });

  it("sageMakerName accepts 1 to 63 letters and digits with hyphens inside", () => {
    const alphanumeric = "abcXYZ019".split("");
    fc.assert(
      fc.property(
        fc.constantFrom(...alphanumeric),
        fc.array(fc.constantFrom("-", ...alphanumeric), { maxLength: 61 }),
        fc.constantFrom(...alphanumeric),
        (first, middle, last) => {
          const name = first + middle.join("") + last;
          assert.equal(checks.sageMakerName(name), undefined);
          assert.ok(checks.sageMakerName(`-${name}`));
          assert.ok(checks.sageMakerName(`${name}-`));
        },
      ),
    );
  });

  it("says how long a name is that is too long, and shows numbers that JSON does not know", () => {
    assert.match(checks.sageMakerName("a".repeat(64)) ?? "", /: it has 64 characters \(/);
    assert.doesNotMatch(checks.sageMakerName("a_b") ?? "", /characters/);
    assert.match(checks.integer(1, 2)(NaN) ?? "", /^is NaN, but/);
    assert.match(checks.integer(1, 2)(Infinity) ?? "", /^is Infinity, but/);
  });

  it("arn shows where the region stands, unless there is none, and what to do about a key's alias", () => {
    assert.match(checks.arn("iam", "policy/…")("a") ?? "", /arn:<partition>:iam::<account>:policy/);
    const key = checks.arn("kms", "key/…");
    assert.equal(key("arn:aws:kms:eu-west-1:123456789012:key/a"), undefined);
    for (const other of ["arn:aws:kms:eu-west-1:123456789012:alias/a", "alias/a", "0123-4567"]) {
      assert.match(
        key(other) ?? "",
        /kms:<region>:<account>:key.*look the key's own ARN up.*aws\.kms\.getKey/,
      );
    }
    assert.doesNotMatch(checks.arn("ecs", "cluster/…")("a") ?? "", /getKey/);
  });

  it("oneOf suggests the value that was meant", () => {
    const oneOf = checks.oneOf<string>(["ALL_AT_ONCE", "CANARY", "LINEAR"]);
    assert.equal(oneOf("CANARY"), undefined);
    assert.match(oneOf("canary") ?? "", /is "canary", but must be one of .*: did you mean "CANARY"\?$/);
    assert.match(oneOf("BLUE") ?? "", /is "BLUE", but must be one of "ALL_AT_ONCE", "CANARY", "LINEAR"$/);
  });

  it("integer accepts whole numbers within its limits, both included", () => {
    const check = checks.integer(60, 3600, "seconds");
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -10, max: 4000 }), fc.double()), (value) => {
        const good = Number.isInteger(value) && value >= 60 && value <= 3600;
        assert.equal(check(value) === undefined, good);
      }),
    );
    assert.equal(check(60.5), "is 60.5, but must be a whole number from 60 to 3600 seconds");
  });

  it("tags refuses what AWS does", () => {
    assert.equal(checks.tags({ team: "ml", empty: "" }), undefined);
    assert.match(checks.tags({ "AWS:a": "1" }) ?? "", /AWS's own/);
    assert.match(checks.tags({ k: "v".repeat(257) }) ?? "", /at most 256/);
    assert.match(
      checks.tags({ "aws:a": "1", good: "1", "aws:b": "1", "<": "1", long: "v".repeat(257) }) ?? "",
      /^has "aws:a", "aws:b", but keys that begin with aws: .*; has "long", but .*; has "<", but keys and values [^;]*$/,
      "all that is wrong is told at once",
    );
    assert.equal(checks.tags({ "Köln a:b/c=d+e-f@g_h.i": "東京 1" }), undefined);
    for (const foreign of ["a,b", "a&b", "a#b", "a\tb", "a<b>", "(a)"]) {
      assert.match(checks.tags({ [foreign]: "" }) ?? "", /^has ".*", but keys and values must be of letters/);
      assert.match(checks.tags({ k: foreign }) ?? "", /^has "k", but keys and values must be of letters/);
    }
    assert.match(
      checks.tags(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ""]))) ?? "",
      /at most 50/,
    );
  });

  it("secretArn takes complete ARNs only: permissions on others match nothing", () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:";
    assert.equal(checks.secretArn(`${secret}ml/registry/pull-AbCd12`), undefined);
    for (const wrong of ["registry", "registry-abc", "registry-AbCdEf:username::", "-AbCdEf"]) {
      assert.match(checks.secretArn(secret + wrong) ?? "", /six characters that Secrets Manager added/);
    }
  });
});
