import type { Check } from "../../common";

/** Families whose names do not say that their instances have local storage. */
const WITHOUT_D = /^(dl1|g5|g6|g6e|gr6|g7|g7e|p5|p5e|p5en|p6|p6e|trn1|trn1n|trn2|i[0-9]\w*|x1e?|f[12])$/;

/** Families of which SageMaker's own SDK gives no volume size, because the service refuses one: `volume_size_supported`. */
const WITHOUT_VOLUME = /d|^(g5|g6|g7e|p5|p6-b200|trn1|trn2)/;

const HOST_INSTANCE_STORAGE = "https://docs.aws.amazon.com/sagemaker/latest/dg/host-instance-storage.html";

const familyOf = (instanceType: string): string => instanceType.split(".")[1] ?? "";

/**
 * Whether instances of a type have local (NVMe) storage, as far as the type's name says: a `d` after the generation, as
 * in `ml.m5d.large`, or a family that always has it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
 */
export function hasLocalStorage(instanceType: string): boolean {
  const [family = ""] = familyOf(instanceType).split("-");
  return /^[a-z]+[0-9]+[a-z]*d[a-z]*$/.test(family) || WITHOUT_D.test(family);
}

/**
 * A check of an instance type for which a volume's size is given. SageMaker attaches no volume to instances with local
 * storage, and refuses a size for one.
 */
export const volumeProblem: Check<string> = (instanceType: unknown) =>
  typeof instanceType === "string" && WITHOUT_VOLUME.test(familyOf(instanceType))
    ? `is given, but ${instanceType} has local storage in place of a volume, whose size is the type's: leave it out (${HOST_INSTANCE_STORAGE})`
    : undefined;

/**
 * What a user should know who gives a key for the volumes of instances with local storage. AWS takes the key since June
 * 2026, when its API reference ceased to say that the call fails, but encrypts no local storage with it.
 */
export function keyAdvice(instanceTypes: readonly string[]): string | undefined {
  const local = [...new Set(instanceTypes.filter(hasLocalStorage))];
  if (local.length === 0) return undefined;
  return (
    `kmsKeyArn does not encrypt the local storage of ${local.join(", ")}, which the instance's hardware encrypts with a ` +
    "key of its own (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html)"
  );
}
