/** The port of HTTPS. */
export const HTTPS = 443;

/**
 * The most groups that models and the preflight function take from here. SageMaker and Lambda allow 5: a ModelEndpoint, and the
 * function, create one more for their network interfaces.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
 */
export const MAX_SECURITY_GROUPS = 4;

/** The longest description of a rule. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
export const MAX_DESCRIPTION = 255;

/** The port of a registry's name: what follows the colon, or that of HTTPS. */
export function portOf(hostname: string): number {
  const port = /:([0-9]+)$/.exec(hostname)?.[1];
  return port === undefined ? HTTPS : Number(port);
}
