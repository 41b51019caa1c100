import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deploymentError, guarded } from "../../common";
import type { Hosting } from "../checked-hosting";

/**
 * The name of the configuration, once it exists and is known to name the models; a preview that is yet to make it knows another
 * name for it. That ends a deployment that has replaced models, but not
 * the configuration that names them, before it deletes the models in use: `--target` does that where it names models alone.
 * A preview warns.
 */
export function verifyUsedModels(
  configuration: aws.sagemaker.EndpointConfiguration,
  models: Readonly<Record<string, aws.sagemaker.Model>>,
  { shadowVariants }: Pick<Hosting, "shadowVariants">,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const names = pulumi.all(Object.values(models).map(({ name }) => name));
  const { id, name, productionVariants, shadowProductionVariants } = configuration;
  // What a resource does not have is unknown at a preview.
  const shadows = Object.keys(shadowVariants).length === 0 ? [] : shadowProductionVariants;
  const verified = pulumi.all([name, productionVariants, shadows, names]).apply(
    guarded(async ([configurationName, production, shadow, made]) => {
      const used = [...production, ...(shadow ?? [])].flatMap(({ modelName }) => modelName ?? []);
      const problem = usedModelsProblem(configurationName, used, made);
      if (problem === undefined) return;
      if (!pulumi.runtime.isDryRun()) throw deploymentError(problem);
      await pulumi.log.warn(
        `${problem}. The deployment ends with an error before it deletes anything`,
        parent,
      );
    }),
  );
  return pulumi.all([name, id, verified]).apply(guarded(([known]) => known));
}

/** Says what is wrong with the models that a configuration names, if anything is. */
export function usedModelsProblem(
  configurationName: string,
  used: readonly string[],
  made: readonly string[],
): string | undefined {
  const stale = [...new Set(used)].filter((each) => !made.includes(each));
  if (stale.length === 0) return undefined;
  return (
    `the endpoint configuration ${configurationName} names ${stale.join(", ")}, which this deployment replaces: --target names the ` +
    "model, and leaves out the configuration and the endpoint, which need it. Run `pulumi up` without --target, or with " +
    "--target '**ModelEndpoint**'"
  );
}
