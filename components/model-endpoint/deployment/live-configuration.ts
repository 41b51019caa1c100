import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deploymentError, guarded } from "../../common";
import type { EndpointWatch } from "./watch";
import { READ_PERMISSIONS, readEndpoint, type LiveEndpoint, type Unread } from "./live-endpoint";

/** An endpoint that is known to run the configuration that it was given. */
export interface ServedEndpoint {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
}

/** What a deployment wants of an endpoint, and what it knows of it. */
export interface Wanted {
  readonly endpointName: string;
  readonly endpointConfigName: string;
  /** The configuration that the provider read when it had updated the endpoint. */
  readonly told: string;
  /** The endpoint's logical name, by which the user refreshes it. */
  readonly logicalName: string;
  /** Whether this deployment has created the endpoint. */
  readonly isCreated: boolean;
  /** Whether the deployment of this preview will update the endpoint to that configuration. */
  readonly isUpdated: boolean;
}

/**
 * The endpoint, once it is known to run what it was given. After an update that SageMaker rolled back an endpoint is in
 * service as well, so that the provider takes it for done; and the configuration that is now in use again would be deleted.
 * It is read anew by every preview and deployment, after the endpoint's own update; a preview warns where a deployment
 * fails, because the deployment may be about to repair it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
 * @param configurationName the configuration's name, unknown at a preview that is yet to make it
 */
export function verifyLiveConfiguration(
  endpoint: aws.sagemaker.Endpoint,
  configurationName: pulumi.Output<string>,
  logicalName: string,
  { isCreated, isUpdated }: Pick<EndpointWatch, "isCreated" | "isUpdated">,
  parent: pulumi.Resource,
): ServedEndpoint {
  const { name, arn, endpointConfigName } = endpoint;
  const verified = pulumi.all([name, arn, configurationName, endpointConfigName]).apply(
    guarded(async ([endpointName, endpointArn, wanted, told]) => {
      const live = await readEndpoint(endpointArn, parent);
      const { problem, warning } = judgeEndpoint(
        {
          endpointName,
          endpointConfigName: wanted,
          told,
          logicalName,
          isCreated: isCreated(),
          isUpdated: pulumi.runtime.isDryRun() && isUpdated(),
        },
        live,
      );
      if (warning !== undefined) await pulumi.log.warn(warning, parent);
      if (problem === undefined) return;
      if (!pulumi.runtime.isDryRun()) throw deploymentError(problem);
      await pulumi.log.warn(problem, parent);
    }),
  );
  // What is known at a preview stays known, also where the configuration is yet to be made.
  if (pulumi.runtime.isDryRun()) return { name, arn };
  const once = (output: pulumi.Output<string>) =>
    pulumi.all([output, verified]).apply(guarded(([known]) => known));
  return { name: once(name), arn: once(arn) };
}

/** Says what is wrong with an endpoint, as it was read, and what is not known of it. */
export function judgeEndpoint(
  wanted: Wanted,
  live: LiveEndpoint | Unread,
): { readonly problem?: string | undefined; readonly warning?: string } {
  const { endpointName, told, isCreated } = wanted;
  if (!("failure" in live)) return { problem: configurationProblem(wanted, live.endpointConfigName) };
  // An endpoint that the provider has just seen in service is there, whatever Cloud Control says.
  if (live.kind === "missing" && !isCreated) return { problem: missing(wanted) };
  return {
    problem: configurationProblem(wanted, told),
    warning: live.kind === "unsupported" ? unsupported(endpointName) : unread(endpointName, live.failure),
  };
}

/** Says what to do where an endpoint runs another configuration than the one it was given. */
function configurationProblem(
  { endpointName, endpointConfigName: wanted, logicalName, isUpdated }: Wanted,
  live: string,
): string | undefined {
  if (live === wanted) return undefined;
  const why =
    `the endpoint ${endpointName} runs the configuration ${live}, and not ${wanted}: SageMaker has rolled the update back or ` +
    "refused it, or somebody else has updated the endpoint. It answers with what it ran before. The alarms of deploymentConfig, and " +
    "FailureReason in `aws sagemaker describe-endpoint`, say why. ";
  return isUpdated
    ? `${why}The deployment updates it again`
    : `${why}Then run \`pulumi refresh --target '**::${logicalName}'\`, which reads what the endpoint runs, and \`pulumi up\`, which updates it again`;
}

const missing = ({ endpointName, logicalName }: Wanted): string =>
  `the endpoint ${endpointName} does not exist any more: it was deleted outside of this program, and nothing answers under its name. ` +
  `Run \`pulumi refresh --target '**::${logicalName}'\` and \`pulumi up\`, which creates it again`;

const unsupported = (endpointName: string): string =>
  `the configuration that the endpoint ${endpointName} runs cannot be read: in this region Cloud Control does not know SageMaker ` +
  "endpoints. An update that was rolled back may look like a success: after an update, compare `aws sagemaker describe-endpoint` with " +
  "the output endpointConfigName (docs/regions.md)";

const unread = (endpointName: string, reason: string): string =>
  `the configuration that the endpoint ${endpointName} runs cannot be read (${reason}), so that an update that was rolled back may look ` +
  `like a success; where that is refused, ${READ_PERMISSIONS}`;
