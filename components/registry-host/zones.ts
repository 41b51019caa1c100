import * as pulumi from "@pulumi/pulumi";
import {
  guarded,
  lacking,
  lookUpSubnets,
  placedTasks,
  zoneProblem,
  type Failure,
  type Zone,
} from "../common";
import type { TaskArchitecture } from "./args";

/** Where a registry's tasks are to run. */
export interface TaskPlaces {
  readonly subnetIds: pulumi.Output<string[]>;
  readonly vpcId: pulumi.Output<string>;
  readonly architecture: pulumi.Output<TaskArchitecture>;
  /** Makes the error that the deployment, or the preview, ends with where no task can run. */
  readonly failure: Failure;
}

/**
 * Looks the subnets up, and passes their ids on once they are found to be in two zones, in one of which at least Fargate runs
 * the tasks. A zone where it does not is warned of.
 */
export function verifyTaskSubnets(places: TaskPlaces, component: pulumi.Resource): pulumi.Output<string[]> {
  const { subnetIds, vpcId, architecture, failure } = places;
  const subnets = lookUpSubnets(subnetIds, vpcId, component, ["availabilityZone"]);
  return pulumi.all([subnets, architecture]).apply(
    guarded(([found, known]) => {
      const reason = zoneProblem(found);
      if (reason !== undefined) throw failure("subnetIds", reason);
      const zones = new Map(
        found.map(({ availabilityZone: name, availabilityZoneId: id }) => [name, { name, id }]),
      );
      const { problem, advice } = zonesForTasks([...zones.values()], known);
      if (problem !== undefined) throw failure("subnetIds", problem);
      if (advice !== undefined) void pulumi.log.warn(advice, component);
      return found.map(({ id }) => id);
    }),
  );
}

/** What is wrong with the zones of a registry's tasks, or what a user should know about them. */
export function zonesForTasks(
  zones: readonly Zone[],
  architecture: TaskArchitecture,
): { readonly problem?: string; readonly advice?: string } {
  const placed = placedTasks(architecture);
  const unfit = zones.filter((zone) => lacking(zone, placed).length > 0);
  if (unfit.length === 0) return {};
  const lacks = unfit.flatMap((zone) => lacking(zone, placed)).join("; ");
  // Without Fargate altogether another architecture does not help.
  const others = unfit.every((zone) => lacking(zone, placedTasks("X86_64")).length === 0);
  const remedy = `give subnets in other zones (availabilityZoneNames for a new VPC)${others ? ", or set architecture to X86_64" : ""}`;
  return unfit.length === zones.length
    ? { problem: `are in zones where the registry's tasks cannot run: ${lacks}: ${remedy}` }
    : { advice: `the registry's tasks cannot run in each zone of subnetIds: ${lacks}: ${remedy}` };
}
