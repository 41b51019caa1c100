import type { Check } from "../common";

/** Families whose names do not say that their instances have local storage. */
const WITHOUT_D = /^(dl1|g5|g6|g6e|gr6|g7|g7e|p5|p5e|p5en|p6|p6e|trn1|trn1n|trn2|i[0-9]\w*|x1e?|f[12])$/;

/** Families of which SageMaker's own SDK gives no volume size, because the service refuses one: `volume_size_supported`. */
const WITHOUT_VOLUME = /d|^(g5|g6|p5|trn1)/;

const familyOf = (instanceType: string): string => instanceType.split(".")[1]?.split("-")[0] ?? "";

/**
 * Whether instances of a type have local (NVMe) storage, as far as the type's name says: a `d` after the generation, as
 * in `ml.m5d.large`, or a family that always has it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
 */
export function hasLocalStorage(instanceType: string): boolean {
  const family = familyOf(instanceType);
  return /^[a-z]+[0-9]+[a-z]*d[a-z]*$/.test(family) || WITHOUT_D.test(family);
}

/**
 * A check of an instance type for which a volume's size is given. SageMaker attaches no volume to instances with local
 * storage, and refuses a size for one.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/host-instance-storage.html
 */
export const volumeProblem: Check<string> = (instanceType: unknown) =>
  typeof instanceType === "string" && WITHOUT_VOLUME.test(familyOf(instanceType))
    ? `is given, but ${instanceType} has local storage in place of a volume, whose size is the type's: leave it out`
    : undefined;

/**
 * The key for the volumes of an endpoint's instances. AWS refuses one for a configuration with instances that have
 * local storage, which their hardware encrypts.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
 * @param warn told what the user should know
 */
export function volumeKey(
  kmsKeyArn: string | undefined,
  instanceTypes: readonly string[],
  warn: (message: string) => void,
): string | undefined {
  const local = instanceTypes.filter(hasLocalStorage);
  if (kmsKeyArn === undefined || local.length === 0) return kmsKeyArn;
  if (local.length === instanceTypes.length) {
    warn(
      `kmsKeyArn is left out of the endpoint configuration: ${local.join(", ")} has local storage, which the ` +
        "instance's hardware encrypts, and AWS refuses a key for it",
    );
    return undefined;
  }
  warn(
    `kmsKeyArn may be refused by AWS: ${local.join(", ")} has local storage, for which AWS takes no key, and other ` +
      "variants do not: give the variants an endpoint each",
  );
  return kmsKeyArn;
}
