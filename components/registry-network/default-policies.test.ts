import assert from "node:assert/strict";
import { evaluate, isAllowed } from "../../plan/iam/evaluate";
import { statements } from "../../plan/iam/permissions";
import type { PolicyDocument } from "../common";
import { defaultInterfacePolicy, defaultS3Policy, type PolicyScope } from "./default-policies";

const OWN = "123456789012";
const OTHER = "210987654321";
const closed: PolicyScope = {
  partition: "aws",
  dnsSuffix: "amazonaws.com",
  reverseDnsPrefix: "com.amazonaws",
  region: "eu-west-1",
  accountId: OWN,
  isClosed: true,
};
const open: PolicyScope = { ...closed, isClosed: false };

interface Asked {
  readonly by?: string | null;
  readonly of?: string | null;
}

/** Whether a policy lets a request pass, of a principal of one account to a resource of another. */
function passes(
  document: PolicyDocument,
  action: string,
  resource: string,
  { by = OWN, of = OWN }: Asked = {},
) {
  const resourceOf = { urn: "", type: "", name: "", inputs: {}, outputs: {} };
  return isAllowed(
    evaluate(statements(document, resourceOf as never), {
      action,
      resource,
      context: { "aws:principalaccount": by, "aws:resourceaccount": of, "aws:securetransport": "true" },
    }),
  );
}

const arn = (service: string, resource: string, account = OWN): string =>
  `arn:aws:${service}:eu-west-1:${account}:${resource}`;

describe("the default policies of endpoints", () => {
  /** What the parts in a closed VPC do, and what nobody in it needs, by service. */
  const services: [service: string, needed: [string, string][], more: [string, string][]][] = [
    [
      "lambda",
      [["lambda:InvokeFunction", arn("lambda", "function:demo")]],
      [["lambda:UpdateFunctionCode", arn("lambda", "function:demo")]],
    ],
    [
      "logs",
      [
        ["logs:CreateLogStream", arn("logs", "log-group:demo:log-stream:x")],
        ["logs:PutLogEvents", arn("logs", "log-group:demo:log-stream:x")],
      ],
      [["logs:DeleteLogGroup", arn("logs", "log-group:demo")]],
    ],
    [
      "secretsmanager",
      [["secretsmanager:GetSecretValue", arn("secretsmanager", "secret:demo-AbCdEf")]],
      [["secretsmanager:PutSecretValue", arn("secretsmanager", "secret:demo-AbCdEf")]],
    ],
    [
      "ecr.dkr",
      [
        ["ecr:GetAuthorizationToken", "*"],
        ["ecr:BatchGetImage", arn("ecr", "repository/registry")],
        ["ecr:GetDownloadUrlForLayer", arn("ecr", "repository/registry")],
      ],
      [["ecr:PutImage", arn("ecr", "repository/registry")]],
    ],
    ["sagemaker.runtime", [["sagemaker:InvokeEndpoint", arn("sagemaker", "endpoint/demo")]], []],
    ["kms", [["kms:Decrypt", arn("kms", "key/1")]], []],
  ];
  for (const [service, needed, more] of services) {
    it(`let this account do what is needed of ${service}, and no other account`, () => {
      for (const scope of [closed, open]) {
        const policy = defaultInterfacePolicy(service, scope);
        for (const [action, resource] of needed) {
          assert.equal(passes(policy, action, resource), "yes", `${action} ${scope.isClosed}`);
          assert.equal(passes(policy, action, resource, { by: OTHER }), "no");
          assert.equal(passes(policy, action, resource, { by: null }), "no", "without credentials");
        }
        for (const [action, resource] of more) {
          const expected = scope.isClosed ? "no" : "yes";
          assert.equal(passes(policy, action, resource), expected, `${action} ${scope.isClosed}`);
          const foreign = resource.replace(OWN, OTHER);
          assert.equal(passes(policy, action, foreign, { of: OTHER }), "no", `${action} ${scope.isClosed}`);
        }
      }
    });
  }

  it("keep this account's requests from other accounts' resources, but for images that are pulled", () => {
    for (const scope of [closed, open]) {
      const to = (service: string, action: string, resource: string) =>
        passes(defaultInterfacePolicy(service, scope), action, resource, { of: OTHER });
      assert.equal(to("lambda", "lambda:InvokeFunction", arn("lambda", "function:x", OTHER)), "no");
      assert.equal(to("logs", "logs:PutLogEvents", arn("logs", "log-group:x", OTHER)), "no");
      assert.equal(to("kms", "kms:Encrypt", arn("kms", "key/1", OTHER)), "no");
      assert.equal(to("ecr.dkr", "ecr:PutImage", arn("ecr", "repository/x", OTHER)), "no");
      assert.equal(to("ecr.dkr", "ecr:BatchGetImage", arn("ecr", "repository/x", OTHER)), "yes");
    }
  });

  it("let actions pass that know no resource, and so carry no account of one", () => {
    assert.equal(
      passes(defaultInterfacePolicy("sts", open), "sts:GetCallerIdentity", "*", { of: null }),
      "yes",
    );
    assert.equal(
      passes(defaultInterfacePolicy("ecr.api", open), "ecr:GetAuthorizationToken", "*", { of: null }),
      "yes",
    );
  });
});

describe("the default policy of the endpoint for S3", () => {
  const object = "arn:aws:s3:::bucket/key";
  const layers = "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/layer";

  it("lets this account use its own buckets, and nobody else's", () => {
    for (const scope of [closed, open]) {
      const policy = defaultS3Policy(scope, []);
      for (const action of ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:AbortMultipartUpload"]) {
        assert.equal(passes(policy, action, object), "yes", action);
      }
      assert.equal(passes(policy, "s3:PutObject", object, { of: OTHER }), "no");
      assert.equal(passes(policy, "s3:PutObject", object, { by: OTHER }), "no");
      assert.equal(passes(policy, "s3:PutObject", object, { by: OTHER, of: OTHER }), "no");
      assert.equal(passes(policy, "s3:PutObject", object, { by: null, of: OTHER }), "no");
    }
    assert.equal(passes(defaultS3Policy(closed, []), "s3:PutBucketPolicy", "arn:aws:s3:::bucket"), "no");
  });

  it("lets the layers of ECR be pulled by URLs that ECR signs, in each partition and Region", () => {
    const signed = { by: OTHER, of: OTHER };
    assert.equal(passes(defaultS3Policy(closed, []), "s3:GetObject", layers, signed), "yes");
    assert.equal(passes(defaultS3Policy(closed, []), "s3:PutObject", layers, signed), "no");
    assert.equal(passes(defaultS3Policy(closed, []), "s3:GetObject", object, signed), "no");
    const china = defaultS3Policy({ ...closed, partition: "aws-cn", region: "cn-north-1" }, []);
    assert.equal(
      passes(china, "s3:GetObject", "arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/x", signed),
      "yes",
    );
  });

  it("lets others' buckets be read only where the VPC is not closed, and those named be used", () => {
    assert.equal(passes(defaultS3Policy(open, []), "s3:GetObject", object, { by: null, of: OTHER }), "yes");
    const named = defaultS3Policy(closed, ["models", "models"]);
    const of = { of: OTHER };
    assert.equal(passes(named, "s3:GetObject", "arn:aws:s3:::models/fraud.tar.gz", of), "yes");
    assert.equal(passes(named, "s3:ListBucket", "arn:aws:s3:::models", of), "yes");
    assert.equal(passes(named, "s3:PutObject", "arn:aws:s3:::models/captured", of), "yes");
    assert.equal(passes(named, "s3:GetObject", "arn:aws:s3:::models-2/x", of), "no");
    assert.equal(passes(named, "s3:GetObject", "arn:aws:s3:::models/x", { by: OTHER, of: OTHER }), "no");
  });
});
