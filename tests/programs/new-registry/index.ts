import { PrivateInference } from "../../../components/private-inference";

const demo = new PrivateInference("demo", {
  newRegistry: {
    domainName: "registry.ml.example.com",
    validationZoneId: "Z0123456789ABCDEFGHIJ",
    image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/registry@sha256:${"b".repeat(64)}`,
  },
  image: `registry.ml.example.com/ml/fraud@sha256:${"a".repeat(64)}`,
  instanceType: "ml.m5.large",
});
export const { endpointName, endpointArn } = demo;
