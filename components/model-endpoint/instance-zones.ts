import * as pulumi from "@pulumi/pulumi";
import { guarded, lacking, placedInstances, type Zone } from "../common";
import type { Hosting, Variant } from "./checked-hosting";
import type { ModelSubnet } from "./subnets";

/** Warns of subnets in zones that do not offer the variants' instance types. */
export function warnOfZones(
  subnets: pulumi.Output<ModelSubnet[]>,
  { variants, shadowVariants }: Hosting,
  component: pulumi.Resource,
): void {
  const types = [variants, shadowVariants]
    .flatMap(Object.values<Variant>)
    .map(({ instanceType }) => instanceType);
  pulumi.all([subnets, pulumi.all(types)]).apply(
    guarded(([found, known]) => {
      const advice = zoneAdvice(
        found.map(({ zone }) => zone),
        known,
      );
      if (advice !== undefined) void pulumi.log.warn(advice, component);
    }),
  );
}

/** What a user should know about the zones that instances of these types are placed in. */
export function zoneAdvice(zones: readonly Zone[], instanceTypes: readonly string[]): string | undefined {
  const [type] = instanceTypes.filter((each) => placedInstances(each).length > 0);
  if (type === undefined) return undefined;
  const distinct = [...new Map(zones.map((zone) => [zone.id, zone])).values()];
  const lacks = distinct.flatMap((zone) => lacking(zone, placedInstances(type)));
  if (lacks.length === 0) return undefined;
  const rest = lacks.length === distinct.length ? "in none of them" : "in the other zones alone";
  return (
    `subnetIds are in zones that do not offer every instance type: ${lacks.join("; ")}. SageMaker can start instances of ${type} ` +
    `${rest}: give subnets in other zones (availabilityZoneNames for a new VPC)`
  );
}
