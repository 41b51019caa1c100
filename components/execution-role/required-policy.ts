import { policyDocument, type Placement, type PolicyDocument, type Statement } from "../common";
import { literal, readObjects, writeObjects } from "./s3-access";

/** What a model's role must be able to reach, in addition to its logs, metrics and network interfaces. */
export interface RequiredAccess {
  /** ARNs of the functions that return registries' credentials, as the models name them. */
  readonly credentialsProviderArns: readonly string[];
  /** S3 URIs of model data: objects, or prefixes that end in a slash. */
  readonly modelData: readonly string[];
  /** ARNs of the KMS keys that encrypt the model data, and the inputs. */
  readonly modelDataKmsKeyArns: readonly string[];
  /** S3 URIs of what asynchronous requests are about: objects, or prefixes that end in a slash. */
  readonly inferenceInputs: readonly string[];
  /** S3 URIs below which SageMaker writes: buckets or prefixes. */
  readonly inferenceOutputs: readonly string[];
  /** ARNs of the KMS keys that encrypt what is written. */
  readonly inferenceOutputKmsKeyArns: readonly string[];
  /** ARNs of the SNS topics to notify of asynchronous requests. */
  readonly notificationTopicArns: readonly string[];
  /** ARNs of the KMS keys that encrypt the volumes of the endpoint's instances. */
  readonly volumeKmsKeyArns: readonly string[];
  /** Names of the alarms that roll updates back. */
  readonly rollbackAlarmNames: readonly string[];
  /** Whether AWS Systems Manager opens sessions in the containers. */
  readonly ssmAccess: boolean;
  /** Ids of the subnets of the models' network interfaces; any subnet of the region where there are none. */
  readonly subnetIds: readonly string[];
  /** Names of the endpoints whose logs are written; those of all endpoints where there are none. */
  readonly endpointNames: readonly string[];
}

/**
 * All that SageMaker does with the role of a model whose image is in a private registry in a VPC.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createmodel-perms
 */
export function requiredPolicy(access: RequiredAccess, placement: Placement): PolicyDocument {
  return policyDocument(
    ...manageNetworkInterfaces(access.subnetIds, placement),
    writeLogs(access.endpointNames, placement),
    publishMetrics,
    ...invokeCredentialsProviders(access.credentialsProviderArns),
    ...readObjects("ReadModelData", access.modelData, placement.partition),
    ...readObjects("ReadInferenceInputs", access.inferenceInputs, placement.partition),
    ...decryptModelData(access.modelDataKmsKeyArns, placement),
    ...writeObjects("WriteInferenceOutputs", access.inferenceOutputs, placement.partition),
    ...encryptOutputs(access.inferenceOutputKmsKeyArns),
    ...useVolumeKeys(access.volumeKmsKeyArns, placement),
    ...publishNotifications(access.notificationTopicArns),
    ...describeAlarms(access.rollbackAlarmNames, placement),
    ...openSessions(access.ssmAccess),
  );
}

/**
 * The network interfaces of the models. AWS's own example allows all of it on every resource; EC2 evaluates subnets, for
 * interfaces that are there by a condition, and descriptions not at all. The groups are not named: a model gets one that
 * is made after the role. The account is that of the subnet's owner, which may share it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html and
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
function manageNetworkInterfaces(
  subnetIds: readonly string[],
  { partition, region }: Placement,
): readonly Statement[] {
  const change = [
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DeleteNetworkInterfacePermission",
  ];
  const describe = [
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
  ];
  if (subnetIds.length === 0) {
    return [
      {
        Sid: "ManageNetworkInterfaces",
        Effect: "Allow",
        Action: ["ec2:CreateNetworkInterface", ...change, ...describe],
        Resource: "*",
      },
    ];
  }
  const arn = (resource: string): string => `arn:${partition}:ec2:${region}:*:${resource}`;
  const subnets = [...new Set(subnetIds)].map((id) => arn(`subnet/${id}`));
  const interfaces = arn("network-interface/*");
  return [
    {
      Sid: "CreateNetworkInterfaces",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: [...subnets, interfaces, arn("security-group/*")],
    },
    {
      Sid: "ManageNetworkInterfaces",
      Effect: "Allow",
      Action: change,
      Resource: interfaces,
      Condition: { ArnLike: { "ec2:Subnet": subnets } },
    },
    { Sid: "DescribeNetwork", Effect: "Allow", Action: describe, Resource: "*" },
  ];
}

/**
 * An endpoint's log group has its name, also with asynchronous inference and several containers.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
function writeLogs(endpointNames: readonly string[], { partition, region, accountId }: Placement): Statement {
  const group = (name: string): string =>
    `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/sagemaker/Endpoints/${name}`;
  const names = [...new Set(endpointNames)];
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: names.length === 0 ? group("*") : names.flatMap((name) => [group(name), `${group(name)}:*`]),
  };
}

/**
 * Metrics are no resources, but have a namespace. All that AWS documents of SageMaker's begin so; a model that could write others
 * could make any alarm fire, those that roll updates back among them.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
const publishMetrics: Statement = {
  Sid: "PublishMetrics",
  Effect: "Allow",
  Action: "cloudwatch:PutMetricData",
  Resource: "*",
  Condition: {
    StringLike: { "cloudwatch:namespace": ["/aws/sagemaker/*", "AWS/SageMaker", "AWS/SageMaker/*"] },
  },
};

/**
 * Lambda compares the ARN as it is invoked: a permission on a function does not cover its versions and aliases, nor the
 * other way round. So these are exactly the ARNs that the models name.
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

/**
 * S3 asks for data keys, and for their decryption where an upload has several parts. That the role may encrypt is AWS's
 * advice, and no call of S3's: so nothing is said of the service by which the key is used.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html
 */
function encryptOutputs(keyArns: readonly string[]): Statement[] {
  if (keyArns.length === 0) return [];
  return [
    {
      Sid: "EncryptInferenceOutputs",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      Resource: [...new Set(keyArns)],
    },
  ];
}

/**
 * AWS wants the key of the volumes to admit the role (CreateEndpointConfig.KmsKeyId), and does not say which actions. These are
 * those of an encrypted EBS volume: a grant that only an AWS service may be given, and the use of the key through EC2 or SageMaker.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
function useVolumeKeys(keyArns: readonly string[], { region, dnsSuffix }: Placement): Statement[] {
  if (keyArns.length === 0) return [];
  const Resource = [...new Set(keyArns)];
  return [
    {
      Sid: "GrantVolumeKey",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    { Sid: "DescribeVolumeKey", Effect: "Allow", Action: "kms:DescribeKey", Resource },
    {
      Sid: "UseVolumeKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext"],
      Resource,
      Condition: {
        StringEquals: {
          "kms:ViaService": ["ec2", "sagemaker"].map((service) => `${service}.${region}.${dnsSuffix}`),
        },
      },
    },
  ];
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint-prerequisites.html */
function publishNotifications(topicArns: readonly string[]): Statement[] {
  if (topicArns.length === 0) return [];
  return [
    {
      Sid: "PublishNotifications",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: [...new Set(topicArns)],
    },
  ];
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html */
function describeAlarms(names: readonly string[], { partition, region, accountId }: Placement): Statement[] {
  if (names.length === 0) return [];
  const prefix = `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:`;
  return [
    {
      Sid: "DescribeRollbackAlarms",
      Effect: "Allow",
      Action: "cloudwatch:DescribeAlarms",
      Resource: [...new Set(names)].map((name) => `${prefix}${literal(name)}`),
    },
  ];
}

/** Channels are no resources. https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html */
function openSessions(allowed: boolean): Statement[] {
  if (!allowed) return [];
  return [
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
  ];
}
