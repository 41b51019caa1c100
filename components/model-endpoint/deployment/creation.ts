import * as pulumi from "@pulumi/pulumi";
import type { HookArgs } from "../../common";
import { READ_PERMISSIONS, type LiveEndpoint, type Unread } from "./live-endpoint";

/** What is to be created. */
export interface NewEndpoint {
  readonly endpointName: string;
  /** The names of the alarms that roll its deployments back, where they are known. */
  readonly alarmNames: readonly string[] | undefined;
}

/**
 * Reads what is to be created of an endpoint's inputs, as the engine tells them; `undefined` where its name is unknown at a
 * preview, or secret.
 */
export function wantedOf(inputs: HookArgs["newInputs"]): NewEndpoint | undefined {
  const { name, deploymentConfig } = (inputs ?? {}) as Inputs;
  if (typeof name !== "string") return undefined;
  const rollback = inside(deploymentConfig, "autoRollbackConfiguration");
  const alarms = inside(rollback, "alarms") ?? [];
  const names = Array.isArray(alarms) ? alarms.map((alarm: unknown) => inside(alarm, "alarmName")) : [alarms];
  const areKnown = names.every((each) => typeof each === "string");
  return { endpointName: name, alarmNames: areKnown ? names : undefined };
}

type Inputs = Readonly<Record<string, unknown>>;

/** A property of a value that may be absent, or unknown as its properties then are. */
function inside(value: unknown, property: string): unknown {
  if (pulumi.isUnknown(value)) return value;
  return typeof value === "object" && value !== null ? (value as Inputs)[property] : undefined;
}

/**
 * Says what is wrong with creating an endpoint, by what a read of its name finds, or that this is unknown. SageMaker refuses a
 * second endpoint of a name, and the AWS provider lets go of one whose creation fails or is interrupted: it stays in SageMaker,
 * and in no state.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
 */
export function judgeCreation(
  { endpointName, alarmNames }: NewEndpoint,
  live: LiveEndpoint | Unread,
  { region, logicalName }: { readonly region: string; readonly logicalName: string },
): { readonly problem?: string; readonly warning?: string } {
  if (!("failure" in live)) {
    const alarms = alarmNames && alarmsProblem(endpointName, alarmNames, live.alarmNames, logicalName);
    return {
      problem:
        exists(endpointName, region) +
        (alarms === undefined ? "" : `. If it is this component's own: ${alarms}`),
    };
  }
  if (live.kind !== "refused") return {};
  return {
    warning:
      `whether an endpoint named ${endpointName} exists already is unknown (${live.failure}). SageMaker refuses a second one; ` +
      `to have it found before, ${READ_PERMISSIONS}`,
  };
}

const command = (operation: string, endpointName: string, region: string): string =>
  `\`aws sagemaker ${operation}-endpoint --endpoint-name ${endpointName} --region ${region}\``;

const exists = (endpointName: string, region: string): string =>
  `an endpoint named ${endpointName} exists already, and SageMaker refuses a second one. Its status is unknown here: ` +
  `${command("describe", endpointName, region)} tells it. If a deployment that failed or was interrupted has left it, delete it by ` +
  `${command("delete", endpointName, region)}; if its status is Deleting, wait; then run \`pulumi up\` again. If it is in use, ` +
  'import it (docs/updates.md, "Taking over an endpoint that exists"), or give another endpointName';

/** What to do if a creation fails, said before it begins: a program cannot speak when it has failed, or is interrupted. */
export const ifItFails = (endpointName: string, region: string): string =>
  `the endpoint ${endpointName} is being created, which takes minutes. If that fails or is interrupted, SageMaker keeps it, and this ` +
  `stack does not know it: delete it by ${command("delete", endpointName, region)} before the next \`pulumi up\``;

/** Says what to do where the alarms of a rollback are to be changed on an endpoint that exists. */
export function alarmsProblem(
  endpointName: string,
  wanted: readonly string[],
  live: readonly string[] | undefined,
  logicalName: string,
): string | undefined {
  if (live === undefined) return undefined;
  const [before, after] = [[...live].sort(), [...wanted].sort()];
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  return (
    `deploymentConfig.autoRollbackConfiguration names the alarms ${after.join(", ") || "(none)"}, but the endpoint ${endpointName} ` +
    `has ${before.join(", ") || "(none)"}: the AWS provider would replace the endpoint for that, which SageMaker refuses while one of this ` +
    "name exists. Change them by `aws sagemaker update-endpoint` to a copy of the endpoint's configuration with the new " +
    `--deployment-config, and then run \`pulumi refresh --target '**::${logicalName}'\` and \`pulumi up\`; or give another endpointName, which makes a new endpoint`
  );
}
