import type * as pulumi from "@pulumi/pulumi";
import { createLambdaFunction, readSecret } from "../../components/common";

/** A credentials function that tells its log what it was asked with. */
export interface Witness {
  readonly functionArn: pulumi.Output<string>;
}

/** The logical name of the function of an endpoint's witness. */
const functionName = (name: string): string => `${name}-credentials`;

/** Makes the function, over the secret with the registry's credentials. */
export function createLoggingCredentialsFunction(
  name: string,
  secretArn: pulumi.Output<string>,
  parent: pulumi.Resource,
): Witness {
  const { function: lambda } = createLambdaFunction(
    functionName(name),
    {
      bundle: "evidence-credentials",
      description: "Answers SageMaker with a registry's credentials, and tells its log the keys of the event",
      environment: { SECRET_ARN: secretArn, USERNAME_KEY: "username", PASSWORD_KEY: "password" },
      statements: ({ dnsSuffix }) =>
        secretArn.apply((arn) => readSecret({ secretArn: arn, kmsKeyArns: [] }, dnsSuffix)),
      timeoutInSeconds: 10,
      memoryInMb: 512,
      common: {},
    },
    parent,
  );
  return { functionArn: lambda.arn };
}
