import {
  policyDocument,
  readSecret,
  serviceTrustPolicy,
  type Placement,
  type PolicyDocument,
  type Statement,
} from "../common";
import type { RegistryEndpoint } from "./configuration";
import { ecrRepository } from "./registry-image";

/** What a bucket's policies name. */
export interface BucketAccess {
  readonly endpoint: RegistryEndpoint;
  readonly bucketArn: string;
  readonly kmsKeyArn?: string;
  readonly region: string;
  readonly dnsSuffix: string;
}

/**
 * What the registry's process may do: the service for pulls reads the bucket, the one for pushes also writes and
 * deletes. The driver lists the bucket at every read.
 * https://distribution.github.io/distribution/storage-drivers/s3/
 */
export function taskPolicy({
  endpoint,
  bucketArn,
  kmsKeyArn,
  region,
  dnsSuffix,
}: BucketAccess): PolicyDocument {
  const push = endpoint === "push";
  const useKey: Statement = {
    Sid: "UseBucketKey",
    Effect: "Allow",
    Action: ["kms:Decrypt", ...(push ? ["kms:GenerateDataKey"] : [])],
    Resource: kmsKeyArn ?? [],
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.${dnsSuffix}` },
      // The bucket's ARN with the bucket key, which is on, and an object's own ARN for one that was written before that.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-changes
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`] },
    },
  };
  return policyDocument(
    {
      Sid: "ListBucket",
      Effect: "Allow",
      Action: ["s3:ListBucket", ...(push ? ["s3:ListBucketMultipartUploads"] : [])],
      Resource: bucketArn,
    },
    {
      Sid: push ? "ReadAndWriteObjects" : "ReadObjects",
      Effect: "Allow",
      Action: [
        "s3:GetObject",
        ...(push
          ? [
              "s3:PutObject",
              // S3 asks for it wherever a request names an ACL, which the driver always does.
              "s3:PutObjectAcl",
              "s3:DeleteObject",
              "s3:ListMultipartUploadParts",
              "s3:AbortMultipartUpload",
            ]
          : []),
      ],
      Resource: `${bucketArn}/*`,
    },
    ...(kmsKeyArn === undefined ? [] : [useKey]),
  );
}

/** What Fargate needs to start a task. */
export interface StartAccess {
  readonly partition: string;
  readonly region: string;
  readonly dnsSuffix: string;
  readonly logGroupArn: string;
  /** ARNs of the secrets that the container gets. */
  readonly secretArns: readonly string[];
  /** ARN of the key of those secrets. */
  readonly kmsKeyArn?: string;
  readonly image: string;
  /** ARN of the secret with the credentials for the image's registry. */
  readonly imageCredentialsSecretArn?: string;
  /** ARN of the key of that secret. */
  readonly imageCredentialsKmsKeyArn?: string;
}

/**
 * What Fargate may do to start a task: pull the image, read the container's secrets, write its log.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function executionPolicy(access: StartAccess): PolicyDocument {
  const { logGroupArn, kmsKeyArn, imageCredentialsSecretArn, imageCredentialsKmsKeyArn, region } = access;
  const keys = new Set([kmsKeyArn, imageCredentialsKmsKeyArn].filter((key) => key !== undefined));
  const secretArns = [
    ...access.secretArns,
    ...(imageCredentialsSecretArn === undefined ? [] : [imageCredentialsSecretArn]),
  ];
  const decrypt: Statement = {
    Sid: "DecryptSecrets",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: [...keys],
    // ECS takes secrets of its own region only.
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    Condition: {
      StringEquals: {
        "kms:ViaService": `secretsmanager.${region}.${access.dnsSuffix}`,
        "kms:EncryptionContext:SecretARN": secretArns,
      },
    },
  };
  return policyDocument(
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:*`,
    },
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: secretArns,
    },
    ...(keys.size === 0 ? [] : [decrypt]),
    ...pullFromEcr(access),
  );
}

/** The action knows no resource: the token is the account's. */
const authorizeAtEcr: Statement = {
  Sid: "AuthorizeAtEcr",
  Effect: "Allow",
  Action: "ecr:GetAuthorizationToken",
  Resource: "*",
};

function pullFromEcr({ image, partition }: StartAccess): readonly Statement[] {
  const found = ecrRepository(image);
  if (found === undefined) return [];
  const { region, accountId, repository } = found;
  return [
    authorizeAtEcr,
    {
      Sid: "PullImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: `arn:${partition}:ecr:${region}:${accountId}:repository/${repository}`,
    },
  ];
}

/** What the function that copies the image into ECR works with. */
export interface CopyAccess {
  readonly repositoryArn: string;
  /** ARN of the secret with the credentials for the registry that it copies from. */
  readonly credentialsSecretArn: string | undefined;
  /** ARNs of the keys that may encrypt that secret. */
  readonly kmsKeyArns: readonly (string | undefined)[];
  readonly dnsSuffix: string;
}

/**
 * What the function may do: push to the one repository, and read the one secret.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export function copyStatements({
  repositoryArn,
  credentialsSecretArn,
  kmsKeyArns,
  dnsSuffix,
}: CopyAccess): readonly Statement[] {
  const push: Statement = {
    Sid: "PushImage",
    Effect: "Allow",
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    Resource: repositoryArn,
  };
  if (credentialsSecretArn === undefined) return [authorizeAtEcr, push];
  return [authorizeAtEcr, push, ...readSecret({ secretArn: credentialsSecretArn, kmsKeyArns }, dnsSuffix)];
}

/**
 * Lets the tasks of this account and region take a role.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function taskTrustPolicy({ partition, region, accountId }: Placement): PolicyDocument {
  return serviceTrustPolicy("ecs-tasks.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: { "aws:SourceArn": `arn:${partition}:ecs:${region}:${accountId}:*` },
  });
}
