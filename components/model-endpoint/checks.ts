import * as pulumi from "@pulumi/pulumi";
import {
  checkArguments,
  checks,
  guarded,
  input,
  Validation,
  type InputCheck,
  type ListRule,
  type Part,
} from "../common";
import { checkNames } from "./auto-names";
import { checkModel } from "./models/check-models";
import { checkVariant } from "./variants/check-variants";
import { givenModels, givenVariants, type GivenVariant } from "./short-form";
import { checkAsyncInference } from "./async-inference";
import { refuseCustomTimeouts } from "./custom-timeouts";
import { checkDataCapture } from "./data-capture";
import { checkShadowTest } from "./variants/check-shadow-test";
import * as limits from "./value-checks";
import type { ModelEndpointArgs } from "./args";
import { checkOperations } from "./operations-checks";
import { arnOfFunctionOrRole, checkPreflight } from "./preflight/preflight-settings";
import { REFUSED_NAMES } from "./refused-names";

/** The arguments of a ModelEndpoint, checked: outputs fail where the deployment finds something wrong. */
export type Hosting = ReturnType<typeof checkHosting>;

/**
 * Checks the arguments, in whichever form they are given.
 * @param opts the component's options
 * @throws pulumi.InputPropertiesError naming every problem
 */
export function checkHosting(
  name: string,
  given: ModelEndpointArgs,
  part?: Part,
  opts?: pulumi.ComponentResourceOptions,
) {
  const validation = new Validation(`ModelEndpoint ${JSON.stringify(name)}`, part);
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
  const { waitForNetworkInterfaces = true } = args;
  const common = validation.common(args);
  const checked = checkArguments(validation, args, {
    image: input.usedBy(givenModels),
    environment: input.usedBy(givenModels),
    modelDataUrl: input.usedBy(givenModels),
    modelDataSource: input.usedBy(givenModels),
    enableNetworkIsolation: input.usedBy(givenModels),
    models: input.usedBy(checkModel),
    instanceType: input.usedBy(givenVariants),
    initialInstanceCount: input.usedBy(givenVariants),
    scaling: input.usedBy(checkOperations),
    variants: input.usedBy(checkVariant),
    shadowVariants: input.usedBy(checkVariant),
    credentialsProviderArn: input.optionalOutput(limits.credentialsProviderArn),
    preflightFunctionArn: arnOfFunctionOrRole(checks.functionArn),
    preflightScheduleRoleArn: arnOfFunctionOrRole(checks.roleArn),
    preflight: () => checkPreflight(validation, args),
    executionRoleArn: input.required(limits.executionRoleArn),
    subnetIds: ids({
      min: limits.MIN_SUBNETS,
      max: limits.MAX_SUBNETS,
      item: limits.subnetId,
      remedy: `SageMaker wants at least two subnets, in different availability zones (${limits.sageMakerGuide("host-vpc")})`,
    }),
    securityGroupIds: ids({
      min: 1,
      max: limits.MAX_SECURITY_GROUPS - (waitForNetworkInterfaces ? 1 : 0),
      item: limits.securityGroupId,
      remedy: waitForNetworkInterfaces ? ROOM_FOR_INTERFACE_GROUP : SECURITY_GROUPS,
    }),
    waitForNetworkInterfaces: () => waitForNetworkInterfaces,
    dataCapture: (_, __, capture) => checkDataCapture(validation, capture),
    asyncInference: (_, __, settings) => checkAsyncInference(validation, settings),
    deploymentConfig: input.usedBy(checkOperations),
    monitoring: input.usedBy(checkOperations),
    endpointName: input.optional(checks.sageMakerName),
  });
  const { credentialsProviderArn, preflightFunctionArn, preflightScheduleRoleArn, ...others } = checked;
  const variantsOf = (given: Readonly<Record<string, GivenVariant>>, shadow: boolean) =>
    mapValues(given, (variant) => ({
      model: variant.model,
      ...checkVariant(validation, variant, { shadowTest, shadow }),
    }));
  const hosting = {
    ...others,
    common,
    models: mapValues(models, (model) =>
      checkModel(validation, model, { credentialsProviderArn, preflightFunctionArn }),
    ),
    /** The production variants. */
    variants: variantsOf(variants, false),
    shadowVariants: variantsOf(shadowVariants, true),
    preflight: {
      ...checked.preflight,
      functionArn: preflightFunctionArn,
      scheduleRoleArn: preflightScheduleRoleArn,
    },
    operations: checkOperations(validation, args, variants, shadowVariants),
    /** Makes errors about what only the deployment finds to be wrong. */
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

/** A required list: none at all counts as an empty one. */
const ids =
  (rule: ListRule<string>): InputCheck<pulumi.Input<pulumi.Input<string>[]>, pulumi.Output<string[]>> =>
  (validation, propertyPath, value: pulumi.Input<pulumi.Input<string>[]> | undefined) => {
    const list =
      value === undefined || Array.isArray(value)
        ? (value ?? [])
        : pulumi
            .output<string[] | undefined>(value as pulumi.Input<string[]>)
            .apply(guarded((known) => known ?? []));
    return validation.list(propertyPath, list, { ...rule, unique: true });
  };
