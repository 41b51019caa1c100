import * as pulumi from "@pulumi/pulumi";
import { makePart, verifySubnets, warnOfOpenedArn, type CommonArgs, type FunctionSettings } from "../common";
import { CredentialsProvider, type RegistryCredentials } from "../credentials-provider";
import type { LambdaRoute } from "../registry-network";
import type { NetworkLocation } from "./network-location";
import { createPreflight, type PreflightFunction } from "./preflight";
import { admitModels, carriedGroups, createModelSecurityGroup } from "./security-groups";
import { credentialsPath, credentialsProviderName, validate, type Plan } from "./validate";

/**
 * The authorization server of a registry with bearer tokens, where it is not the registry itself.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
export interface AuthorizationServer extends NetworkLocation {
  /** TCP port of the authorization server; 443 by default. */
  port?: pulumi.Input<number>;
}

/**
 * The way to the Lambda API, as `RegistryNetwork` made it or as the VPC has it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html
 */
export interface LambdaAccess extends NetworkLocation {
  /** How the name of the Lambda API leads to Lambda, which checks take as the intention; `Provided` by default. */
  kind?: pulumi.Input<LambdaRoute>;
}

/**
 * A private registry that exists: where it listens, and how it knows its clients. Exactly one of `credentialsSecretArn`,
 * `credentials`, `credentialsProviderArn` and `anonymous` says the latter.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export interface ExistingRegistry extends NetworkLocation {
  /** ARN of a Secrets Manager secret with the credentials, as JSON; none by default. */
  credentialsSecretArn?: pulumi.Input<string>;
  /** Key of the user name in that JSON; `username` by default. */
  usernameKey?: pulumi.Input<string>;
  /** Key of the password in that JSON; `password` by default. */
  passwordKey?: pulumi.Input<string>;
  /** ARN of the customer-managed KMS key that encrypts that secret; AWS's own key by default. */
  secretKmsKeyArn?: pulumi.Input<string>;
  /** The credentials themselves, which are put into a secret made here; none by default. */
  credentials?: RegistryCredentials;
  /** ARN of a Lambda function of your own that answers with the credentials; none by default. */
  credentialsProviderArn?: pulumi.Input<string>;
  /** Whether the registry answers without credentials; `false` by default. */
  anonymous?: boolean;
  /** How the credentials function made here is run; outside the VPC, in the account's shared pool, by default. */
  credentialsFunction?: FunctionSettings;
  /** ARNs of SNS topics that are told when the credentials function made here fails; none by default. */
  alarmTopicArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Where the authorization server of a registry with bearer tokens listens; at the registry itself by default. */
  authorizationServer?: AuthorizationServer;
}

/** The arguments of a RegistryAccess. */
export interface RegistryAccessArgs extends CommonArgs, ExistingRegistry {
  /** The registry's name as it begins image references: a host name, with `:port` unless that is 443. */
  hostname: pulumi.Input<string>;
  /** Id of the models' VPC. */
  vpcId: pulumi.Input<string>;
  /** Ids of the models' 2 to 16 subnets, in at least two zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The way to Lambda; the VPC's own addresses on port 443 by default, where an interface endpoint of the VPC listens. */
  lambdaRoute?: LambdaAccess;
  /** Id of the prefix list of S3's addresses, which layers behind redirects and model data need; no way to S3 by default. */
  s3PrefixListId?: pulumi.Input<string>;
  /** Ids of further security groups that the models carry; none by default, and at most 4 in all. */
  securityGroupIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** The function that performs the pull before any model exists; one that is also called on a schedule by default. */
  preflight?: PreflightFunction;
}

/**
 * All that models need to pull from one registry in one VPC, once for both: the models' security group with exactly the
 * egress that the pull takes, the function that hands out the registry's credentials, and the one that performs the pull
 * beforehand and says what is in its way.
 */
export class RegistryAccess extends pulumi.ComponentResource {
  /** The registry's name as it begins image references. */
  readonly hostname: pulumi.Output<string>;
  /** Id of the models' VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Ids of the models' subnets, in at least two zones. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** Ids of all security groups that the models carry, at most 4. */
  readonly securityGroupIds: pulumi.Output<string[]>;
  /** Id of the security group made here, for rules elsewhere that admit the models. */
  readonly modelSecurityGroupId: pulumi.Output<string>;
  /** ARN of the Lambda function that answers with the credentials; absent for a registry without authentication. */
  readonly credentialsProviderArn: pulumi.Output<string | undefined>;
  /** ARN of the secret that the function made here reads; absent where none is made. */
  readonly credentialsSecretArn: pulumi.Output<string | undefined>;
  /** How the name of the Lambda API leads to Lambda; absent for a registry without authentication. */
  readonly lambdaRoute?: pulumi.Output<LambdaRoute>;
  /** Name of the function that performs the pull beforehand; absent where none is made. */
  readonly preflightFunctionName: pulumi.Output<string | undefined>;
  /** ARN of that function, which resolves when it can do what the models can; absent where none is made. */
  readonly preflightFunctionArn: pulumi.Output<string | undefined>;
  /** ARN of the role by which EventBridge Scheduler calls that function; absent where schedules are not asked for. */
  readonly preflightScheduleRoleArn: pulumi.Output<string | undefined>;

  constructor(name: string, args: RegistryAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = validate(name, args);
    super("sagemaker-private-registry:index:RegistryAccess", name, {}, opts);
    warnOfOpenedArn("credentialsProviderArn", plan.credentialsProviderArn, this);

    const subnetIds = verifySubnets(plan.subnetIds, plan.vpcId, plan.failure, this);
    const group = createModelSecurityGroup(name, plan, this);
    const admissions = admitModels(name, plan, group, this);
    const provider = createCredentialsProvider(name, plan, this);
    const securityGroupIds = carriedGroups(plan, group, admissions);
    const credentialsProviderArn = provider?.functionArn ?? plan.credentialsProviderArn;
    const preflight = createPreflight(
      name,
      plan,
      { subnetIds, securityGroupIds, credentialsProviderArn },
      this,
    );

    this.hostname = plan.hostname;
    this.vpcId = plan.vpcId;
    this.subnetIds = subnetIds;
    this.securityGroupIds = securityGroupIds;
    this.modelSecurityGroupId = group.id;
    this.credentialsProviderArn = pulumi.output(credentialsProviderArn);
    this.credentialsSecretArn = pulumi.output(provider?.secretArn);
    this.lambdaRoute = plan.lambda?.kind;
    this.preflightFunctionName = pulumi.output(preflight?.functionName);
    this.preflightFunctionArn = pulumi.output(preflight?.functionArn);
    this.preflightScheduleRoleArn = pulumi.output(preflight?.scheduleRoleArn);
    this.registerOutputs({
      hostname: this.hostname,
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: this.securityGroupIds,
      modelSecurityGroupId: this.modelSecurityGroupId,
      credentialsProviderArn: this.credentialsProviderArn,
      credentialsSecretArn: this.credentialsSecretArn,
      lambdaRoute: this.lambdaRoute,
      preflightFunctionName: this.preflightFunctionName,
      preflightFunctionArn: this.preflightFunctionArn,
      preflightScheduleRoleArn: this.preflightScheduleRoleArn,
    });
  }
}

function createCredentialsProvider(
  name: string,
  { credentialsProvider }: Plan,
  parent: pulumi.Resource,
): CredentialsProvider | undefined {
  if (credentialsProvider === undefined) return undefined;
  const provider = credentialsProviderName(name);
  return makePart(
    `RegistryAccess ${JSON.stringify(name)}`,
    `CredentialsProvider ${JSON.stringify(provider)}`,
    credentialsPath,
    () => new CredentialsProvider(provider, credentialsProvider, { parent }),
  );
}
