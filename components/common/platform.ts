/**
 * The platform of the instances of a SageMaker type: those with a `g` after the generation, for example `ml.m7g.large`, have
 * AWS Graviton processors. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function platformOf(instanceType: string): string {
  return /^ml\.[a-z]+[0-9]+g[a-z]*\./.test(instanceType) ? "linux/arm64" : "linux/amd64";
}
