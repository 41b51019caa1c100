import assert from "node:assert/strict";
import fc from "fast-check";
import type { RecordedResource } from "../graph";
import type { RequestContext } from "./conditions";
import { evaluate, isAllowed, type Request } from "./evaluate";
import { glob, isReadable, statements } from "./statements";

const role: RecordedResource = {
  urn: "urn:role",
  type: "aws:iam/role:Role",
  name: "role",
  parent: undefined,
  custom: true,
  read: false,
  inputs: {},
  secretPaths: [],
  outputs: {},
  dependencies: [],
  options: {
    provider: undefined,
    protect: false,
    retainOnDelete: false,
    deleteBeforeReplace: false,
    ignoreChanges: [],
  },
};
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const ROLE = "arn:aws:iam::123456789012:role/execution";
const request: Request = { action: "lambda:InvokeFunction", resource: FUNCTION, context: {} };

const allow = (more: Record<string, unknown> = {}) => ({
  Effect: "Allow",
  Action: "*",
  Resource: "*",
  ...more,
});
const deny = (more: Record<string, unknown> = {}) => ({ ...allow(more), Effect: "Deny" });
const decide = (statement: readonly unknown[], more: Partial<Request> = {}) =>
  isAllowed(evaluate(statements({ Statement: statement }, role), { ...request, ...more }));

describe("IAM's evaluation", () => {
  it("allows what a statement allows and none denies", () => {
    assert.equal(decide([]), "no");
    assert.equal(decide([allow()]), "yes");
    assert.equal(decide([allow(), deny()]), "no");
    assert.equal(decide([allow(), deny({ Action: "s3:*" })]), "yes");
    assert.equal(decide([allow({ Action: ["s3:*", "lambda:invoke*"] })]), "yes");
    assert.equal(decide([allow({ Resource: `${FUNCTION}:*` })]), "no");
    assert.equal(decide([allow({ Resource: FUNCTION.replace("credentials", "cred*") })]), "yes");
  });

  it("reads NotAction and NotResource as all the others", () => {
    const not = (more: Record<string, unknown>) => {
      const { Action: _action, Resource: _resource, ...rest } = allow();
      return { ...rest, ...more };
    };
    assert.equal(decide([not({ NotAction: "iam:*", Resource: "*" })]), "yes");
    assert.equal(decide([not({ NotAction: "lambda:*", Resource: "*" })]), "no");
    assert.equal(decide([not({ Action: "*", NotResource: FUNCTION })]), "no");
    assert.equal(decide([not({ Action: "*", NotResource: "arn:aws:s3:::*" })]), "yes");
  });

  it("reads principals: services, roles, their accounts, and all but some", () => {
    const principal = { principal: ROLE };
    const by = (Principal: unknown) => decide([allow({ Principal })], principal);
    assert.equal(by("*"), "yes");
    assert.equal(by({ AWS: ROLE }), "yes");
    assert.equal(by({ AWS: "123456789012" }), "yes");
    assert.equal(by({ AWS: ["arn:aws:iam::123456789012:root"] }), "yes");
    assert.equal(by({ AWS: "arn:aws:iam::999999999999:root" }), "no");
    assert.equal(by({ Service: "sagemaker.amazonaws.com" }), "no");
    assert.equal(by({ AWS: "arn:aws:sts::123456789012:assumed-role/execution/session" }), "unknown");
    const other = { AWS: "arn:aws:iam::123456789012:role/other" };
    assert.equal(decide([allow(), deny({ NotPrincipal: other })], principal), "no");
    const own = { AWS: [ROLE, "arn:aws:iam::123456789012:root"] };
    assert.equal(decide([allow(), deny({ NotPrincipal: own })], principal), "yes");
    // The account is not named, so that nobody knows whether the role is meant.
    assert.equal(decide([allow(), deny({ NotPrincipal: { AWS: ROLE } })], principal), "unknown");
    assert.equal(decide([allow({ Principal: own })]), "unknown");
  });

  it("evaluates conditions on what is known, and leaves open what is not", () => {
    const when = (Condition: unknown, context: RequestContext) => decide([allow({ Condition })], { context });
    const region = { "aws:requestedregion": "eu-west-1" };
    assert.equal(when({ StringEquals: { "aws:RequestedRegion": ["eu-west-1", "x"] } }, region), "yes");
    assert.equal(when({ StringEquals: { "aws:RequestedRegion": "us-east-1" } }, region), "no");
    assert.equal(when({ StringNotEquals: { "aws:RequestedRegion": "us-east-1" } }, region), "yes");
    assert.equal(when({ StringLike: { "aws:RequestedRegion": "eu-*" } }, region), "yes");
    assert.equal(when({ StringEquals: { "aws:PrincipalTag/team": "ml" } }, region), "unknown");
    assert.equal(when({ DateLessThan: { "aws:RequestedRegion": "x" } }, region), "unknown");
    const missing = { "aws:sourcevpce": null };
    assert.equal(when({ StringEquals: { "aws:SourceVpce": "vpce-1" } }, missing), "no");
    assert.equal(when({ StringEqualsIfExists: { "aws:SourceVpce": "vpce-1" } }, missing), "yes");
    assert.equal(when({ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, missing), "yes");
    assert.equal(when({ Null: { "aws:SourceVpce": "true" } }, missing), "yes");
    assert.equal(when({ Null: { "aws:SourceVpce": "false" } }, missing), "no");
    assert.equal(when({ Bool: { "aws:SecureTransport": "false" } }, { "aws:securetransport": "true" }), "no");
    assert.equal(
      when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, { "aws:sourceip": "10.1.2.3" }),
      "yes",
    );
    assert.equal(
      when(
        { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/execution" } },
        { "aws:principalarn": ROLE },
      ),
      "yes",
    );
  });

  it("resolves variables that are known", () => {
    const Resource = "arn:aws:lambda:eu-west-1:${aws:PrincipalAccount}:function:credentials";
    const context = { "aws:principalaccount": "123456789012" };
    assert.equal(decide([allow({ Resource })], { context }), "yes");
    assert.equal(decide([allow({ Resource })]), "unknown");
  });

  it("never allows what a statement without conditions denies", () => {
    const pattern = fc.constantFrom("*", "lambda:*", "lambda:InvokeFunction", "s3:GetObject", "l?mbda:*");
    const statement = fc.record({
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: pattern,
      Resource: pattern,
    });
    fc.assert(
      fc.property(fc.array(statement), (all) => {
        const meant = all.filter(
          ({ Action, Resource }) => glob(Action, "lambda:InvokeFunction", "i") && glob(Resource, FUNCTION),
        );
        const expected =
          meant.some(({ Effect }) => Effect === "Deny") || meant.every(({ Effect }) => Effect !== "Allow")
            ? "no"
            : "yes";
        assert.equal(decide(all), expected);
      }),
    );
  });

  it("tells documents that can be read from those that cannot", () => {
    assert.ok(isReadable('{"Statement": []}') && isReadable(undefined) && isReadable(""));
    assert.ok(!isReadable("not-known-lookup-json") && !isReadable("{}"));
  });
});
