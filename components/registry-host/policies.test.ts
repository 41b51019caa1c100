import assert from "node:assert/strict";
import { copyStatements, executionPolicy, taskPolicy, taskTrustPolicy } from "./policies";

const bucketArn = "arn:aws-cn:s3:::images";
const kmsKeyArn = "arn:aws-cn:kms:cn-north-1:123456789012:key/k";
const at = { region: "cn-north-1", dnsSuffix: "amazonaws.com.cn" };
const ecrImage = `123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/tools/registry@sha256:${"a".repeat(64)}`;

describe("taskPolicy", () => {
  it("lets the service for pulls read the bucket, and nothing else", () => {
    assert.deepEqual(taskPolicy({ endpoint: "pull", bucketArn, ...at }), {
      Version: "2012-10-17",
      Statement: [
        { Sid: "ListBucket", Effect: "Allow", Action: ["s3:ListBucket"], Resource: bucketArn },
        { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: `${bucketArn}/*` },
      ],
    });
  });

  it("lets the service for pushes write, delete, and finish or give up uploads", () => {
    assert.deepEqual(taskPolicy({ endpoint: "push", bucketArn, ...at }), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ListBucket",
          Effect: "Allow",
          Action: ["s3:ListBucket", "s3:ListBucketMultipartUploads"],
          Resource: bucketArn,
        },
        {
          Sid: "ReadAndWriteObjects",
          Effect: "Allow",
          Action: [
            "s3:GetObject",
            "s3:PutObject",
            "s3:PutObjectAcl",
            "s3:DeleteObject",
            "s3:ListMultipartUploadParts",
            "s3:AbortMultipartUpload",
          ],
          Resource: `${bucketArn}/*`,
        },
      ],
    });
  });

  it("lets each use the key for what it does, and only for the bucket, through S3", () => {
    const statement = (endpoint: "pull" | "push") =>
      taskPolicy({ endpoint, bucketArn, kmsKeyArn, ...at }).Statement[2];
    const expected = {
      Sid: "UseBucketKey",
      Effect: "Allow",
      Resource: kmsKeyArn,
      Condition: {
        StringEquals: { "kms:ViaService": "s3.cn-north-1.amazonaws.com.cn" },
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws-cn:s3:::images", "arn:aws-cn:s3:::images/*"],
        },
      },
    };
    assert.deepEqual(statement("pull"), { ...expected, Action: ["kms:Decrypt"] });
    assert.deepEqual(statement("push"), { ...expected, Action: ["kms:Decrypt", "kms:GenerateDataKey"] });
  });
});

describe("executionPolicy", () => {
  const access = {
    partition: "aws-cn",
    ...at,
    logGroupArn: "arn:aws-cn:logs:cn-north-1:123456789012:log-group:logs",
    secretArns: ["arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:htpasswd-AbCdEf"],
    image: `registry.example.com/registry@sha256:${"a".repeat(64)}`,
  };
  const expected = [
    {
      Sid: "WriteLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "arn:aws-cn:logs:cn-north-1:123456789012:log-group:logs:*",
    },
    {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: access.secretArns,
    },
  ];

  it("lets Fargate read exactly the container's secrets and write exactly its log", () => {
    assert.deepEqual(executionPolicy(access), { Version: "2012-10-17", Statement: expected });
  });

  it("adds exactly the ECR repository of the image", () => {
    assert.deepEqual(executionPolicy({ ...access, image: ecrImage }), {
      Version: "2012-10-17",
      Statement: [
        ...expected,
        { Sid: "AuthorizeAtEcr", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
        {
          Sid: "PullImage",
          Effect: "Allow",
          Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Resource: "arn:aws-cn:ecr:cn-north-1:123456789012:repository/tools/registry",
        },
      ],
    });
  });

  it("adds the credentials for the registry of the image, and the keys of the secrets, each once", () => {
    const imageCredentialsSecretArn = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:hub-AbCdEf";
    const imageCredentialsKmsKeyArn = "arn:aws-cn:kms:cn-north-1:123456789012:key/other";
    const statements = (more: object): unknown =>
      executionPolicy({ ...access, imageCredentialsSecretArn, kmsKeyArn, ...more }).Statement;
    const [logs] = expected;
    const secrets = {
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: [...access.secretArns, imageCredentialsSecretArn],
    };
    const decrypt = {
      Sid: "DecryptSecrets",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Condition: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.cn-north-1.amazonaws.com.cn",
          "kms:EncryptionContext:SecretARN": [...access.secretArns, imageCredentialsSecretArn],
        },
      },
    };
    assert.deepEqual(statements({}), [logs, secrets, { ...decrypt, Resource: [kmsKeyArn] }]);
    assert.deepEqual(statements({ imageCredentialsKmsKeyArn }), [
      logs,
      secrets,
      { ...decrypt, Resource: [kmsKeyArn, imageCredentialsKmsKeyArn] },
    ]);
    assert.deepEqual(statements({ imageCredentialsKmsKeyArn: kmsKeyArn }), [
      logs,
      secrets,
      { ...decrypt, Resource: [kmsKeyArn] },
    ]);
  });
});

describe("copyStatements", () => {
  const repositoryArn = "arn:aws-cn:ecr:cn-north-1:123456789012:repository/demo-image";
  const credentialsSecretArn = "arn:aws-cn:secretsmanager:cn-northwest-1:123456789012:secret:hub-AbCdEf";
  const push = [
    { Sid: "AuthorizeAtEcr", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
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
    },
  ];
  const read = {
    Sid: "ReadSecret",
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: credentialsSecretArn,
  };
  const dnsSuffix = "amazonaws.com.cn";
  const access = { repositoryArn, credentialsSecretArn: undefined, kmsKeyArns: [undefined], dnsSuffix };

  it("let the function push to exactly one repository, and read no secret", () => {
    assert.deepEqual(copyStatements(access), push);
    assert.deepEqual(copyStatements({ ...access, kmsKeyArns: [kmsKeyArn] }), push);
  });

  it("let it read exactly the one secret, and use keys for that alone", () => {
    const reading = { ...access, credentialsSecretArn };
    assert.deepEqual(copyStatements(reading), [...push, read]);
    assert.deepEqual(copyStatements({ ...reading, kmsKeyArns: [kmsKeyArn, undefined, kmsKeyArn] }), [
      ...push,
      read,
      {
        Sid: "DecryptSecret",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: [kmsKeyArn],
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.cn-northwest-1.amazonaws.com.cn",
            "kms:EncryptionContext:SecretARN": credentialsSecretArn,
          },
        },
      },
    ]);
  });
});

describe("taskTrustPolicy", () => {
  it("lets only ECS take the role, and only for this account and region", () => {
    const placement = {
      partition: "aws-cn",
      dnsSuffix: "amazonaws.com.cn",
      reverseDnsPrefix: "cn.com.amazonaws",
      region: "cn-north-1",
      accountId: "123456789012",
    };
    assert.deepEqual(taskTrustPolicy(placement), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws-cn:ecs:cn-north-1:123456789012:*" },
          },
        },
      ],
    });
  });
});
