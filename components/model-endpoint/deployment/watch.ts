import * as pulumi from "@pulumi/pulumi";
import { beforeHook, valueIfKnown, type HookArgs, type Placement } from "../../common";
import type { ModelSubnet } from "../subnets";
import { addressFindings, type Instances } from "./addresses";
import { ifItFails, judgeCreation, wantedOf } from "./creation";
import { endpointArn, readEndpoint } from "./live-endpoint";

/** What an endpoint is created with, in addition to its inputs. */
export interface Surroundings {
  readonly placement: pulumi.Output<Placement>;
  readonly subnets: pulumi.Output<ModelSubnet[]>;
  readonly instances: pulumi.Output<Instances>;
}

/** The watch over what a deployment does with an endpoint. */
export interface EndpointWatch {
  /** The endpoint's hooks. */
  readonly hooks: pulumi.ResourceHookBinding;
  /** Whether this deployment creates the endpoint, as far as it has come. */
  readonly isCreated: () => boolean;
  /** Whether this deployment, or a preview, updates the endpoint to another configuration, as far as it has come. */
  readonly isUpdated: () => boolean;
}

/** Looks, before an endpoint is created or updated, for what would make SageMaker fail. A preview only warns of it. */
export function watchEndpoint(
  logicalName: string,
  surroundings: Surroundings,
  parent: pulumi.Resource,
): EndpointWatch {
  let created = false;
  let updated = false;
  const tell = async ({ problem, warning }: { readonly problem?: string; readonly warning?: string }) => {
    if (warning !== undefined) await pulumi.log.warn(warning, parent);
    if (problem === undefined) return;
    if (!pulumi.runtime.isDryRun()) throw new Error(problem);
    await pulumi.log.warn(`${problem}. The deployment looks again, and fails if that is still so`, parent);
  };
  const addresses = async (isNew: boolean) => {
    const subnets = await valueIfKnown(surroundings.subnets);
    const instances = await valueIfKnown(surroundings.instances);
    if (subnets !== undefined && instances !== undefined)
      await tell(addressFindings(subnets, instances, isNew));
  };
  const beforeCreate = beforeHook(`${logicalName} can be created`, async ({ newInputs }) => {
    created = true;
    await addresses(true);
    const wanted = wantedOf(newInputs);
    const where = await valueIfKnown(surroundings.placement);
    if (wanted === undefined || where === undefined) return;
    const live = await readEndpoint(endpointArn(wanted.endpointName, where), parent);
    await tell(judgeCreation(wanted, live, { region: where.region, logicalName }));
    if (!pulumi.runtime.isDryRun())
      await pulumi.log.info(ifItFails(wanted.endpointName, where.region), parent);
  });
  const beforeUpdate = beforeHook(`${logicalName} can be updated`, async (args) => {
    if (!isDeployment(args)) return;
    updated = true;
    await addresses(false);
  });
  return { hooks: { beforeCreate, beforeUpdate }, isCreated: () => created, isUpdated: () => updated };
}

/** Whether an update of an endpoint starts instances, and not only changes tags. */
const isDeployment = ({ oldOutputs, newInputs }: HookArgs): boolean =>
  oldOutputs?.endpointConfigName !== newInputs?.endpointConfigName;
