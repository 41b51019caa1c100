import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PreflightEvent } from "../../../functions/contract";
import type { Capability } from "../../../preflight";
import { deploymentError, reasonOf, whileEngineRuns, type DependsOn, guarded } from "../../common";
import { ContainerMode } from "../models/container-mode";
import { mapValues } from "../checks";
import type { Hosting, Variant } from "../checked-hosting";
import type { Container } from "../models/check-models";
import { hasDigest, judge, parseReport, preflightEvents, type Asked } from "./preflight-verdict";

/**
 * The hosting with every image by its digest, once the preflight has pulled it as SageMaker will. It is called anew by
 * every preview and deployment, so that a repaired fault deploys at the next one; a preview warns where a deployment
 * fails, because what it finds may be what the deployment is about to repair.
 * @param dependsOn what the pull requires in addition to the inputs, as the component's options name it
 */
export function withPreflight<T extends Hosting>(
  hosting: T,
  dependsOn: DependsOn,
  parent: pulumi.Resource,
): T {
  return {
    ...hosting,
    models: mapValues(hosting.models, (model, key) => ({
      ...model,
      containers: model.containers.map((container) => ({
        ...container,
        image: checkedImage(container, eventsOf(hosting, key, container), dependsOn, parent),
      })),
    })),
  };
}

/** What the preflight is asked about a container's image: once for each kind of instance that its model runs on. */
export function eventsOf(
  { models, variants, shadowVariants, preflight, endpointName }: Hosting,
  model: string,
  { image, mode }: Pick<Container, "image" | "mode">,
): pulumi.Output<PreflightEvent[]> {
  const capabilities: Capability[] = [
    ...((models[model]?.containers.length ?? 1) > 1 ? (["accept-bind-to-port"] as const) : []),
    ...(mode === ContainerMode.MultiModel ? (["multi-models"] as const) : []),
  ];
  // What the function is not asked about may be unknown at a preview, and must not make the rest so.
  const instances = [variants, shadowVariants]
    .flatMap(Object.values<Variant>)
    .filter((variant) => variant.model === model)
    .map(({ instanceType, volumeSizeInGb, containerStartupHealthCheckTimeoutInSeconds }) => ({
      instanceType,
      volumeSizeInGb,
      containerStartupHealthCheckTimeoutInSeconds,
    }));
  return pulumi
    .output({ image, instances, severities: preflight.severities, endpointName })
    .apply(
      guarded((known) =>
        preflightEvents(known.image, known.instances, known.severities, known.endpointName, capabilities),
      ),
    );
}

function checkedImage(
  { image, preflightFunctionArn }: Container,
  events: pulumi.Output<PreflightEvent[]>,
  dependsOn: DependsOn,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (preflightFunctionArn === undefined) return image;
  // Of a function's call only the result can be unknown. This lookup is, at a preview that is yet to make what the pull takes.
  const ready = aws.getPartitionOutput({}, { parent, ...(dependsOn === undefined ? {} : { dependsOn }) });
  const pinned = pulumi.all([preflightFunctionArn, image, events, ready]).apply(
    guarded(async ([functionArn, reference, asked]): Promise<string> => {
      const answers = await Promise.all(asked.map((event) => ask(functionArn, event, parent)));
      const { digestReference, problem, warning } = judge(reference, answers);
      if (warning !== undefined) await pulumi.log.warn(warning, parent);
      if (problem === undefined && digestReference !== undefined) return digestReference;
      if (!pulumi.runtime.isDryRun())
        throw deploymentError(`no model is made of this image, because of its preflight.\n\n${problem}`);
      await pulumi.log.warn(
        `${problem}\n\nThe deployment asks again, and fails if that is still so.`,
        parent,
      );
      return digestReference ?? (pulumi.unknown as unknown as string);
    }),
  );
  if (!pulumi.runtime.isDryRun()) return pinned;
  // What has a digest is known, also where the function that is to check it is not there yet.
  return image.apply(guarded((reference) => pulumi.output(hasDigest(reference) ? reference : pinned)));
}

/** Calls the function. The call of this provider fails where the function does. */
async function ask(functionArn: string, event: PreflightEvent, parent: pulumi.Resource): Promise<Asked> {
  try {
    const input = JSON.stringify(event);
    const { result } = await whileEngineRuns(
      aws.lambda.getInvocation({ functionName: functionArn, input }, { parent }),
    );
    return parseReport(functionArn, result);
  } catch (error) {
    return { failure: `The preflight of ${event.image} failed: ${reasonOf(error)}` };
  }
}
