import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../../common";
import type { Hosting, Variant } from "../checked-hosting";
import { sageMakerGuide } from "../value-checks";
import type { ModelSubnet } from "../subnets";
import { CapacitySizeType } from "./deployment-config";

/** What AWS's guide asks for each instance. */
const PER_INSTANCE = 2;
const PAGE = sageMakerGuide("host-vpc");

/** The instances that take addresses in the models' subnets. */
export interface Instances {
  /** As many as a new endpoint, or a new configuration, starts. */
  readonly atStart: number;
  /** As many of them as an update starts at a time: all, but for a rolling update. */
  readonly atATime: number;
  /** As many as scaling may start. */
  readonly atMost: number;
}

/** Counts the instances of an endpoint. */
export function countInstances({ variants, shadowVariants, operations }: Hosting): pulumi.Output<Instances> {
  const counts = [variants, shadowVariants]
    .flatMap(Object.entries<Variant>)
    .map(([name, { initialInstanceCount }]) =>
      pulumi
        .all([initialInstanceCount, operations.scaling[name]?.known])
        .apply(
          guarded(([initial, scaling]) => ({ initial, most: Math.max(initial, scaling?.maxCapacity ?? 0) })),
        ),
    );
  return pulumi.all([pulumi.all(counts), operations.deployment?.policies]).apply(
    guarded(([each, policies]) => {
      const sum = (of: (count: (typeof each)[number]) => number): number =>
        each.reduce((total, count) => total + of(count), 0);
      const atStart = sum(({ initial }) => initial);
      const batch = policies?.rollingUpdatePolicy?.maximumBatchSize;
      return {
        atStart,
        atATime: batch === undefined ? atStart : sizeOf(batch, atStart),
        atMost: sum(({ most }) => most),
      };
    }),
  );
}

function sizeOf({ type, value }: { readonly type: string; readonly value: number }, of: number): number {
  return type === CapacitySizeType.InstanceCount ? value : Math.ceil((of * value) / 100);
}

/**
 * Says what is wrong with the free addresses of the models' subnets when instances are about to start: an instance without
 * one cannot, and AWS's guide asks for two for each.
 * @param isNew whether the endpoint is new; the instances of one that exists give their addresses back after an update
 */
export function addressFindings(
  subnets: readonly Pick<ModelSubnet, "id" | "availableIpAddressCount">[],
  { atStart, atATime, atMost }: Instances,
  isNew: boolean,
): { readonly problem?: string; readonly warning?: string } {
  const free = subnets.reduce((total, { availableIpAddressCount: count }) => total + count, 0);
  const starting = isNew ? atStart : atATime;
  const has = `the models' subnets ${subnets.map(({ id }) => id).join(", ")} have ${plural(free, "free IP address", "es")}`;
  const starts = isNew
    ? `the endpoint starts ${plural(starting, "instance")}`
    : `the update starts ${plural(starting, "instance")} while the old ones run`;
  const asked = `AWS's guide asks for ${PER_INSTANCE} for each instance`;
  const remedy = `free some, or give subnets that have them (${PAGE})`;
  if (free < starting)
    return { problem: `${has}, but ${starts}, each of which takes at least one: ${remedy}` };
  if (free < PER_INSTANCE * starting) return { warning: `${has}, but ${asked}, and ${starts}: ${remedy}` };
  if (!isNew || free >= PER_INSTANCE * atMost) return {};
  return { warning: `${has}, but ${asked}, and scaling may start up to ${atMost}: ${remedy}` };
}

const plural = (count: number, noun: string, ending = "s"): string =>
  `${count} ${noun}${count === 1 ? "" : ending}`;
