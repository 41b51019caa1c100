import * as pulumi from "@pulumi/pulumi";
import { adviceOnZones, chooseZones, lookUpNow, LOOKUPS, type Failure, type Zone } from "../common";

/** What says in which zones a new VPC has subnets. */
export interface ZoneChoice {
  readonly availabilityZoneNames: readonly string[] | undefined;
  readonly availabilityZoneIds: readonly string[] | undefined;
  readonly availabilityZoneCount: number;
}

const AVAILABILITY_ZONES = {
  state: "available",
  filters: [{ name: "zone-type", values: ["availability-zone"] }],
};

/**
 * The names of the zones for the subnets of a new VPC: those that the user names, or the first that offer what is placed in
 * them. Local and Wavelength zones, which an account may have opted into, are none of them.
 * @param failure makes the error that the deployment, or the preview, ends with where the region does not have such zones
 */
export async function zoneNames(
  choice: ZoneChoice,
  failure: Failure,
  parent: pulumi.Resource,
): Promise<string[]> {
  const { names, zoneIds } = await lookUpNow(LOOKUPS.availabilityZones, AVAILABILITY_ZONES, parent);
  if (names === undefined || zoneIds === undefined) return unknownZones(choice);
  const zones = names.map((name, index) => ({ name, id: zoneIds[index] ?? "" }));
  const chosen = zonesOf(choice, zones, failure);
  const advice = adviceOnZones(chosen);
  if (advice !== undefined) void pulumi.log.warn(advice, parent);
  return chosen.map(({ name }) => name);
}

/** The zones that the user names, or as many as requested. */
function zonesOf(choice: ZoneChoice, zones: readonly Zone[], failure: Failure): readonly Zone[] {
  const { availabilityZoneNames: names, availabilityZoneIds: ids, availabilityZoneCount: count } = choice;
  if (names !== undefined) return given("name", names, "availabilityZoneNames", zones, failure);
  if (ids !== undefined) return given("id", ids, "availabilityZoneIds", zones, failure);
  if (zones.length >= count) return chooseZones(zones, count);
  throw failure("availabilityZoneCount", `is ${count}, but ${allOf(zones)}`);
}

function given(
  by: keyof Zone,
  values: readonly string[],
  property: string,
  zones: readonly Zone[],
  failure: Failure,
): readonly Zone[] {
  const unknown = values.filter((value) => !zones.some((zone) => zone[by] === value));
  if (unknown.length === 0) return values.flatMap((value) => zones.filter((zone) => zone[by] === value));
  throw failure(
    property,
    `contains ${unknown.map((each) => JSON.stringify(each)).join(", ")}, but ${allOf(zones)}`,
  );
}

const allOf = (zones: readonly Zone[]): string =>
  `the zones that this account has in the region are ${zones.map(({ name, id }) => `${name} (${id})`).join(", ")}`;

/** As many names as there will be, for a preview: subnets that are yet to be made can be shown without their zones. */
function unknownZones({ availabilityZoneNames, availabilityZoneIds, ...choice }: ZoneChoice): string[] {
  if (availabilityZoneNames !== undefined) return [...availabilityZoneNames];
  const count = availabilityZoneIds?.length ?? choice.availabilityZoneCount;
  return Array.from({ length: count }, (_, index) => `known-at-deployment-${index + 1}`);
}
