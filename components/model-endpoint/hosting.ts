import * as pulumi from "@pulumi/pulumi";
import { checks, Validation, type ListRule, guarded } from "../common";
import { checkNames } from "./auto-names";
import { checkModel } from "./models/check-models";
import { checkVariant } from "./variants/check-variants";
import { givenModels, givenVariants } from "./forms";
import { checkAsyncInference } from "./async-inference";
import { refuseCustomTimeouts } from "./custom-timeouts";
import { checkDataCapture } from "./data-capture";
import { checkShadowTest } from "./variants/check-shadow-test";
import * as limits from "./limits";
import type { ModelEndpointArgs } from "./model-endpoint-args";
import { checkOperations } from "./operations";
import { checkPreflight } from "./preflight/preflight-settings";
import { REFUSED_NAMES } from "./refused-names";
import type { Hosting } from "./checked-hosting";

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
