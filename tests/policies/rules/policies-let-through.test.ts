import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { conditionsHold, type RequestContext } from "../../../plan/iam/conditions";
import { closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict, verdictOf } from "../verdicts";

const DIGEST = `sha256:${"e".repeat(64)}`;
const RULE = "policies-let-through";
const ROLE = "arn:aws:iam::123456789012:role/tasks";

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly NotAction?: unknown;
  readonly Condition?: unknown;
}
const policy = (...statements: Statement[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((each) => ({ Effect: "Allow", Principal: "*", Resource: "*", ...each })),
  });

const lambda = (document: string) => verdictOf(RULE, () => closedVpc({ lambda: { policy: document } }));

describe("the policy of the endpoint for Lambda", () => {
  it("lets all through where there is none", async () => {
    assertVerdict(await verdictOf(RULE, () => closedVpc()), "passed");
  });

  it("lets through what it allows, by action, resource and principal", async () => {
    assertVerdict(await lambda(policy({ Action: "lambda:InvokeFunction" })), "passed");
    assertVerdict(await lambda(policy({ Action: "lambda:*", Principal: { AWS: "123456789012" } })), "passed");
    assertVerdict(
      await lambda(
        policy({ Action: "lambda:InvokeFunction", Principal: { AWS: "arn:aws:iam::123456789012:root" } }),
      ),
      "passed",
    );
  });

  it("is in the way where it allows something else, or someone else", async () => {
    assertVerdict(
      await lambda(policy({ Action: "lambda:ListFunctions" })),
      "failed",
      /does not allow the role "execution-role" lambda:InvokeFunction on arn:aws:lambda:.* → allow lambda:InvokeFunction on arn:aws:lambda:/,
      "lambda",
    );
    assertVerdict(
      await lambda(
        policy({ Action: "lambda:*", Resource: "arn:aws:lambda:eu-west-1:123456789012:function:x" }),
      ),
      "failed",
    );
    assertVerdict(await lambda(policy({ Action: "*", Principal: { AWS: "210987654321" } })), "failed");
  });

  it("is in the way where it denies", async () => {
    const denied = { Effect: "Deny", Action: "lambda:InvokeFunction" };
    assertVerdict(
      await lambda(policy({ Action: "*" }, denied)),
      "failed",
      /its policy denies .* → take that out of its Deny statements/,
    );
    assertVerdict(await lambda(policy({ Action: "*" }, { Effect: "Deny", Action: "s3:*" })), "passed");
    assertVerdict(await lambda(policy({ Action: "*" }, { Effect: "Deny", NotAction: "lambda:*" })), "passed");
  });

  it("is judged by conditions that can be known, and not known by others", async () => {
    const under = (Condition: unknown) => lambda(policy({ Action: "*", Condition }));
    assertVerdict(await under({ StringEquals: { "aws:PrincipalAccount": "123456789012" } }), "passed");
    assertVerdict(await under({ StringEquals: { "aws:PrincipalAccount": "210987654321" } }), "failed");
    assertVerdict(
      await under({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
      "unknown",
      /whether the conditions of its policy let/,
    );
  });

  it("is read from a resource of its own", async () => {
    const verdict = await verdictOf(RULE, () => {
      const { vpcId, subnetIds } = closedVpc({ lambda: null });
      const endpoint = new aws.ec2.VpcEndpoint("lambda", {
        vpcId,
        serviceName: "com.amazonaws.eu-west-1.lambda",
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds,
      });
      new aws.ec2.VpcEndpointPolicy("own", {
        vpcEndpointId: endpoint.id,
        policy: policy({ Action: "s3:*" }),
      });
    });
    assertVerdict(verdict, "failed", /does not allow/, "own");
  });

  it("is not known of an endpoint in a VPC of elsewhere, until somebody tells", async () => {
    const program = () =>
      closedVpc({
        lambda: null,
        fraud: { vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } },
      });
    assertVerdict(await verdictOf(RULE, program), "unknown", /has an endpoint for lambda whose policy/);
    const facts = (document: string) => [
      { Vpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }] },
      {
        Subnets: ["subnet-1", "subnet-2"].map((SubnetId) => ({
          SubnetId,
          VpcId: "vpc-1",
          AvailabilityZone: "eu-west-1a",
          CidrBlock: "10.0.0.0/24",
        })),
      },
      {
        VpcEndpoints: [
          {
            VpcEndpointId: "vpce-1",
            VpcId: "vpc-1",
            VpcEndpointType: "Interface",
            ServiceName: "com.amazonaws.eu-west-1.lambda",
            State: "available",
            PrivateDnsEnabled: true,
            PolicyDocument: document,
          },
        ],
      },
    ];
    assertVerdict(await verdictOf(RULE, program, facts(policy({ Action: "*" }))), "passed");
    assertVerdict(
      await verdictOf(RULE, program, facts(policy({ Action: "s3:*" }))),
      "failed",
      /does not allow/,
      "vpce-1",
    );
  });
});

describe("the policies on the way to the layers", () => {
  /** The closed VPC with its registry's layers in a bucket that the program makes. */
  const withBucket = (
    s3Policy: string | undefined,
    bucketPolicy: string | undefined,
    changes: Changes = {},
  ) =>
    verdictOf(RULE, () => {
      const bucket = new aws.s3.Bucket("images", { bucket: "images" });
      if (bucketPolicy !== undefined) {
        new aws.s3.BucketPolicy("images-policy", { bucket: bucket.bucket, policy: bucketPolicy });
      }
      closedVpc({
        task: { taskRoleArn: ROLE },
        ...(s3Policy === undefined ? {} : { s3: { policy: s3Policy } }),
        ...changes,
      });
    });

  it("let through what they allow", async () => {
    const images = policy(
      { Action: "s3:ListBucket", Resource: "arn:aws:s3:::images" },
      { Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::images/*" },
    );
    assertVerdict(await withBucket(images, undefined), "passed");
    const insecure = {
      Effect: "Deny",
      Action: "s3:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    assertVerdict(await withBucket(images, policy(insecure)), "passed");
  });

  it("are in the way where the endpoint allows another bucket only", async () => {
    const other = policy({ Action: "s3:*", Resource: ["arn:aws:s3:::other", "arn:aws:s3:::other/*"] });
    assertVerdict(
      await withBucket(other, undefined),
      "failed",
      new RegExp(`does not allow the role ${ROLE} s3:GetObject on arn:aws:s3:::images/`),
      "s3",
    );
  });

  it("are in the way where the bucket denies other endpoints or VPCs", async () => {
    const except = (key: string, value: string, operator = "StringNotEquals") =>
      policy({
        Effect: "Deny",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::images", "arn:aws:s3:::images/*"],
        Condition: { [operator]: { [key]: value } },
      });
    assertVerdict(
      await withBucket(undefined, except("aws:SourceVpce", "vpce-other")),
      "failed",
      /the bucket's policy denies .* → except the role, or the VPC's endpoint for S3/,
      "images-policy",
    );
    assertVerdict(
      await withBucket(undefined, except("aws:PrincipalArn", "arn:*:role/tasks", "ArnNotLike")),
      "passed",
    );
    // A request through the endpoint for S3 carries no address.
    assertVerdict(
      await withBucket(undefined, except("aws:SourceIp", "10.0.0.0/8", "NotIpAddress")),
      "failed",
    );
    assertVerdict(
      await withBucket(undefined, except("aws:PrincipalOrgID", "o-1")),
      "unknown",
      /whether the conditions of the bucket's policy deny/,
    );
  });

  it("are asked of the model's VPC as well where the registry redirects", async () => {
    const s3 = policy({ Action: "s3:*", Condition: { ArnEquals: { "aws:PrincipalArn": ROLE } } });
    const redirecting: Changes = { config: { storage: { s3: { region: "eu-west-1", bucket: "images" } } } };
    assertVerdict(await withBucket(s3, undefined, redirecting), "passed");
    const listOnly = policy({ Action: "s3:ListBucket" });
    assertVerdict(await withBucket(listOnly, undefined, redirecting), "failed", /s3:GetObject/);
  });

  it("are asked of the model's data with the execution role", async () => {
    const changes: Changes = {
      fraud: {
        primaryContainer: {
          image: `registry.example.com/ml/fraud@${DIGEST}`,
          imageConfig: { repositoryAccessMode: "Vpc" },
          modelDataUrl: "s3://data/fraud/model.tar.gz",
        },
      },
    };
    const only = (Resource: string) =>
      policy({ Action: "s3:*", Resource: ["arn:aws:s3:::images", "arn:aws:s3:::images/*", Resource] });
    assertVerdict(await withBucket(only("arn:aws:s3:::data/fraud/*"), undefined, changes), "passed");
    assertVerdict(
      await withBucket(only("arn:aws:s3:::data/other/*"), undefined, changes),
      "failed",
      /does not allow the role "execution-role" s3:GetObject on arn:aws:s3:::data\/fraud\/model\.tar\.gz/,
    );
  });

  for (const [property, source] of [
    ["modelDataSource", (from: object) => from],
    ["additionalModelDataSources", (from: object) => [{ channelName: "more", ...from }]],
  ] as const) {
    it(`are asked of the model's data in its ${property}`, async () => {
      const uri = { s3Uri: "s3://data/fraud/", s3DataType: "S3Prefix", compressionType: "None" };
      const changes: Changes = {
        fraud: {
          primaryContainer: {
            image: `registry.example.com/ml/fraud@${DIGEST}`,
            imageConfig: { repositoryAccessMode: "Vpc" },
            [property]: source({ s3DataSources: [uri] }),
          },
        },
      };
      const images = policy({ Action: "s3:*", Resource: ["arn:aws:s3:::images", "arn:aws:s3:::images/*"] });
      assertVerdict(
        await withBucket(images, undefined, changes),
        "failed",
        /does not allow the role "execution-role" s3:GetObject on arn:aws:s3:::data\/fraud\/object/,
      );
    });
  }
});

describe("the conditions of a policy", () => {
  const context: RequestContext = { "aws:sourcevpce": "vpce-1", "aws:sourcevpc": null };
  for (const [conditions, holds] of [
    [{}, "yes"],
    [{ StringEquals: { "aws:SourceVpce": ["vpce-2", "vpce-1"] } }, "yes"],
    [{ StringNotEquals: { "aws:sourceVpce": "vpce-1" } }, "no"],
    [{ StringLike: { "aws:SourceVpce": "vpce-*" } }, "yes"],
    [{ StringLike: { "aws:SourceVpce": "vpce-?" } }, "yes"],
    [{ StringLike: { "aws:SourceVpce": "vpce-${*}" } }, "no"],
    [{ StringEqualsIgnoreCase: { "aws:SourceVpce": "VPCE-1" } }, "yes"],
    [{ StringEquals: { "aws:SourceVpc": "vpc-1" } }, "no"],
    [{ StringNotEquals: { "aws:SourceVpc": "vpc-1" } }, "yes"],
    [{ StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }, "yes"],
    [{ NotIpAddress: { "aws:SourceVpc": "10.0.0.0/8" } }, "yes"],
    [{ "ForAllValues:StringEquals": { "aws:SourceVpc": "vpc-1" } }, "yes"],
    [{ "ForAnyValue:StringNotEquals": { "aws:SourceVpc": "vpc-1" } }, "no"],
    [{ StringEquals: { "aws:SourceVpce": "${aws:SourceVpce}" } }, "yes"],
    [{ StringEquals: { "aws:SourceVpce": "${aws:UserAgent}" } }, "unknown"],
    [{ Null: { "aws:SourceVpc": "true" } }, "yes"],
    [{ Null: { "aws:SourceVpce": "true" } }, "no"],
    [{ StringEquals: { "aws:UserAgent": "x" } }, "unknown"],
    [{ DateLessThan: { "aws:SourceVpce": "x" } }, "unknown"],
    [{ StringEquals: { "aws:SourceVpce": "vpce-2", "aws:UserAgent": "x" } }, "no"],
  ] as const) {
    it(`${JSON.stringify(conditions)}: ${holds}`, () => {
      assert.equal(conditionsHold(conditions, context), holds);
    });
  }
});
