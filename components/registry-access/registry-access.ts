import * as pulumi from "@pulumi/pulumi";
import { checkedArguments, verifySubnets, warnOfOpenedArn } from "../common";
import { CredentialsProvider } from "../credentials-provider";
import type { LambdaRouteKind } from "../registry-network";
import { createPreflight } from "./preflight-function";
import { admitModels, carriedGroups, createModelSecurityGroup } from "./security-groups";
import { credentialsProviderName, validate, type Plan } from "./checks";
import type { RegistryAccessArgs } from "./args";

/**
 * All that models need to pull from one registry in one VPC, once for both: the models' security group with exactly the egress
 * that the pull takes, the function that returns the registry's credentials, and the one that performs the pull beforehand and
 * says what is in its way.
 */
export class RegistryAccess extends pulumi.ComponentResource {
  /** The registry's name as it begins image references. */
  readonly registryHostname: pulumi.Output<string>;
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
  readonly lambdaRouteKind?: pulumi.Output<LambdaRouteKind>;
  /** Name of the function that performs the pull beforehand; absent where none is made. */
  readonly preflightFunctionName: pulumi.Output<string | undefined>;
  /** ARN of that function, which resolves when it can do what the models can; absent where none is made. */
  readonly preflightFunctionArn: pulumi.Output<string | undefined>;
  /** ARN of the role by which EventBridge Scheduler calls that function; absent where no schedule is requested. */
  readonly preflightScheduleRoleArn: pulumi.Output<string | undefined>;

  constructor(name: string, args: RegistryAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = checkedArguments(validate, name, args);
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

    this.registryHostname = plan.registryHostname;
    this.vpcId = plan.vpcId;
    this.subnetIds = subnetIds;
    this.securityGroupIds = securityGroupIds;
    this.modelSecurityGroupId = group.id;
    this.credentialsProviderArn = pulumi.output(credentialsProviderArn);
    this.credentialsSecretArn = pulumi.output(provider?.credentialsSecretArn);
    this.lambdaRouteKind = plan.lambda?.kind;
    this.preflightFunctionName = pulumi.output(preflight?.functionName);
    this.preflightFunctionArn = pulumi.output(preflight?.functionArn);
    this.preflightScheduleRoleArn = pulumi.output(preflight?.scheduleRoleArn);
    this.registerOutputs({
      registryHostname: this.registryHostname,
      vpcId: this.vpcId,
      subnetIds: this.subnetIds,
      securityGroupIds: this.securityGroupIds,
      modelSecurityGroupId: this.modelSecurityGroupId,
      credentialsProviderArn: this.credentialsProviderArn,
      credentialsSecretArn: this.credentialsSecretArn,
      lambdaRouteKind: this.lambdaRouteKind,
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
  return (
    credentialsProvider &&
    new CredentialsProvider(credentialsProviderName(name), credentialsProvider, { parent })
  );
}
