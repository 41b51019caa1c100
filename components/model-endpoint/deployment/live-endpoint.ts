import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { reasonOf, whileEngineRuns, type Placement } from "../../common";

const ENDPOINT_TYPE = "AWS::SageMaker::Endpoint";

/** What SageMaker says of an endpoint that exists. Cloud Control does not tell its status. */
export interface LiveEndpoint {
  readonly endpointConfigName: string;
  /** The names of the alarms that roll its deployments back, where they are told. */
  readonly alarmNames: readonly string[] | undefined;
}

/** Why an endpoint was not read: it does not exist, Cloud Control does not know the type here, or it refuses, as without a permission. */
export interface Unread {
  readonly failure: string;
  readonly kind: "missing" | "unsupported" | "refused";
}

/** What the remedy is where reading an endpoint is refused. */
export const READ_PERMISSIONS =
  "allow cloudformation:GetResource, sagemaker:DescribeEndpoint and sagemaker:ListTags";

const KINDS: readonly (readonly [RegExp, Unread["kind"]])[] = [
  [/ResourceNotFoundException|couldn't find resource|Could not find endpoint/i, "missing"],
  [/UnsupportedActionException|TypeNotFoundException/, "unsupported"],
];

/** The ARN of an endpoint, by which Cloud Control knows it. SageMaker writes names in it in lower case. */
export function endpointArn(name: string, { partition, region, accountId }: Placement): string {
  return `arn:${partition}:sagemaker:${region}:${accountId}:endpoint/${name.toLowerCase()}`;
}

/** Reads an endpoint by its ARN. */
export async function readEndpoint(arn: string, parent: pulumi.Resource): Promise<LiveEndpoint | Unread> {
  try {
    const { properties } = await whileEngineRuns(
      aws.cloudcontrol.getResource({ typeName: ENDPOINT_TYPE, identifier: arn }, { parent }),
    );
    return parseEndpoint(properties) ?? { failure: "the answer names no configuration", kind: "refused" };
  } catch (error) {
    const failure = reasonOf(error);
    const [, kind] = KINDS.find(([pattern]) => pattern.test(failure)) ?? [];
    return { failure, kind: kind ?? "refused" };
  }
}

/** Reads what Cloud Control says of an endpoint: JSON by CloudFormation's schema of the type. */
export function parseEndpoint(properties: string): LiveEndpoint | undefined {
  const { EndpointConfigName: configuration, DeploymentConfig: deployment } = objectOf(
    JSON.parse(properties),
  );
  if (typeof configuration !== "string") return undefined;
  return {
    // Some versions of the type tell the configuration by its ARN.
    endpointConfigName: configuration.slice(configuration.lastIndexOf("/") + 1),
    alarmNames: deployment === undefined ? undefined : alarmNamesOf(objectOf(deployment)),
  };
}

function alarmNamesOf(deployment: Readonly<Record<string, unknown>>): readonly string[] {
  const { Alarms: alarms } = objectOf(deployment.AutoRollbackConfiguration);
  return Array.isArray(alarms) ? alarms.map((alarm) => String(objectOf(alarm).AlarmName)) : [];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
