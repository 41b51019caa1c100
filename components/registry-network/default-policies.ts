import {
  INVOKE_ACTIONS,
  policyDocument,
  type Placement,
  type PolicyDocument,
  type Statement,
} from "../common";

/** The service by which endpoints are called, and the same one with validated cryptography. */
const RUNTIME_SERVICES: readonly string[] = ["sagemaker.runtime", "sagemaker.runtime-fips"];
const ECR_SERVICES: readonly string[] = ["ecr.api", "ecr.dkr"];

/** What an endpoint's default policy depends on. */
export interface PolicyScope extends Placement {
  /**
   * Whether the VPC is a new one without a route to the internet: only the package's own parts are in it. Elsewhere an
   * endpoint also carries the requests of others.
   */
  readonly isClosed: boolean;
}

/**
 * The default policy of an interface endpoint: this account's principals and resources, and in a closed VPC no more than
 * the package's parts need of the service. Sources:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
 * @param service the end of the endpoint service's name, such as `ecr.api`
 */
export function defaultInterfacePolicy(service: string, scope: PolicyScope): PolicyDocument {
  if (RUNTIME_SERVICES.includes(service)) return policyDocument(callEndpoints(scope));
  const pulls = ECR_SERVICES.includes(service) ? pullImages(scope) : [];
  if (!scope.isClosed) return policyDocument(useOwnAccount(scope), ...pulls);
  if (pulls.length > 0) return policyDocument(...pulls);
  const needed = NEEDED[service];
  return policyDocument(needed === undefined ? useOwnAccount(scope) : needed(scope));
}

/** What the parts in a closed VPC need of each service, in resources of this account. */
const NEEDED: Readonly<Record<string, (scope: PolicyScope) => Statement>> = {
  /** SageMaker asks the credentials function, and the preflight does as well. */
  lambda: (scope) =>
    allow("InvokeFunctions", "lambda:InvokeFunction", ownArn(scope, "lambda", "function:*"), scope),
  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html */
  logs: (scope) =>
    allow(
      "WriteLogs",
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      ownArn(scope, "logs", "log-group:*"),
      scope,
    ),
  secretsmanager: (scope) =>
    allow("ReadSecrets", "secretsmanager:GetSecretValue", ownArn(scope, "secretsmanager", "secret:*"), scope),
};

/** Whether the package has a policy of its own for a service, whose endpoints are known to take one. */
export function hasOwnDefault(service: string): boolean {
  return [...RUNTIME_SERVICES, ...ECR_SERVICES, ...Object.keys(NEEDED)].includes(service);
}

function callEndpoints(scope: PolicyScope): Statement {
  return allow("CallEndpoints", INVOKE_ACTIONS, ownArn(scope, "sagemaker", "endpoint/*"), scope);
}

/**
 * Pulling carries nothing out of the VPC, and companies share repositories between accounts: so this account's principals
 * may pull from any. The token's action knows no resource.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
function pullImages(scope: PolicyScope): readonly Statement[] {
  const actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  return [
    allow("AuthorizeAtEcr", "ecr:GetAuthorizationToken", "*", scope),
    allow("PullImages", actions, `arn:${scope.partition}:ecr:${scope.region}:*:repository/*`, scope),
  ];
}

/** Some actions know no resource: those carry no `aws:ResourceAccount`. */
function useOwnAccount(scope: PolicyScope): Statement {
  const { accountId } = scope;
  return {
    ...allow("UseOwnAccount", "*", "*", scope),
    Condition: {
      StringEquals: { "aws:PrincipalAccount": accountId },
      StringEqualsIfExists: { "aws:ResourceAccount": accountId },
    },
  };
}

const READ_OBJECTS = ["s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"];
const WRITE_OBJECTS = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:ListBucketMultipartUploads",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectAcl",
];

/**
 * The default policy of the gateway endpoint for S3: this account's principals use this account's buckets and those named;
 * whoever pulls an image of ECR gets its layers from ECR's own bucket, by URLs that ECR signs. A VPC that is not closed may
 * also read other buckets.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 * @param bucketNames buckets of other accounts
 */
export function defaultS3Policy(scope: PolicyScope, bucketNames: readonly string[]): PolicyDocument {
  const { partition, region, accountId, isClosed } = scope;
  const own: Statement = {
    ...allow("UseOwnBuckets", isClosed ? [...READ_OBJECTS, ...WRITE_OBJECTS] : "s3:*", "*", scope),
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId, "aws:ResourceAccount": accountId } },
  };
  const named = [...new Set(bucketNames)].flatMap((name) => [
    `arn:${partition}:s3:::${name}`,
    `arn:${partition}:s3:::${name}/*`,
  ]);
  const read: Statement = isClosed
    ? {
        Sid: "PullLayersOfEcr",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`,
      }
    : { Sid: "ReadObjects", Effect: "Allow", Principal: "*", Action: ["s3:Get*", "s3:List*"], Resource: "*" };
  return policyDocument(
    own,
    read,
    ...(named.length === 0
      ? []
      : [allow("UseNamedBuckets", [...READ_OBJECTS, ...WRITE_OBJECTS], named, scope)]),
  );
}

/** A statement for this account's principals. */
function allow(
  sid: string,
  action: string | readonly string[],
  resource: string | readonly string[],
  { accountId }: PolicyScope,
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: "*",
    Action: action,
    Resource: resource,
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
}

function ownArn({ partition, region, accountId }: PolicyScope, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
