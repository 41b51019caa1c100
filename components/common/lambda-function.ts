import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_LOG_RETENTION_IN_DAYS, type CommonArgs } from "./common-args";
import { FunctionArchitecture, type FunctionPlacement, type FunctionSettings } from "./function-settings";
import { createInterfaceGroup, resourcesBehind } from "./interface-group";
import { guarded } from "./guarded";
import { LOOKUPS } from "./known-lookups";
import { lookUp } from "./lookup";
import { lookUpPlacement, type Placement } from "./lookups";
import { packageRoot } from "./package-root";
import { functionName, roleName } from "./physical-names";
import { policyDocument, serviceTrustPolicy, type Statement } from "./policy-document";

/** What a Lambda function of this package is made of. */
export interface LambdaFunctionArgs {
  /** The folder of `functions/` whose bundle is deployed. */
  readonly bundle: string;
  readonly description: string;
  readonly environment: Record<string, pulumi.Input<string>>;
  /** What the function may do, in addition to writing its log. */
  readonly statements: (placement: Placement) => pulumi.Input<readonly Statement[]>;
  readonly timeoutInSeconds: pulumi.Input<number>;
  readonly memoryInMb: pulumi.Input<number>;
  readonly settings?: FunctionSettings;
  /** Id of the VPC of `settings.vpc`. Default: looked up. */
  readonly vpcId?: pulumi.Input<string>;
  readonly common: CommonArgs;
}

/** The resources behind one Lambda function. */
export interface LambdaFunction {
  readonly function: aws.lambda.Function;
  readonly role: aws.iam.Role;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

/** The newest runtime with long-term support. */
const RUNTIME = "nodejs24.x";

/**
 * Makes a Lambda function with a log group and a role of its own that may do what `statements` say and write that log.
 * The function depends on its permissions, so that it works as soon as it exists.
 */
export function createLambdaFunction(
  name: string,
  args: LambdaFunctionArgs,
  parent: pulumi.Resource,
): LambdaFunction {
  const { common, settings = {} } = args;
  const options = { parent };
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    {
      retentionInDays: common.logRetentionInDays ?? DEFAULT_LOG_RETENTION_IN_DAYS,
      kmsKeyId: common.kmsKeyArn,
      tags: common.tags,
    },
    options,
  );
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      ...roleName(`${name}-role`),
      description: `Role of the function: ${args.description}`,
      assumeRolePolicy: JSON.stringify(serviceTrustPolicy("lambda.amazonaws.com")),
      path: common.rolePath,
      permissionsBoundary: common.permissionsBoundaryArn,
      tags: common.tags,
    },
    options,
  );
  const placement = lookUpPlacement(parent);
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    {
      role: role.name,
      policy: pulumi
        .all([logGroup.arn, placement.apply(guarded(args.statements))])
        .apply(
          guarded(([logGroupArn, statements]) =>
            JSON.stringify(policyDocument(writeLogs(logGroupArn), ...statements)),
          ),
        ),
    },
    options,
  );
  const interfaces = settings.vpc && createInterfaces(name, settings.vpc, role, args, parent);
  const lambda = new aws.lambda.Function(
    name,
    {
      ...functionName(name, parent),
      description: args.description,
      runtime: RUNTIME,
      architectures: [settings.architecture ?? FunctionArchitecture.Arm64],
      handler: "index.handler",
      code: bundleArchive(args.bundle),
      role: role.arn,
      timeout: args.timeoutInSeconds,
      memorySize: args.memoryInMb,
      environment: { variables: args.environment },
      // The role needs no permission on the key: Lambda gives it a grant.
      kmsKeyArn: common.kmsKeyArn,
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      codeSigningConfigArn: settings.codeSigningConfigArn,
      reservedConcurrentExecutions: settings.reservedConcurrency,
      vpcConfig: interfaces?.vpcConfig,
      tags: common.tags,
    },
    { ...options, dependsOn: [policy, ...(interfaces === undefined ? [] : [interfaces.policy])] },
  );
  return { function: lambda, role, logGroup };
}

/**
 * The placement of a function in a VPC. Lambda deletes the function's network interfaces up to 40 minutes after the function,
 * or after the function has left the VPC, with the permissions of its role. These are a policy of their own, so that they stay
 * when the function leaves the VPC, until the group of the interfaces is deleted.
 */
function createInterfaces(
  name: string,
  { subnetIds, securityGroupIds }: FunctionPlacement,
  role: aws.iam.Role,
  { vpcId, common }: LambdaFunctionArgs,
  parent: pulumi.Resource,
): { vpcConfig: aws.types.input.lambda.FunctionVpcConfig; policy: aws.iam.RolePolicy } {
  const policy = new aws.iam.RolePolicy(
    `${name}-interfaces-policy`,
    { role: role.name, policy: JSON.stringify(policyDocument(manageNetworkInterfaces)) },
    { parent },
  );
  const subnets = pulumi.output(subnetIds);
  const groups = pulumi.output(securityGroupIds);
  const group = createInterfaceGroup(
    name,
    {
      description: "Network interfaces of a Lambda function, until Lambda has deleted them",
      vpcId: vpcId ?? vpcOf(subnets, parent),
      dependsOn: resourcesBehind([policy], subnets, groups),
      tags: common.tags,
    },
    parent,
  );
  const vpcConfig = {
    subnetIds: subnets,
    securityGroupIds: pulumi.all([groups, group.id]).apply(guarded(([ids, own]) => [...ids, own])),
  };
  return { vpcConfig, policy };
}

const vpcOf = (subnetIds: pulumi.Output<string[]>, parent: pulumi.Resource): pulumi.Output<string> =>
  lookUp(LOOKUPS.subnet, { id: subnetIds.apply(guarded(([id]) => id)) }, parent, ["vpcId"]).vpcId;

/** Lets a function write into its own log group, which exists already. */
export function writeLogs(logGroupArn: string): Statement {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`,
  };
}

/**
 * Lets Lambda place a function's network interfaces in a VPC. These actions know no resource before the interface
 * exists; the condition keeps the function's own code from them, whose calls carry the key.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export const manageNetworkInterfaces: Statement = {
  Sid: "ManageNetworkInterfaces",
  Effect: "Allow",
  Action: [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  Resource: "*",
  Condition: { Null: { "lambda:SourceFunctionArn": "true" } },
};

/**
 * The code of a function: one file that holds all it needs.
 * @throws Error where the package has not been built
 */
function bundleArchive(bundle: string): pulumi.asset.AssetArchive {
  const file = join(packageRoot(), "dist", "lambda", bundle, "index.js");
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run build\` in ${packageRoot()}`);
  return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(file) });
}
