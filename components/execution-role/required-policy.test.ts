import assert from "node:assert/strict";
import { requiredPolicy } from "./required-policy";

const PLACEMENT = {
  partition: "aws-us-gov",
  dnsSuffix: "amazonaws.com",
  reverseDnsPrefix: "com.amazonaws",
  region: "us-gov-west-1",
  accountId: "123456789012",
};
const FUNCTION = "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:credentials";
const KEY = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234";
const ALWAYS = [
  {
    Sid: "ManageNetworkInterfaces",
    Effect: "Allow",
    Action: [
      "ec2:CreateNetworkInterface",
      "ec2:CreateNetworkInterfacePermission",
      "ec2:DeleteNetworkInterface",
      "ec2:DeleteNetworkInterfacePermission",
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcs",
    ],
    Resource: "*",
  },
  {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:/aws/sagemaker/*",
  },
  { Sid: "PublishMetrics", Effect: "Allow", Action: "cloudwatch:PutMetricData", Resource: "*" },
];

describe("requiredPolicy", () => {
  it("allows interfaces, logs and metrics to every model", () => {
    const nothing = { credentialsProviderArns: [], modelData: [], modelDataKmsKeyArns: [] };
    assert.deepEqual(requiredPolicy(nothing, PLACEMENT), { Version: "2012-10-17", Statement: ALWAYS });
  });

  it("allows exactly the functions, model data and keys that are given", () => {
    const access = {
      credentialsProviderArns: [FUNCTION, `${FUNCTION}:live`, FUNCTION],
      modelData: ["s3://models/fraud/"],
      modelDataKmsKeyArns: [KEY, KEY],
    };
    assert.deepEqual(requiredPolicy(access, PLACEMENT), {
      Version: "2012-10-17",
      Statement: [
        ...ALWAYS,
        {
          Sid: "InvokeCredentialsProviders",
          Effect: "Allow",
          Action: "lambda:InvokeFunction",
          Resource: [FUNCTION, `${FUNCTION}:live`],
        },
        {
          Sid: "ReadModelData",
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: ["arn:aws-us-gov:s3:::models/fraud/*"],
        },
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws-us-gov:s3:::models",
          Condition: { StringLike: { "s3:prefix": ["fraud/*"] } },
        },
        {
          Sid: "DecryptModelData",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: [KEY],
          Condition: { StringEquals: { "kms:ViaService": "s3.us-gov-west-1.amazonaws.com" } },
        },
      ],
    });
  });
});
