/** What Pulumi adds to a logical name to make a physical one: a hyphen and seven hexadecimal digits. */
const RANDOM_PART = 8;

/**
 * Names a role where its logical name is too long to be part of one, which Pulumi would refuse: IAM takes 64 characters,
 * and a prefix of 38.
 */
export function roleName(logicalName: string): { namePrefix?: string } {
  return logicalName.length + RANDOM_PART <= 64 ? {} : { namePrefix: `${logicalName.slice(0, 37)}-` };
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
