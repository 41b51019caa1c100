import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { guarded } from "./guarded";
import { customPattern, MAX_FUNCTION_NAME } from "./auto-names";

/** What Pulumi adds to a logical name to make a physical one: a hyphen and seven hexadecimal digits. */
const RANDOM_PART = 8;

/**
 * Names a role where its logical name is too long to be part of one, which Pulumi would refuse: IAM takes 64 characters,
 * and the provider a prefix of 38.
 */
export function roleName(logicalName: string): { namePrefix?: string } {
  return logicalName.length + RANDOM_PART <= 64 ? {} : { namePrefix: `${logicalName.slice(0, 37)}-` };
}

/** The same for a schedule of EventBridge Scheduler, which has the same limits. */
export const scheduleName = roleName;

/** How much of a logical name is kept where it is too long: whose function it is, and which. With the digest that is 64. */
const HEAD = 24;
const TAIL = 28;
const DIGEST = 10;

/**
 * Names a Lambda function where its logical name is too long to be part of a name of 64 characters: by the beginning and
 * the end of it, and a digest of its URN. Names that `pulumi:autonaming` has a pattern for are left to it.
 * @param parent the function's parent, whose URN is a part of the function's own
 */
export function functionName(logicalName: string, parent: pulumi.Resource): { name?: pulumi.Output<string> } {
  const fits = logicalName.length + RANDOM_PART <= MAX_FUNCTION_NAME;
  if (fits || customPattern("aws:lambda/function:Function") !== undefined) return {};
  return {
    name: urnOf(parent).apply(
      guarded((urn) => {
        const digest = createHash("sha256").update(`${urn} ${logicalName}`).digest("hex");
        return [
          logicalName.slice(0, HEAD).replace(/-+$/, ""),
          logicalName.slice(-TAIL).replace(/^-+/, ""),
          digest.slice(0, DIGEST),
        ].join("-");
      }),
    ),
  };
}

/** A resource's URN without the dependency on it: what a component makes would wait for all that it makes, and so for itself. */
function urnOf(resource: pulumi.Resource): pulumi.Output<string> {
  return pulumi.output(
    new Promise<string>((resolve) => {
      resource.urn.apply(guarded(resolve));
    }),
  );
}

/**
 * Names a bucket where its logical name cannot be part of one: S3 takes 63 letters, digits and hyphens, and the provider
 * a prefix of 37.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketName(logicalName: string): { bucketPrefix?: string } {
  if (/^[a-z0-9][a-z0-9-]*$/i.test(logicalName) && logicalName.length + RANDOM_PART <= 63) return {};
  const prefix = logicalName.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return { bucketPrefix: `${prefix.replace(/^-/, "").slice(0, 36).replace(/-$/, "")}-` };
}
