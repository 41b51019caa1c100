import assert from "node:assert/strict";
import { ArgumentsError } from "../../../components/common";
import { ModelEndpoint, type ModelEndpointArgs } from "../../../components/model-endpoint";
import { record, type RecordOptions, type ResourceGraph } from "../../../testing";

/** The types of what an endpoint is made of. */
export const TYPES = {
  configuration: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
  endpoint: "aws:sagemaker/endpoint:Endpoint",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  target: "aws:appautoscaling/target:Target",
  policy: "aws:appautoscaling/policy:Policy",
  scheduled: "aws:appautoscaling/scheduledAction:ScheduledAction",
} as const;

export const TOPIC = "arn:aws:sns:eu-west-1:123456789012:topic";
export const image = (name: string): string => `registry.example.com/ml/${name}@sha256:${"a".repeat(64)}`;

/** The smallest endpoint, by a name that is given. */
export const base: ModelEndpointArgs = {
  executionRoleArn: "arn:aws:iam::123456789012:role/models",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-1"],
  credentialsProviderArn: "arn:aws:lambda:eu-west-1:123456789012:function:credentials",
  image: image("fraud"),
  instanceType: "ml.m5.large",
  endpointName: "Fraud-Live",
};

/** Two variants in place of the one. */
export const twoVariants: Partial<ModelEndpointArgs> = {
  instanceType: undefined,
  variants: {
    blue: { instanceType: "ml.m5.large", initialInstanceCount: 2 },
    green: { instanceType: "ml.c5.large", initialInstanceCount: 2 },
  },
};

export const make = (
  args: Partial<ModelEndpointArgs> = {},
  options?: RecordOptions,
): Promise<ResourceGraph> => record(() => ({ ...new ModelEndpoint("fraud", { ...base, ...args }) }), options);

/** What is wrong with arguments, by their paths; nothing is registered. */
export async function problems(args: object): Promise<Record<string, string>> {
  let found: ArgumentsError | undefined;
  const graph = await record(() => {
    try {
      new ModelEndpoint("fraud", { ...base, ...args });
    } catch (error) {
      if (!(error instanceof ArgumentsError)) throw error;
      found = error;
    }
  });
  assert.equal(found === undefined, graph.resources.length > 0);
  return Object.fromEntries(
    (found?.problems ?? []).map(({ propertyPath, reason }) => [propertyPath, reason]),
  );
}

/** What is warned of while an endpoint is recorded. */
export async function warned(
  args: Partial<ModelEndpointArgs>,
  options?: RecordOptions,
): Promise<[string, ResourceGraph]> {
  const said: string[] = [];
  const { warn, error } = console;
  console.warn = console.error = (...parts: unknown[]): void => void said.push(parts.join(" "));
  try {
    const graph = await make(args, options);
    return [said.join("\n"), graph];
  } finally {
    Object.assign(console, { warn, error });
  }
}
