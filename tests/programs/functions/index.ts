import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// A model whose credentials function is the user's own, of the kind that the configuration names.
const kind = new pulumi.Config().require("kind");

const secret = new aws.secretsmanager.Secret("robot", {});
new aws.secretsmanager.SecretVersion("robot", {
  secretId: secret.id,
  secretString: JSON.stringify({ robot: "robot-of-the-plan", token: "token-of-the-plan" }),
});

const SDK = `
const { SecretsManagerClient, GetSecretValueCommand } = require("@aws-sdk/client-secrets-manager");
exports.handler = async () => {
  const { SecretString } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: process.env.SECRET }));
  const { robot, token } = JSON.parse(SecretString);
  return { Credentials: { Username: robot, Password: token } };
};`;
const text = (code: string): pulumi.asset.AssetArchive =>
  new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(code) });
const node = { runtime: "nodejs22.x", handler: "index.handler" };
const python = { runtime: "python3.13", handler: "app.handler" };
const SECRET = secret.arn;
const ELSEWHERE = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-abcdef";

const functions: Record<string, Partial<aws.lambda.FunctionArgs>> = {
  node: { ...node, code: text(SDK), environment: { variables: { SECRET } } },
  wrong: { ...node, code: text("exports.handler = async () => ({ Username: 'robot' });") },
  python: { ...python, code: new pulumi.asset.FileArchive("code"), environment: { variables: { SECRET } } },
  elsewhere: { ...node, code: text(SDK), environment: { variables: { SECRET: ELSEWHERE } } },
  parameter: { ...node, code: text("exports.handler = () => fetch('https://ssm.eu-west-1.amazonaws.com');") },
  image: { packageType: "Image", imageUri: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/credentials:1" },
  java: { runtime: "java21", handler: "Handler", code: new pulumi.asset.FileArchive("build.jar") },
  bucket: { ...node, s3Bucket: "code", s3Key: "credentials.zip" },
};

const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
const provider =
  kind === "foreign"
    ? "arn:aws:lambda:eu-west-1:123456789012:function:credentials"
    : new aws.lambda.Function("credentials", { role: role.arn, timeout: 20, ...functions[kind] }).arn;

new aws.sagemaker.Model("fraud", {
  executionRoleArn: role.arn,
  primaryContainer: {
    image: `artifactory.bank.example/ml/fraud@sha256:${"a".repeat(64)}`,
    imageConfig: {
      repositoryAccessMode: "Vpc",
      repositoryAuthConfig: { repositoryCredentialsProviderArn: provider },
    },
  },
  vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
});
