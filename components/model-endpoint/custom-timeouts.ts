import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { Validation } from "../common";

/**
 * Refuses time limits among a component's options: Pulumi passes them on to none of its children, and the AWS provider waits
 * for an endpoint as long as it always does.
 */
export function refuseCustomTimeouts(
  validation: Validation,
  opts: Pick<ComponentResourceOptions, "customTimeouts"> | undefined,
): void {
  // A program in another language gives empty ones for those that it leaves out.
  const given = Object.values(opts?.customTimeouts ?? {}).filter((each) => each !== undefined && each !== "");
  if (given.length === 0) return;
  validation.problem(
    "opts.customTimeouts",
    "has no effect: Pulumi passes the timeouts of a component on to none of its resources, and the AWS provider waits 60 minutes for " +
      "an endpoint, and takes no other limit. Leave it out",
  );
}
