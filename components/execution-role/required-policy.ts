import { policyDocument, type Placement, type PolicyDocument, type Statement } from "../common";
import { readModelData } from "./model-data";

/** What a model's role must be able to reach, beside its logs, metrics and network interfaces. */
export interface RequiredAccess {
  /** ARNs of the functions that hand out registries' credentials, as they stand in the models. */
  readonly credentialsProviderArns: readonly string[];
  /** S3 URIs of model data: objects, or prefixes that end in a slash. */
  readonly modelData: readonly string[];
  /** ARNs of the KMS keys that encrypt the model data. */
  readonly modelDataKmsKeyArns: readonly string[];
}

/**
 * All that SageMaker does with the role of a model whose image is in a private registry in a VPC.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
 */
export function requiredPolicy(access: RequiredAccess, placement: Placement): PolicyDocument {
  return policyDocument(
    manageNetworkInterfaces,
    writeLogs(placement),
    publishMetrics,
    ...invokeCredentialsProviders(access.credentialsProviderArns),
    ...readModelData(access.modelData, placement.partition),
    ...decryptModelData(access.modelDataKmsKeyArns, placement),
  );
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html#host-vpc-endpoints */
const manageNetworkInterfaces: Statement = {
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
};

/**
 * All log groups of SageMaker's begin alike; which of them an endpoint writes depends on its kind.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
function writeLogs({ partition, region, accountId }: Placement): Statement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/*`,
  };
}

/** Metrics are no resources; which namespaces hosting writes with the role is not documented, so that none is named. */
const publishMetrics: Statement = {
  Sid: "PublishMetrics",
  Effect: "Allow",
  Action: "cloudwatch:PutMetricData",
  Resource: "*",
};

/**
 * Lambda compares the ARN as it is invoked: a permission on a function does not cover its versions and aliases, nor the
 * other way round. So these are the ARNs as they stand in the models, to the letter.
 */
function invokeCredentialsProviders(functionArns: readonly string[]): Statement[] {
  if (functionArns.length === 0) return [];
  return [
    {
      Sid: "InvokeCredentialsProviders",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: [...new Set(functionArns)],
    },
  ];
}

function decryptModelData(keyArns: readonly string[], { region, dnsSuffix }: Placement): Statement[] {
  if (keyArns.length === 0) return [];
  return [
    {
      Sid: "DecryptModelData",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: [...new Set(keyArns)],
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix}` } },
    },
  ];
}
