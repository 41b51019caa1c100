import * as pulumi from "@pulumi/pulumi";
import { checks, Validation, type CommonArgs, type Failure, type ListRule, guarded } from "../common";
import { checkNames } from "./auto-names";
import { checkModel } from "./models/check-models";
import { checkVariant } from "./variants/check-variants";
import { givenModels, givenVariants } from "./forms";
import { checkAsyncInference } from "./async-inference";
import type { ContainerMode, ModelCacheSetting } from "./models/container-mode";
import type { CoreDumpConfig } from "./variants/core-dump";
import { refuseCustomTimeouts } from "./custom-timeouts";
import { checkDataCapture } from "./data-capture";
import { checkShadowTest } from "./variants/check-shadow-test";
import type { InferenceExecutionMode } from "./models/inference-execution-mode";
import * as limits from "./limits";
import type { AdditionalDataSource, DataSource } from "./models/model-data";
import type { ModelEndpointArgs } from "./model-endpoint-args";
import { checkOperations, type Operations } from "./operations";
import { checkPreflight, type Preflight } from "./preflight/preflight-settings";
import { REFUSED_NAMES } from "./refused-names";
import type { RoutingStrategy } from "./variants/routing-strategy";

/** What a ModelEndpoint is made of, checked: outputs that fail where the deployment finds something wrong. */
export interface Hosting {
  readonly common: CommonArgs;
  readonly executionRoleArn: pulumi.Output<string>;
  readonly subnetIds: pulumi.Output<string[]>;
  readonly securityGroupIds: pulumi.Output<string[]>;
  readonly waitForNetworkInterfaces: boolean;
  readonly models: Readonly<Record<string, Model>>;
  /** The production variants: those that answer. */
  readonly variants: Readonly<Record<string, Variant>>;
  readonly shadowVariants: Readonly<Record<string, Variant>>;
  /** As SageMaker takes it. */
  readonly dataCapture: ReturnType<typeof checkDataCapture>;
  /** As SageMaker takes it. */
  readonly asyncInference: ReturnType<typeof checkAsyncInference>;
  /** As the user gives it. */
  readonly endpointName: pulumi.Output<string> | undefined;
  readonly preflight: Preflight;
  readonly operations: Operations;
  /** Makes errors about what only the deployment finds to be wrong. */
  readonly failure: Failure;
}

/** A Hosting whose endpoint has a name. */
export interface NamedHosting extends Hosting {
  readonly endpointName: pulumi.Output<string>;
  /** Whether the user gives the name. */
  readonly isNameGiven: boolean;
}

/** One model, checked. */
export interface Model {
  readonly containers: readonly Container[];
  readonly inferenceExecutionMode: InferenceExecutionMode | undefined;
  readonly enableNetworkIsolation: pulumi.Output<boolean> | undefined;
}

/** One container, checked. */
export interface Container {
  readonly image: pulumi.Output<string>;
  readonly environment: pulumi.Output<Record<string, string>> | undefined;
  readonly mode: ContainerMode | undefined;
  readonly modelCacheSetting: pulumi.Output<ModelCacheSetting> | undefined;
  readonly modelDataUrl: pulumi.Output<string> | undefined;
  /** As SageMaker takes it. */
  readonly modelDataSource: DataSource | undefined;
  /** As SageMaker takes them. */
  readonly additionalModelDataSources: readonly AdditionalDataSource[] | undefined;
  readonly containerHostname: pulumi.Output<string> | undefined;
  readonly credentialsProviderArn: pulumi.Output<string | undefined> | undefined;
  /** The function that pulls the image beforehand; none where the image is taken as it is. */
  readonly preflightFunctionArn: pulumi.Output<string> | undefined;
}

/** One variant, checked. */
export interface Variant {
  readonly model: string;
  readonly instanceType: pulumi.Output<string>;
  readonly initialInstanceCount: pulumi.Output<number>;
  readonly initialVariantWeight: pulumi.Output<number> | undefined;
  readonly volumeSizeInGB: pulumi.Output<number> | undefined;
  readonly modelDataDownloadTimeoutInSeconds: pulumi.Output<number> | undefined;
  readonly containerStartupHealthCheckTimeoutInSeconds: pulumi.Output<number> | undefined;
  readonly inferenceAmiVersion: pulumi.Output<string> | undefined;
  readonly mlReservationArn: pulumi.Output<string> | undefined;
  readonly routingStrategy: pulumi.Output<RoutingStrategy> | undefined;
  /** As SageMaker takes it. */
  readonly coreDumpConfig: CoreDumpConfig | undefined;
  readonly enableSsmAccess: pulumi.Output<boolean> | undefined;
}

/**
 * Checks the arguments, in whichever form they are given.
 * @param opts the component's options
 * @throws pulumi.InputPropertiesError naming every problem
 */
export function checkHosting(
  name: string,
  given: ModelEndpointArgs,
  opts?: pulumi.ComponentResourceOptions,
): Hosting {
  const validation = new Validation(`ModelEndpoint ${JSON.stringify(name)}`);
  const args = validation.form("ModelEndpoint", given, REFUSED_NAMES);
  refuseCustomTimeouts(validation, opts);
  const models = givenModels(args, validation);
  const { variants, shadowVariants } = givenVariants(args, Object.keys(models), validation);
  checkNames(name, models, args.endpointName !== undefined, validation);
  for (const [variant, { path }] of Object.entries({ ...shadowVariants, ...variants })) {
    validation.problem(path, checks.key(checks.sageMakerName)(variant));
  }
  checkShadowTest(validation, args, models, variants, shadowVariants);
  const shadowTest = args.shadowVariants !== undefined;
  const credentialsProviderArn = validation.optional(
    "credentialsProviderArn",
    args.credentialsProviderArn,
    limits.credentialsProviderArn,
  );
  const preflight = checkPreflight(validation, args);
  const waitForNetworkInterfaces = args.waitForNetworkInterfaces ?? true;
  const hosting: Hosting = {
    common: validation.common(args),
    executionRoleArn: validation.required("executionRoleArn", args.executionRoleArn, limits.executionRoleArn),
    subnetIds: checkIds(validation, "subnetIds", args.subnetIds, {
      min: limits.MIN_SUBNETS,
      max: limits.MAX_SUBNETS,
      item: limits.subnetId,
      remedy: `SageMaker wants at least two subnets, in different availability zones (${limits.sageMakerGuide("host-vpc")})`,
    }),
    securityGroupIds: checkIds(validation, "securityGroupIds", args.securityGroupIds, {
      min: 1,
      max: limits.MAX_SECURITY_GROUPS - (waitForNetworkInterfaces ? 1 : 0),
      item: limits.securityGroupId,
      remedy: waitForNetworkInterfaces ? ROOM_FOR_INTERFACE_GROUP : SECURITY_GROUPS,
    }),
    waitForNetworkInterfaces,
    models: mapValues(models, (model) =>
      checkModel(validation, model, { credentialsProviderArn, preflightFunctionArn: preflight.functionArn }),
    ),
    variants: mapValues(variants, (variant) => ({
      model: variant.model,
      ...checkVariant(validation, variant, { shadowTest, shadow: false }),
    })),
    shadowVariants: mapValues(shadowVariants, (variant) => ({
      model: variant.model,
      ...checkVariant(validation, variant, { shadowTest, shadow: true }),
    })),
    dataCapture: checkDataCapture(validation, args.dataCapture),
    asyncInference: checkAsyncInference(validation, args.asyncInference),
    endpointName: validation.value("endpointName", args.endpointName, checks.sageMakerName),
    preflight,
    operations: checkOperations(validation, args, variants, shadowVariants),
    failure: validation.failure,
  };
  validation.throwIfInvalid();
  return hosting;
}

const SECURITY_GROUPS = `give what a SageMaker model takes (${limits.sageMakerApi("VpcConfig")})`;
const ROOM_FOR_INTERFACE_GROUP =
  `SageMaker allows ${limits.MAX_SECURITY_GROUPS}, and one is created here, whose deletion waits for the models' network ` +
  `interfaces: combine groups, or set waitForNetworkInterfaces to false (${limits.sageMakerApi("VpcConfig")})`;

/** An object with the same keys and with values made of the given ones. */
export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

/** Checks a list that is required: none at all counts as an empty one. */
function checkIds(
  validation: Validation,
  propertyPath: string,
  ids: pulumi.Input<pulumi.Input<string>[]> | undefined,
  rule: ListRule<string>,
): pulumi.Output<string[]> {
  const given =
    ids === undefined || Array.isArray(ids)
      ? (ids ?? [])
      : pulumi
          .output<string[] | undefined>(ids as pulumi.Input<string[]>)
          .apply(guarded((known) => known ?? []));
  return validation.list(propertyPath, given, { ...rule, unique: true });
}
