import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { CredentialsProvider, type CredentialsProviderArgs } from "../../../components/credentials-provider";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";
import { assertRefused } from "../refusals";

const COMPONENT = "sagemaker-private-registry:index:CredentialsProvider";
const LAMBDA = "aws:lambda/function:Function";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

const SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf";
const KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:key/1234";
const TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:alarms";

const recordProvider = async (
  args: CredentialsProviderArgs,
  options: RecordOptions = {},
): Promise<ResourceGraph> => record(() => new CredentialsProvider("p", args), options);
const policyOf = (graph: ResourceGraph): unknown => JSON.parse(String(graph.only(POLICY).inputs.policy));
const environmentOf = (graph: ResourceGraph): unknown => graph.only(LAMBDA).inputs.environment;

const refused = (args: CredentialsProviderArgs, problems: Record<string, RegExp>): Promise<void> =>
  assertRefused(() => new CredentialsProvider("p", args), problems);

describe("CredentialsProvider", () => {
  describe("over a secret that exists", () => {
    it("makes the function, its role, its log and its alarm, and nothing of the secret", async () => {
      const graph = await recordProvider({ credentialsSecretArn: SECRET_ARN });
      const component = graph.only(COMPONENT, "p");
      assert.deepEqual(
        graph.childrenOf(component).map(({ type, name }) => [type, name]),
        [
          [LOG_GROUP, "p-function-logs"],
          [ROLE, "p-function-role"],
          [POLICY, "p-function-policy"],
          [LAMBDA, "p-function"],
          [ALARM, "p-errors"],
        ],
      );
      assert.equal(graph.resources.length, 6);
    });

    it("runs the bundle with what names the secret, and no value of it", async () => {
      const graph = await recordProvider({ credentialsSecretArn: SECRET_ARN });
      const { code, ...inputs } = graph.only(LAMBDA).inputs;
      assert.ok(code instanceof pulumi.asset.AssetArchive);
      assert.deepEqual(inputs, {
        description: "Answers SageMaker with the credentials of a private Docker registry",
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        role: graph.only(ROLE).outputs.arn,
        timeout: 10,
        memorySize: 512,
        environment: {
          variables: { SECRET_ARN, USERNAME_KEY: "username", PASSWORD_KEY: "password" },
        },
        loggingConfig: { logFormat: "JSON", logGroup: graph.only(LOG_GROUP).outputs.name },
      });
    });

    it("may read that one secret and write its own log, and nothing else", async () => {
      const graph = await recordProvider({ credentialsSecretArn: SECRET_ARN });
      assert.deepEqual(policyOf(graph), {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "WriteLogs",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${String(graph.only(LOG_GROUP).outputs.arn)}:*`,
          },
          {
            Sid: "ReadSecret",
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: SECRET_ARN,
          },
        ],
      });
    });

    it("may decrypt with the secret's key, for that secret and through Secrets Manager only", async () => {
      const graph = await recordProvider({
        credentialsSecretArn: SECRET_ARN,
        credentialsKmsKeyArn: KEY_ARN,
        kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/of-the-logs",
      });
      const { Statement } = policyOf(graph) as { Statement: unknown[] };
      assert.deepEqual(Statement.slice(2), [
        {
          Sid: "DecryptSecret",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: [KEY_ARN],
          Condition: {
            StringEquals: {
              "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
              "kms:EncryptionContext:SecretARN": SECRET_ARN,
            },
          },
        },
      ]);
      assert.equal(graph.only(COMPONENT).outputs.credentialsKmsKeyArn, KEY_ARN);
    });

    it("reads the keys it is told to", async () => {
      const graph = await recordProvider({
        credentialsSecretArn: SECRET_ARN,
        usernameKey: pulumi.output("robot"),
        passwordKey: "token",
      });
      assert.deepEqual(environmentOf(graph), {
        variables: { SECRET_ARN, USERNAME_KEY: "robot", PASSWORD_KEY: "token" },
      });
    });
  });

  describe("over credentials that are given", () => {
    const credentials = { username: "puller", password: pulumi.output("hunter2") };

    it("makes a secret of them, which Pulumi keeps secret, and which may be read", async () => {
      const graph = await recordProvider({ credentials, usernameKey: "user" });
      const secret = graph.only(SECRET, "p-secret");
      const version = graph.only(VERSION, "p-secret-version");
      assert.deepEqual(secret.inputs, {
        description: "Credentials of a private Docker registry, for SageMaker",
      });
      assert.deepEqual(version.inputs, {
        secretId: secret.outputs.id,
        secretString: '{"user":"puller","password":"hunter2"}',
      });
      assert.deepEqual(version.secretPaths, ["secretString"]);
      assert.deepEqual(environmentOf(graph), {
        variables: { SECRET_ARN: secret.outputs.arn, USERNAME_KEY: "user", PASSWORD_KEY: "password" },
      });
      const { Statement } = policyOf(graph) as { Statement: { Sid: string; Resource: unknown }[] };
      assert.deepEqual(Statement.map(({ Sid, Resource }) => [Sid, Resource]).slice(1), [
        ["ReadSecret", secret.outputs.arn],
      ]);
      assert.equal(graph.only(COMPONENT).outputs.credentialsSecretArn, secret.outputs.arn);
    });

    it("exists only once the secret holds them", async () => {
      const graph = await recordProvider({ credentials });
      assert.ok(graph.dependsOn(graph.only(LAMBDA), graph.only(VERSION)));
    });

    it("holds the password nowhere else", async () => {
      const graph = await recordProvider({ credentials });
      const holders = graph.resources.filter((each) =>
        JSON.stringify([each.inputs, each.type === VERSION ? {} : each.outputs]).includes("hunter2"),
      );
      assert.deepEqual(
        holders.map(({ type }) => type),
        [VERSION],
      );
    });

    it("encrypts the secret with the component's key, which the function may use", async () => {
      const graph = await recordProvider({ credentials, kmsKeyArn: KEY_ARN });
      assert.equal(graph.only(SECRET).inputs.kmsKeyId, KEY_ARN);
      const { Statement } = policyOf(graph) as { Statement: { Sid: string; Resource: unknown }[] };
      assert.deepEqual(Statement.map(({ Sid, Resource }) => [Sid, Resource]).slice(2), [
        ["DecryptSecret", [KEY_ARN]],
      ]);
      assert.equal(graph.only(COMPONENT).outputs.credentialsKmsKeyArn, KEY_ARN);
    });
  });

  it("tells the topics of every minute in which the function failed", async () => {
    const graph = await recordProvider({ credentialsSecretArn: SECRET_ARN, alarmTopicArns: [TOPIC_ARN] });
    assert.deepEqual(graph.only(ALARM).inputs, {
      alarmDescription: "SageMaker did not get the credentials of a private Docker registry",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: graph.only(LAMBDA).outputs.name },
      statistic: "Sum",
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treatMissingData: "notBreaching",
      alarmActions: [TOPIC_ARN],
      okActions: [TOPIC_ARN],
    });
    const silent = await recordProvider({ credentialsSecretArn: SECRET_ARN });
    assert.ok(!("alarmActions" in silent.only(ALARM).inputs));
  });

  it("runs the function as it is told", async () => {
    const vpc = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };
    const codeSigningConfigArn = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1";
    const graph = await recordProvider({
      credentialsSecretArn: SECRET_ARN,
      function: { vpc, architecture: "x86_64", codeSigningConfigArn, reservedConcurrency: 3 },
    });
    const { inputs } = graph.only(LAMBDA);
    const interfaces = graph.only("aws:ec2/securityGroup:SecurityGroup").outputs.id;
    assert.deepEqual(inputs.vpcConfig, { ...vpc, securityGroupIds: ["sg-1", interfaces] });
    assert.deepEqual(inputs.architectures, ["x86_64"]);
    assert.equal(inputs.codeSigningConfigArn, codeSigningConfigArn);
    assert.equal(inputs.reservedConcurrentExecutions, 3);
  });

  it("tags all that takes tags, bounds and places the role, and keeps logs as it is told", async () => {
    const tags = { team: "ml" };
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const graph = await recordProvider({
      credentials: { username: "u", password: "p" },
      tags,
      permissionsBoundaryArn,
      rolePath: "/ml/",
      logRetentionInDays: 365,
      kmsKeyArn: KEY_ARN,
    });
    for (const type of [LAMBDA, ROLE, LOG_GROUP, ALARM, SECRET]) {
      assert.deepEqual(graph.only(type).inputs.tags, tags, type);
    }
    assert.equal(graph.only(ROLE).inputs.path, "/ml/");
    assert.equal(graph.only(ROLE).inputs.permissionsBoundary, permissionsBoundaryArn);
    assert.equal(graph.only(LOG_GROUP).inputs.retentionInDays, 365);
    assert.equal(graph.only(LOG_GROUP).inputs.kmsKeyId, KEY_ARN);
  });

  it("outputs ids and names, and registers exactly its fields", async () => {
    const graph = await recordProvider({ credentialsSecretArn: SECRET_ARN });
    assert.deepEqual(graph.only(COMPONENT).outputs, {
      functionArn: graph.only(LAMBDA).outputs.arn,
      functionName: graph.only(LAMBDA).outputs.name,
      functionRoleArn: graph.only(ROLE).outputs.arn,
      logGroupName: graph.only(LOG_GROUP).outputs.name,
      credentialsSecretArn: SECRET_ARN,
      errorsAlarmName: graph.only(ALARM).outputs.name,
    });
  });

  it("hands out the function's ARN only when its permissions are attached", async () => {
    const graph = await record(() => {
      const { functionArn } = new CredentialsProvider("p", { credentialsSecretArn: SECRET_ARN });
      new aws.ssm.Parameter("consumer", { type: "String", value: functionArn });
    });
    assert.ok(graph.dependsOn(graph.only("aws:ssm/parameter:Parameter"), graph.only(POLICY)));
  });

  describe("refuses, before it registers anything,", () => {
    it("neither a secret nor credentials", async () => {
      await refused({}, { credentialsSecretArn: /is missing/ });
    });

    it("both, and a key that belongs to neither", async () => {
      await refused(
        {
          credentialsSecretArn: SECRET_ARN,
          credentials: { username: "u", password: "p" },
          credentialsKmsKeyArn: KEY_ARN,
        },
        { credentialsSecretArn: /together with credentials/, credentialsKmsKeyArn: /give kmsKeyArn/ },
      );
    });

    it("all that is malformed, at once", async () => {
      await refused(
        {
          credentialsSecretArn: SECRET_ARN.slice(0, -7),
          credentialsKmsKeyArn: "alias/a",
          usernameKey: "",
          passwordKey: "",
          alarmTopicArns: ["alarms"],
          function: {
            vpc: { subnetIds: [], securityGroupIds: ["default"] },
            architecture: "ARM64" as "arm64",
            codeSigningConfigArn: "csc-1",
            reservedConcurrency: 0,
          },
        },
        {
          credentialsSecretArn: /six characters/,
          credentialsKmsKeyArn: /key\/…/,
          usernameKey: /must not be empty/,
          passwordKey: /must/,
          "alarmTopicArns[0]": /sns/,
          "function.vpc.subnetIds": /must have 1 to 16/,
          "function.vpc.securityGroupIds[0]": /security group/,
          "function.architecture": /is "ARM64".*arm64.*x86_64/,
          "function.codeSigningConfigArn": /code-signing-config/,
          "function.reservedConcurrency": /from 1/,
        },
      );
    });

    it("credentials that no registry can be sent, without showing them", async () => {
      await refused(
        { credentials: { username: "u:hunter2", password: "hunter2\n" } },
        {
          "credentials.username": /^must contain no colon((?!hunter2).)*$/,
          "credentials.password": /^((?!hunter2).)*$/s,
        },
      );
    });

    it("one key for both", async () => {
      await refused(
        { credentialsSecretArn: SECRET_ARN, usernameKey: "password" },
        { passwordKey: /must not be the same as usernameKey/ },
      );
    });

    it("more topics than an alarm can tell", async () => {
      await refused(
        { credentialsSecretArn: SECRET_ARN, alarmTopicArns: Array.from({ length: 6 }, () => TOPIC_ARN) },
        { alarmTopicArns: /has 6 items/ },
      );
    });
  });

  it("checks what only the deployment knows when it is known", async () => {
    await assert.rejects(
      recordProvider({ credentialsSecretArn: pulumi.output("registry") }),
      /CredentialsProvider "p" has 1 problem.*\n.*credentialsSecretArn: is "registry"/,
    );
    await assert.rejects(
      recordProvider({ credentials: { username: "u", password: pulumi.secret("hunter2\n") } }),
      (error: Error) => /credentials\.password/.test(error.message) && !error.message.includes("hunter2"),
    );
  });

  it("is made of the partition and region it is deployed to", async () => {
    const credentialsSecretArn = SECRET_ARN.replace("arn:aws:", "arn:aws-cn:").replace(
      "eu-west-1",
      "cn-north-1",
    );
    const credentialsKmsKeyArn = KEY_ARN.replace("arn:aws:", "arn:aws-cn:").replace(
      "eu-west-1",
      "cn-north-1",
    );
    const graph = await recordProvider(
      { credentialsSecretArn, credentialsKmsKeyArn },
      { account: { partition: "aws-cn", region: "cn-north-1", dnsSuffix: "amazonaws.com.cn" } },
    );
    const document = JSON.stringify(policyOf(graph));
    assert.ok(document.includes('"secretsmanager.cn-north-1.amazonaws.com.cn"'));
    assert.ok(!document.includes("arn:aws:"));
  });
});
