// A function, whose result is the outputs; secrets in inputs, nested inputs, outputs and ordinary text.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";

async function program() {
  const config = new pulumi.Config();
  const password = config.getSecret("password") ?? pulumi.secret("none-given");
  process.stdout.write("printed by the program\n");
  await pulumi.log.warn("warned by the program");
  const secret = new aws.secretsmanager.Secret("s");
  new aws.secretsmanager.SecretVersion("v", { secretId: secret.id, secretString: password });
  new aws.sns.Topic("t", { tags: { "DOTTED.NAME": password, PLAIN: "plain" } });
  new aws.lambda.Function("f", {
    role: "arn:aws:iam::123456789012:role/r",
    handler: "index.handler",
    runtime: "nodejs24.x",
    code: new pulumi.asset.FileArchive("./code"),
    description: config.get("password"),
  });
  return {
    password,
    nested: { inner: [password] },
    pin: config.requireSecret("pin"),
    size: config.requireNumber("size"),
    region: aws.getRegionOutput().region,
    here: readFileSync("Pulumi.yaml", "utf8").split("\n")[0],
  };
}

export = program;
