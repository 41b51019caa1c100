import type { Input } from "@pulumi/pulumi";
import { PrivateInference } from "sagemaker-private-registry";

/** The endpoint under test. */
export function fraud(
  instanceType: string,
  vpcId: Input<string> = "vpc-0123456789abcdef0",
): PrivateInference {
  return new PrivateInference("fraud", {
    image: `artifactory.bank.example/ml/fraud@sha256:${"a".repeat(64)}`,
    registry: {
      credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
      cidrBlocks: ["10.20.0.0/16"],
    },
    network: { vpcId, subnetIds: ["subnet-0123456789abcdefa", "subnet-0123456789abcdefb"] },
    instanceType,
  });
}
