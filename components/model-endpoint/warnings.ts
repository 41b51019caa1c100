import * as pulumi from "@pulumi/pulumi";
import type { Hosting } from "./hosting";

/** Says what AWS may refuse, or what may not be meant, but is not known to be wrong. */
export function warnAbout(hosting: Hosting, component: pulumi.Resource): void {
  const warn = (message: string | undefined): void => {
    if (message !== undefined) void pulumi.log.warn(message, component);
  };
  for (const { containers } of Object.values(hosting.models)) {
    for (const { image, environment } of containers) {
      image.apply((reference) => {
        warn(adviceOnImage(reference));
      });
      if (environment !== undefined) {
        void pulumi.isSecret(environment).then((secret) => {
          if (secret) warn(SECRET_ENVIRONMENT);
        });
      }
    }
  }
  const weights = Object.values(hosting.variants).map(({ initialVariantWeight }) => initialVariantWeight);
  if (weights.every((weight) => weight !== undefined)) {
    pulumi.all(weights).apply((known) => {
      if (known.every((weight) => weight === 0)) warn(NO_WEIGHT);
    });
  }
}

const SECRET_ENVIRONMENT =
  "the environment holds a secret, but SageMaker shows environments to whoever may describe the model: let the container read it from Secrets Manager";
const NO_WEIGHT =
  "every variant has an initialVariantWeight of 0: only requests that name a variant (TargetVariant) have one to go to";

/** What a user should know about an image that is not known to be wrong. */
export function adviceOnImage(reference: string): string | undefined {
  const [host = ""] = reference.split("/");
  if (/^[0-9]{12}\.dkr[.-]ecr(-fips)?\./.test(host)) {
    return `image ${reference} is in Amazon ECR, which SageMaker pulls from by itself: this component pulls from registries in the VPC`;
  }
  const [named = "", digest] = reference.split("@");
  if (digest !== undefined && /:[^/]*$/.test(named)) {
    return `image ${reference} has a tag and a digest: the digest decides, and AWS documents only one of the two: leave the tag out`;
  }
  return undefined;
}
