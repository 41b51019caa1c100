import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../common";
import { ContainerMode } from "./models/container-mode";
import { waitAdvice } from "./deployment/timeouts";
import { featureAdvice } from "./feature-matrix";
import type { Hosting, Variant } from "./checked-hosting";
import { InferenceExecutionMode } from "./models/inference-execution-mode";
import { keyAdvice } from "./variants/instance-storage";

/** Says what AWS may refuse, or what may not be meant, but is not known to be wrong. */
export function warnAbout(hosting: Hosting, component: pulumi.Resource): void {
  const said = new Set<string>();
  const warn = (message: string | undefined): void => {
    // Several models and variants may have the same to be said of them.
    if (message === undefined || said.has(message)) return;
    said.add(message);
    void pulumi.log.warn(message, component);
  };
  if (hosting.asyncInference !== undefined) warn(ASYNC_INFERENCE);
  featureAdvice(hosting).forEach(warn);
  waitAdvice(hosting).apply(guarded(warn));
  for (const { containers, enableNetworkIsolation, inferenceExecutionMode } of Object.values(
    hosting.models,
  )) {
    if (inferenceExecutionMode === InferenceExecutionMode.Direct) warn(DIRECT);
    if (containers.some(({ mode }) => mode === ContainerMode.MultiModel)) warn(MULTI_MODEL);
    enableNetworkIsolation?.apply(
      guarded((isolated) => {
        if (isolated) warn(NETWORK_ISOLATION);
      }),
    );
    for (const { image, environment } of containers) {
      image.apply(
        guarded((reference) => {
          warn(adviceOnImage(reference));
        }),
      );
      if (environment !== undefined) {
        void pulumi.isSecret(environment).then((secret) => {
          if (secret) warn(SECRET_ENVIRONMENT);
        });
      }
    }
  }
  const variants = [hosting.variants, hosting.shadowVariants].flatMap(Object.values<Variant>);
  if (hosting.common.kmsKeyArn !== undefined) {
    pulumi.all(variants.map(({ instanceType }) => instanceType)).apply(
      guarded((types) => {
        warn(keyAdvice(types));
      }),
    );
  }
  for (const { enableSsmAccess } of variants) {
    enableSsmAccess?.apply(
      guarded((enabled) => {
        if (enabled) warn(SSM_ACCESS);
      }),
    );
  }
  const weights = Object.values(hosting.variants).map(({ initialVariantWeight }) => initialVariantWeight);
  if (weights.every((weight) => weight !== undefined)) {
    pulumi.all(weights).apply(
      guarded((known) => {
        if (known.every((weight) => weight === 0)) warn(NO_WEIGHT);
      }),
    );
  }
}

const ASYNC_INFERENCE =
  "asyncInference is given: AWS does not say whether asynchronous inference works with images of a private registry, only that they are for real-time inference: try it before you rely on it";
const MULTI_MODEL =
  "a container's mode is MultiModel: AWS does not say whether that works with images of a private registry: try it before you rely on it";
const DIRECT =
  "inferenceExecutionMode is Direct: AWS does not say whether calling containers one by one works with images of a private registry, only that inference pipelines may have them (https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-multicontainer-private-registry.html): try it before you rely on it";
const NETWORK_ISOLATION =
  "enableNetworkIsolation is true: AWS does not say whether an isolated model can pull its image from a private registry: try it before you rely on it. Its containers reach nothing, and no session of enableSsmAccess reaches them";
const SSM_ACCESS =
  "enableSsmAccess is true: AWS must have allowed your account; the models' security groups must let TCP 443 out to Systems Manager's ssmmessages, which a VPC without a way to the internet reaches by an interface endpoint; and AWS patches and replaces such instances a day later; it advises against it in production (https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html)";
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
