import * as pulumi from "@pulumi/pulumi";
import { LOOKUPS, lookUp, lookUpPlacement, type CommonArgs, type OutputsOf, guarded } from "../common";
import type { ExecutionRoleArgs } from "../execution-role";
import type { EndpointMonitoring, HostingSettings, ModelEndpointArgs } from "../model-endpoint";
import type { LambdaAccess, PreflightFunction, RegistryAccess, RegistryAccessArgs } from "../registry-access";
import type { RegistryHost, RegistryHostArgs } from "../registry-host";
import {
  InternetAccess,
  LambdaRouteKind,
  type RegistryNetwork,
  type RegistryNetworkArgs,
} from "../registry-network";
import { CLOSED_VPC_SERVICES } from "../registry-network/endpoints";
import { hostedBuckets, neededByHosting, usesS3 } from "./hosted-data";
import { givenContainers } from "./images";
import type { InferencePreflight, PrivateInferenceArgs } from "./private-inference-args";

export type NetworkOutputs = OutputsOf<RegistryNetwork>;
export type HostOutputs = OutputsOf<RegistryHost>;
type AccessOutputs = OutputsOf<RegistryAccess>;

/** All properties of a type, each of which must be mentioned: a setting that is forgotten is an error of the compiler's. */
export type Complete<T> = { [Name in keyof Required<T>]: T[Name] };

/** The arguments that every component takes. */
export function commonArgs(args: CommonArgs): Complete<CommonArgs> {
  const { tags, kmsKeyArn, permissionsBoundaryArn, rolePath, logRetentionInDays } = args;
  return { tags, kmsKeyArn, permissionsBoundaryArn, rolePath, logRetentionInDays };
}

const isAnonymous = (args: PrivateInferenceArgs): boolean => args.registry?.anonymous === true;
const isAdopted = (args: PrivateInferenceArgs): boolean => args.network?.vpcId !== undefined;

/** Whether a new VPC has a route to the internet. */
const hasInternet = (args: PrivateInferenceArgs): boolean =>
  !isAdopted(args) && (args.network?.internetAccess ?? InternetAccess.None) !== InternetAccess.None;

/** Whether the network makes interface endpoints in addition to Lambda's: a closed VPC of ours does, others if asked. */
function makesInterfaceEndpoints(args: PrivateInferenceArgs): boolean {
  const closed = !isAdopted(args) && !hasInternet(args);
  const others = args.network?.interfaceEndpoints ?? {};
  const hasOwn = closed && CLOSED_VPC_SERVICES.some((service) => others[service] !== false);
  return hasOwn || Object.values(others).includes(true);
}

function lambdaRoute(args: PrivateInferenceArgs): LambdaRouteKind {
  if (args.network?.lambdaRoute?.kind !== undefined) return args.network.lambdaRoute.kind;
  // Without authentication nobody asks Lambda for anything.
  return isAdopted(args) || isAnonymous(args) ? LambdaRouteKind.Provided : LambdaRouteKind.Create;
}

/** The arguments of the network. */
export function networkArgs(args: PrivateInferenceArgs): RegistryNetworkArgs {
  const { network = {}, tags } = args;
  return {
    tags,
    ...network,
    ...s3Buckets(args),
    lambdaRoute: { ...network.lambdaRoute, kind: lambdaRoute(args) },
  };
}

/** The buckets that the endpoint for S3 lets pass: those named, and those of what the endpoint serves. */
function s3Buckets(args: PrivateInferenceArgs): Pick<RegistryNetworkArgs, "s3BucketNames"> {
  const { s3EndpointPolicyJson: s3EndpointPolicyJson, s3BucketNames } = args.network ?? {};
  if (!makesS3Endpoint(args) || s3EndpointPolicyJson !== undefined || !usesS3(args)) return {};
  const hosted = hostedBuckets(args);
  if (s3BucketNames === undefined) return { s3BucketNames: hosted };
  if (Array.isArray(s3BucketNames) && Array.isArray(hosted)) {
    return { s3BucketNames: [...s3BucketNames, ...hosted] };
  }
  return {
    s3BucketNames: pulumi
      .all([s3BucketNames as pulumi.Input<string[]>, hosted as pulumi.Input<string[]>])
      .apply(guarded((lists) => lists.flat())),
  };
}

/** The arguments of a new registry, where `newRegistry` is set. */
export function hostArgs(args: PrivateInferenceArgs, network: NetworkOutputs): RegistryHostArgs | undefined {
  if (args.newRegistry === undefined) return undefined;
  const { credentialsFunction: _, ...newRegistry } = args.newRegistry;
  // With a way to the internet the tasks need no endpoints; but where one is made, its service's name leads there alone.
  const ways = {
    ...(hasInternet(args) ? { internetEgress: true } : {}),
    ...(makesInterfaceEndpoints(args)
      ? { endpointSecurityGroupId: network.endpointSecurityGroupId as pulumi.Output<string> }
      : {}),
  };
  return {
    ...commonArgs(args),
    ...ways,
    s3PrefixListId: makesS3Endpoint(args) ? network.s3PrefixListId : undefined,
    ...newRegistry,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
  };
}

/** The arguments of the models' access to the registry. */
export function accessArgs(
  args: PrivateInferenceArgs,
  network: NetworkOutputs,
  host: HostOutputs | undefined,
  registryHostname: pulumi.Output<string>,
  s3PrefixListId: pulumi.Output<string>,
): RegistryAccessArgs {
  const registry =
    host === undefined
      ? { ...args.registry, registryHostname }
      : {
          registryHostname: host.registryHostname,
          clientSecurityGroupIds: [host.pullClientSecurityGroupId],
          credentialsSecretArn: host.pullCredentialsSecretArn,
          credentialsKmsKeyArn: args.kmsKeyArn,
          credentialsFunction: args.newRegistry?.credentialsFunction,
          alarmTopicArns: args.newRegistry?.alarmTopicArns,
        };
  return {
    ...commonArgs(args),
    ...registry,
    vpcId: network.vpcId,
    subnetIds: network.subnetIds,
    lambdaAccess: isAnonymous(args) ? args.lambdaAccess : lambdaAccess(args, network),
    s3PrefixListId: reachesS3(args) ? s3PrefixListId : undefined,
    securityGroupIds: args.securityGroupIds,
    preflight: preflightFunction(args.preflight),
  };
}

/** What concerns the preflight function itself, and not the endpoint's images. */
function preflightFunction(preflight: InferencePreflight | undefined): PreflightFunction | undefined {
  if (preflight === undefined) return undefined;
  const { severities: _, intervalInMinutes: __, ...settings } = preflight;
  return settings;
}

/** The endpoint's preflight, as far as there is a function for it, and a schedule. */
function endpointPreflight(
  { preflight = {} }: PrivateInferenceArgs,
  access: AccessOutputs,
): Pick<ModelEndpointArgs, "preflight" | "preflightFunctionArn" | "preflightScheduleRoleArn"> {
  const { enabled = true, scheduled = true, severities, intervalInMinutes, alarmTopicArns } = preflight;
  if (!enabled) return {};
  return {
    preflightFunctionArn: access.preflightFunctionArn,
    preflightScheduleRoleArn: scheduled ? access.preflightScheduleRoleArn : undefined,
    // Without a schedule the function's part has refused the topics.
    preflight: { severities, ...(scheduled ? { intervalInMinutes, alarmTopicArns } : {}) },
  };
}

function lambdaAccess(args: PrivateInferenceArgs, network: NetworkOutputs): LambdaAccess {
  const kind = lambdaRoute(args);
  const endpoint = network.lambdaEndpointSecurityGroupId as pulumi.Output<string>;
  switch (kind) {
    case LambdaRouteKind.Create:
    case LambdaRouteKind.PrivateZone:
    case LambdaRouteKind.ExternalDns:
      return { kind, securityGroupId: endpoint, admitModels: true, ...args.lambdaAccess };
    case LambdaRouteKind.Adopt:
      // The group is somebody else's: it gets our rule only if lambdaAccess.admitModels asks for it.
      return { kind, securityGroupId: endpoint, ...args.lambdaAccess };
    case LambdaRouteKind.Provided:
      return { kind, ...(hasInternet(args) ? { internet: true } : {}), ...args.lambdaAccess };
  }
}

/** Whether the network makes a gateway endpoint for S3. */
export const makesS3Endpoint = (args: PrivateInferenceArgs): boolean =>
  args.network?.s3Endpoint ?? !isAdopted(args);

/** Whether the models are to reach S3. */
export function reachesS3(args: PrivateInferenceArgs): boolean {
  const redirects = args.newRegistry?.blobRedirects ?? false;
  return args.s3Access ?? (redirects !== false || usesS3(args));
}

/** Looks up the prefix list of S3's addresses, where the network makes no endpoint, which has it. */
export function lookUpS3PrefixList(parent: pulumi.Resource): pulumi.Output<string> {
  const name = lookUpPlacement(parent).apply(guarded(({ region }) => `com.amazonaws.${region}.s3`));
  return lookUp(LOOKUPS.managedPrefixList, { name }, parent).id;
}

/** The arguments of the models' role. */
export function roleArgs(args: PrivateInferenceArgs, access: AccessOutputs): ExecutionRoleArgs {
  const { tags, permissionsBoundaryArn, rolePath } = args;
  const { ssmAccess } = neededByHosting(args);
  return {
    tags,
    permissionsBoundaryArn,
    rolePath,
    ssmAccess:
      ssmAccess.length === 0
        ? undefined
        : pulumi.all([...ssmAccess]).apply(guarded((each) => each.includes(true))),
    ...args.executionRole,
    credentialsProviderArns: credentialsProviders(args, access),
    subnetIds: access.subnetIds,
    // An output, because the endpoint checks the name.
    endpointNames: args.endpointName === undefined ? undefined : [pulumi.output(args.endpointName)],
  };
}

/** The functions that SageMaker asks for credentials: the registry's, and those that containers have of their own. */
function credentialsProviders(
  args: PrivateInferenceArgs,
  access: AccessOutputs,
): pulumi.Output<pulumi.Input<string>[]> {
  const ofContainers = givenContainers(args).map(({ container }) => container.credentialsProviderArn);
  const ofRegistry = isAnonymous(args) ? [] : [access.credentialsProviderArn];
  return pulumi
    .all([...ofRegistry, ...ofContainers])
    .apply(guarded((arns) => arns.filter((arn) => arn !== undefined)));
}

/** The arguments of the endpoint. */
export function endpointArgs(
  args: PrivateInferenceArgs,
  access: AccessOutputs,
  executionRoleArn: pulumi.Input<string>,
  publishedImage: pulumi.Input<string> | undefined,
  host: HostOutputs | undefined,
): ModelEndpointArgs {
  const { environment, modelDataUrl, modelDataSource, enableNetworkIsolation, models } = args;
  const { instanceType, initialInstanceCount, variants, shadowVariants, endpointName } = args;
  const { dataCapture, asyncInference, scaling, deploymentConfig, tags, kmsKeyArn } = args;
  const hosting: Complete<HostingSettings> = {
    image: publishedImage ?? args.image,
    environment,
    modelDataUrl,
    modelDataSource,
    enableNetworkIsolation,
    models,
    instanceType,
    initialInstanceCount,
    scaling,
    variants,
    shadowVariants,
    dataCapture,
    asyncInference,
    deploymentConfig,
    monitoring: endpointMonitoring(args, host),
    endpointName,
  };
  return {
    ...hosting,
    tags,
    kmsKeyArn,
    executionRoleArn,
    subnetIds: access.subnetIds,
    securityGroupIds: access.securityGroupIds,
    credentialsProviderArn: isAnonymous(args) ? undefined : access.credentialsProviderArn,
    ...endpointPreflight(args, access),
  };
}

/** What is watched of the endpoint: its dashboard also shows a registry that is made here. */
function endpointMonitoring(
  { monitoring }: PrivateInferenceArgs,
  host: HostOutputs | undefined,
): EndpointMonitoring | undefined {
  const { dashboard } = monitoring ?? {};
  if (dashboard === undefined || dashboard.registry !== undefined || host === undefined) return monitoring;
  const { loadBalancerArn, clusterArn, pullServiceName } = host;
  return {
    ...monitoring,
    dashboard: { ...dashboard, registry: { loadBalancerArn, clusterArn, pullServiceName } },
  };
}
