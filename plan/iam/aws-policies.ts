/**
 * What the policies that AWS maintains say of the actions that a pull takes; of other actions these are silent.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerFullAccess.html and its neighbours
 */
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  AmazonSageMakerFullAccess: {
    Statement: [
      {
        Effect: "Allow",
        Action: [
          "ec2:CreateNetworkInterface",
          "ec2:CreateNetworkInterfacePermission",
          "ec2:DeleteNetworkInterface",
          "ec2:DeleteNetworkInterfacePermission",
          "ec2:DescribeDhcpOptions",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
        ],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: ["SageMaker", "sagemaker", "Sagemaker", "LabelingFunction"].map(
          (part) => `arn:aws:lambda:*:*:function:*${part}*`,
        ),
      },
    ],
  },
  service_role_AWSLambdaBasicExecutionRole: { Statement: [] },
  service_role_AWSLambdaVPCAccessExecutionRole: { Statement: [] },
};

/** The actions of which `DOCUMENTS` tell all: what they do not allow, those policies do not allow. */
const TOLD = ["ec2:", "lambda:"];

/** The document of a policy of AWS, as far as it is known here; `undefined` where it is not. */
export function awsPolicy(arn: string): unknown {
  const name = /^arn:[a-z0-9-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  return name === undefined ? undefined : DOCUMENTS[name.replaceAll("-", "_").replaceAll("/", "_")];
}

/** Whether all is known of what a policy of AWS says of an action. */
export function coversAction(arn: string, action: string): boolean {
  return awsPolicy(arn) !== undefined && TOLD.some((prefix) => action.startsWith(prefix));
}

/** Whether a policy that is unknown may deny: those of AWS only allow, but for those that are named after it. */
export function mayDeny(arn: string): boolean {
  return !/^arn:[a-z0-9-]+:iam::aws:policy\//.test(arn) || /Deny|Quarantine/.test(arn);
}
