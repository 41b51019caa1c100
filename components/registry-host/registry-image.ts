import { InvalidReferenceError, parseReference } from "../../registry-client/reference";
import { checks, type Check } from "../common";

/**
 * The registry's own image unless the user names another: CNCF distribution 3.1.1 for amd64 and arm64, as Docker
 * publishes it (`registry:3.1.1`), from its mirror in Amazon ECR Public, which counts no pulls by address.
 */
export const DEFAULT_IMAGE =
  "public.ecr.aws/docker/library/registry@sha256:325b4b29b041e82803abeb703e201655e4e23ab83264ec1a7c9ddb0a5b14a6e0";

/** A check that a text is the reference of an image by digest. */
export const imageByDigest: Check<string> = (value) => {
  const allowed = "an image reference by digest, as host/repository@sha256:…";
  try {
    if (parseReference(value).digest !== undefined) return undefined;
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
    return checks.mismatch(value, allowed, `its ${error.part} ${error.reason}`);
  }
  return checks.mismatch(
    value,
    allowed,
    "a tag can move, and tasks that start later would run something else",
  );
};

/** A check that an image can be copied into ECR under its own digest. */
export const imageToCopy: Check<string> = (value) => {
  const problem = imageByDigest(value);
  if (problem !== undefined) return problem;
  if (parseReference(value).digest?.startsWith("sha256:") !== true) {
    return checks.mismatch(value, "an image with a digest of SHA-256", "ECR knows no other");
  }
  return ecrRepository(value) === undefined
    ? undefined
    : checks.mismatch(
        value,
        "an image outside ECR for imageMirror Ecr",
        "it lies in ECR already, so leave imageMirror out",
      );
};

/** A check that tasks that reach AWS's services alone can pull an image. */
export const imageInEcr: Check<string> = (value) =>
  imageByDigest(value) ??
  (ecrRepository(value) === undefined
    ? checks.mismatch(
        value,
        "an image in ECR",
        "the tasks reach nothing else. Set imageMirror to Ecr to have it copied there, or name the addresses of its " +
          "registry in egressCidrBlocks",
      )
    : undefined);

/** A repository of Amazon ECR. */
export interface EcrRepository {
  readonly accountId: string;
  readonly region: string;
  readonly repository: string;
}

/**
 * The private ECR repository that an image lies in; `undefined` for an image elsewhere.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function ecrRepository(image: string): EcrRepository | undefined {
  const { registry, repository } = parseReference(image);
  const match = /^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.]+$/.exec(registry);
  const [, accountId, region] = match ?? [];
  return accountId === undefined || region === undefined ? undefined : { accountId, region, repository };
}
