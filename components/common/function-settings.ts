import type * as pulumi from "@pulumi/pulumi";
import * as checks from "./checks";
import { checkInputs, optional, requiredList } from "./input-checks";
import type { Validation } from "./validation";

/**
 * Where a Lambda function's network interfaces are placed.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export interface FunctionPlacement {
  /** Ids of the 1 to 16 subnets for the function's network interfaces. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Ids of the 1 to 4 security groups of the function's network interfaces. The fifth that Lambda allows is created here, without
   * rules: its deletion waits until Lambda has deleted the interfaces.
   */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * The processors that a Lambda function runs on.
 * https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html
 */
export const FunctionArchitecture = {
  /** AWS Graviton, which costs less. */
  Arm64: "arm64",
  /** 64-bit Intel and AMD. */
  X8664: "x86_64",
} as const;
export type FunctionArchitecture = (typeof FunctionArchitecture)[keyof typeof FunctionArchitecture];

/**
 * How the operator wants a Lambda function of this package run.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export interface FunctionSettings {
  /** The function's network interfaces in a VPC. Default: outside any VPC. */
  vpc?: FunctionPlacement;
  /** Processors that the function runs on, `arm64` or `x86_64`. Default: `arm64`. */
  architecture?: pulumi.Input<FunctionArchitecture>;
  /**
   * ARN of the code-signing configuration that the function is deployed under. The package's code carries no signature, so
   * that a configuration that enforces signatures refuses it. Default: none.
   */
  codeSigningConfigArn?: pulumi.Input<string>;
  /** Reserved concurrency of the function, at least 1. Default: unreserved. */
  reservedConcurrency?: pulumi.Input<number>;
}

/**
 * The most security groups that a function takes in addition to the one that is created for its network interfaces.
 * https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html
 */
export const MAX_FUNCTION_SECURITY_GROUPS = 4;

/** Says what is wrong with the processors of a function. */
export const functionArchitectureProblem = checks.oneOf<FunctionArchitecture>(
  Object.values(FunctionArchitecture),
);

/** The checks of what every function of this package takes. */
export const FUNCTION_CHECKS = {
  architecture: optional(functionArchitectureProblem),
  codeSigningConfigArn: optional(checks.arn("lambda", "code-signing-config:…")),
  reservedConcurrency: optional(checks.integer(1, Number.MAX_SAFE_INTEGER)),
};

/**
 * Checks how a function is to be run, and returns the settings as they are to be used.
 * @param propertyPath the property that holds them, as `function`
 */
export function checkFunctionSettings(
  validation: Validation,
  propertyPath: string,
  settings: FunctionSettings | undefined,
): FunctionSettings | undefined {
  if (settings === undefined) return undefined;
  return checkInputs(validation, propertyPath, settings, {
    vpc: {
      subnetIds: requiredList({ min: 1, max: 16, item: checks.subnetId }),
      securityGroupIds: requiredList({
        min: 1,
        max: MAX_FUNCTION_SECURITY_GROUPS,
        item: checks.securityGroupId,
        remedy: `Lambda allows ${MAX_FUNCTION_SECURITY_GROUPS + 1} groups, of which one is that of the network interfaces`,
      }),
    },
    ...FUNCTION_CHECKS,
  });
}
