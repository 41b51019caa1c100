import { InvalidReferenceError, parseReference } from "../../registry-client/images/reference";
import { checks, type Check } from "../common";
import { ImageMirror } from "./args";

/** The version of CNCF distribution that the default image holds, and that this package is tested with. */
export const DISTRIBUTION_VERSION = "3.1.2";

/**
 * The registry's own image unless the user names another: Docker's official image of that version for all of its
 * platforms, by the digest that its tag had on 2026-09-29. Amazon ECR Public mirrors Docker's official images under their
 * own digests. It limits requests, for anonymous clients to one a second, which the copy into ECR keeps to.
 * https://docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html
 */
export const DEFAULT_IMAGE =
  "public.ecr.aws/docker/library/registry@sha256:ddf754342cfc8acc51a56d5d0ab6af06826461864460636d8bd5c546dab2a7b8";

/** Whether the image is copied into ECR. */
export function isCopied(imageMirror: ImageMirror): boolean {
  return imageMirror === ImageMirror.Ecr || imageMirror === ImageMirror.EcrAllPlatforms;
}

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
        "an image outside ECR for this imageMirror",
        "it is in ECR already, so leave imageMirror out",
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
 * The private ECR repository of an image; `undefined` for an image elsewhere.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function ecrRepository(image: string): EcrRepository | undefined {
  const { registry, repository } = parseReference(image);
  const match = /^([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.]+$/.exec(registry);
  const [, accountId, region] = match ?? [];
  return accountId === undefined || region === undefined ? undefined : { accountId, region, repository };
}
