import { PrivateInference } from "../../../components/private-inference";

// One image for instances of both kinds: the shadow's are Graviton.
const fraud = new PrivateInference("fraud", {
  image: `artifactory.bank.example/ml/fraud@sha256:${"a".repeat(64)}`,
  registry: {
    credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
    cidrBlocks: ["10.20.0.0/16"],
  },
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] },
  variants: { production: { instanceType: "ml.m5.large" } },
  shadowVariants: { shadow: { instanceType: "ml.m7g.large" } },
});

export const { endpointName } = fraud;
