// The platform team's stack: network, registry, access and role, once. It hands a machine-learning team's stack nothing but
// a few ids.
import * as pulumi from "@pulumi/pulumi";
import { ExecutionRole, RegistryAccess, RegistryHost, RegistryNetwork } from "sagemaker-private-registry";

const config = new pulumi.Config();

const network = new RegistryNetwork("ml");

const registry = new RegistryHost(
  "ml-registry",
  {
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    domainName: config.require("domainName"),
    validationZoneId: config.require("validationZoneId"),
    endpointSecurityGroupId: network.endpointSecurityGroupId,
    s3PrefixListId: network.s3PrefixListId,
  },
  { dependsOn: [network] },
);

const access = new RegistryAccess("ml-access", {
  registryHostname: registry.registryHostname,
  clientSecurityGroupIds: [registry.pullClientSecurityGroupId],
  credentialsSecretArn: registry.pullCredentialsSecretArn,
  vpcId: network.vpcId,
  subnetIds: network.subnetIds,
  lambdaAccess: {
    kind: network.lambdaRouteKind,
    securityGroupId: network.lambdaEndpointSecurityGroupId,
    admitModels: true,
  },
});

const role = new ExecutionRole("ml-role", {
  credentialsProviderArns: [access.credentialsProviderArn],
  subnetIds: access.subnetIds,
});

export const { registryHostname, subnetIds, securityGroupIds, credentialsProviderArn } = access;
export const { preflightFunctionArn, preflightScheduleRoleArn } = access;
export const executionRoleArn = role.roleArn;
export const { pushUrl, pushCredentialsSecretArn, pushClientSecurityGroupId } = registry;
