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
const NOTHING = {
  credentialsProviderArns: [],
  modelData: [],
  modelDataKmsKeyArns: [],
  volumeKmsKeyArns: [],
  inferenceInputs: [],
  inferenceOutputs: [],
  inferenceOutputKmsKeyArns: [],
  notificationTopicArns: [],
  rollbackAlarmNames: [],
  ssmAccess: false,
  subnetIds: [],
  endpointNames: [],
};
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
    Resource: "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:/aws/sagemaker/Endpoints/*",
  },
  {
    Sid: "PublishMetrics",
    Effect: "Allow",
    Action: "cloudwatch:PutMetricData",
    Resource: "*",
    Condition: {
      StringLike: { "cloudwatch:namespace": ["/aws/sagemaker/*", "AWS/SageMaker", "AWS/SageMaker/*"] },
    },
  },
];

describe("requiredPolicy", () => {
  it("allows interfaces, logs and metrics to every model", () => {
    assert.deepEqual(requiredPolicy(NOTHING, PLACEMENT), { Version: "2012-10-17", Statement: ALWAYS });
  });

  it("places interfaces in the models' subnets alone where they are known, whoever owns them", () => {
    const access = { ...NOTHING, subnetIds: ["subnet-a", "subnet-b", "subnet-a"] };
    const arn = (resource: string) => `arn:aws-us-gov:ec2:us-gov-west-1:*:${resource}`;
    const subnets = [arn("subnet/subnet-a"), arn("subnet/subnet-b")];
    assert.deepEqual(requiredPolicy(access, PLACEMENT).Statement.slice(0, 3), [
      {
        Sid: "CreateNetworkInterfaces",
        Effect: "Allow",
        Action: "ec2:CreateNetworkInterface",
        Resource: [...subnets, arn("network-interface/*"), arn("security-group/*")],
      },
      {
        Sid: "ManageNetworkInterfaces",
        Effect: "Allow",
        Action: [
          "ec2:CreateNetworkInterfacePermission",
          "ec2:DeleteNetworkInterface",
          "ec2:DeleteNetworkInterfacePermission",
        ],
        Resource: arn("network-interface/*"),
        Condition: { ArnLike: { "ec2:Subnet": subnets } },
      },
      {
        Sid: "DescribeNetwork",
        Effect: "Allow",
        Action: [
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcEndpoints",
          "ec2:DescribeVpcs",
        ],
        Resource: "*",
      },
    ]);
  });

  it("writes the log groups of the endpoints that are named, and no others", () => {
    const group = "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:/aws/sagemaker/Endpoints/fraud";
    const access = { ...NOTHING, endpointNames: ["fraud", "fraud"] };
    const logs = requiredPolicy(access, PLACEMENT).Statement.find(({ Sid }) => Sid === "WriteLogs");
    assert.deepEqual(logs?.Resource, [group, `${group}:*`]);
  });

  it("lets SageMaker look at exactly the alarms that roll back, whatever their names hold", () => {
    const access = { ...NOTHING, rollbackAlarmNames: ["fraud-rollback-errors", "any*", "any*"] };
    const alarm = "arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:";
    assert.deepEqual(requiredPolicy(access, PLACEMENT).Statement.slice(ALWAYS.length), [
      {
        Sid: "DescribeRollbackAlarms",
        Effect: "Allow",
        Action: "cloudwatch:DescribeAlarms",
        Resource: [`${alarm}fraud-rollback-errors`, `${alarm}any\${*}`],
      },
    ]);
  });

  it("allows exactly the functions, model data and keys that are given", () => {
    const access = {
      ...NOTHING,
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

  it("lets the volumes' keys be granted to AWS services, and used through EC2 and SageMaker, each once", () => {
    const { Statement: statements } = requiredPolicy({ ...NOTHING, volumeKmsKeyArns: [KEY, KEY] }, PLACEMENT);
    assert.deepEqual(statements.slice(ALWAYS.length), [
      {
        Sid: "GrantVolumeKey",
        Effect: "Allow",
        Action: "kms:CreateGrant",
        Resource: [KEY],
        Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
      { Sid: "DescribeVolumeKey", Effect: "Allow", Action: "kms:DescribeKey", Resource: [KEY] },
      {
        Sid: "UseVolumeKey",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"],
        Resource: [KEY],
        Condition: {
          StringEquals: {
            "kms:ViaService": ["ec2.us-gov-west-1.amazonaws.com", "sagemaker.us-gov-west-1.amazonaws.com"],
          },
        },
      },
    ]);
  });

  it("allows to read inputs, to write outputs, to notify and to open sessions, and no more than that", () => {
    const topic = "arn:aws-us-gov:sns:us-gov-west-1:123456789012:answers";
    const access = {
      ...NOTHING,
      inferenceInputs: ["s3://in/requests/"],
      inferenceOutputs: ["s3://out/answers", "s3://out/answers/"],
      inferenceOutputKmsKeyArns: [KEY, KEY],
      notificationTopicArns: [topic, topic],
      ssmAccess: true,
    };
    assert.deepEqual(requiredPolicy(access, PLACEMENT).Statement.slice(ALWAYS.length), [
      {
        Sid: "ReadInferenceInputs",
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: ["arn:aws-us-gov:s3:::in/requests/*"],
      },
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws-us-gov:s3:::in",
        Condition: { StringLike: { "s3:prefix": ["requests/*"] } },
      },
      {
        Sid: "WriteInferenceOutputs",
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
        Resource: ["arn:aws-us-gov:s3:::out/answers/*"],
      },
      {
        Sid: "EncryptInferenceOutputs",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
        Resource: [KEY],
      },
      { Sid: "PublishNotifications", Effect: "Allow", Action: "sns:Publish", Resource: [topic] },
      {
        Sid: "OpenSessions",
        Effect: "Allow",
        Action: [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ],
        Resource: "*",
      },
    ]);
  });
});
