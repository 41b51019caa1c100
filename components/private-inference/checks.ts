import type * as pulumi from "@pulumi/pulumi";
import { Validation } from "../common";
import { refuseCustomTimeouts } from "../model-endpoint/custom-timeouts";
import { modelDataUrl } from "../model-endpoint/value-checks";
import { REFUSED_NAMES } from "../model-endpoint/refused-names";
import { InternetAccess } from "../registry-network";
import { CLOSED_VPC_SERVICES } from "../registry-network/endpoints";
import { dataContainers } from "./hosted-data";
import { givenContainers, openedRepositories, strayImages } from "./images";
import { checkParts, type CheckedParts } from "./part-checks";
import type { PrivateInferenceArgs } from "./private-inference-args";
import { validatePublish } from "./publish-checks";

/**
 * Checks the arguments, and those of the parts that are made of them.
 * @throws pulumi.InputPropertiesError naming every problem by the properties that the user specified
 */
export function validate(
  name: string,
  given: PrivateInferenceArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { readonly checked: PrivateInferenceArgs; readonly parts: CheckedParts } {
  const validation = new Validation(`PrivateInference ${JSON.stringify(name)}`);
  const args = validation.form("PrivateInference", given, REFUSED_NAMES);
  refuseCustomTimeouts(validation, opts);
  const registries = (["registry", "newRegistry"] as const).filter(
    (property) => args[property] !== undefined,
  );
  const isChosen = registries.length === 1;
  // Without any, what is said of publish asks for one.
  if (!isChosen && (registries.length > 0 || args.publish === undefined)) {
    validation.problem(
      "registry",
      `${registries.length === 0 ? "is missing, and so is newRegistry" : "cannot be combined with newRegistry"}: give exactly one, ` +
        "registry for one that exists or newRegistry to have one made",
    );
  }
  if (isChosen) validateRegistry(validation, args);
  validateModelData(validation, args);
  validateInferenceInputs(validation, args);
  validatePublish(validation, args);
  if (isChosen) validateEndpoints(validation, args);
  validatePreflight(validation, args);
  if (args.registry?.anonymous === true && args.lambdaAccess !== undefined) {
    validation.problem(
      "lambdaAccess",
      "is given, but an anonymous registry needs no credentials: leave it out",
    );
  }
  const parts = checkParts(validation, name, args, isChosen);
  validation.throwIfInvalid();
  return { checked: args, parts };
}

/** Refuses images of another registry than the one that the endpoint's parts are for. */
function validateRegistry(validation: Validation, args: PrivateInferenceArgs): void {
  const containers = givenContainers(args);
  const domainName = args.newRegistry?.domainName;
  const expected = typeof domainName === "string" ? domainName : undefined;
  for (const { path, registry, expected: home } of strayImages(containers, expected)) {
    validation.problem(
      path,
      args.newRegistry === undefined
        ? `is in ${registry}, but all images must be in one registry, as the first in ${home}: use a RegistryAccess ` +
            "for each registry and a ModelEndpoint in place of this component"
        : `is in ${registry}, but the new registry is ${home}: name the image ${home}/…`,
    );
  }
  if (args.newRegistry === undefined) return;
  for (const { path, reason } of openedRepositories(containers)) validation.problem(path, reason);
}

/** Asks what the role may read of model data, where that cannot be told from its URL. */
function validateModelData(validation: Validation, args: PrivateInferenceArgs): void {
  if (args.executionRole?.modelData !== undefined) return;
  const isHttps = (url: unknown): boolean =>
    typeof url === "string" && !url.startsWith("s3://") && modelDataUrl(url) === undefined;
  if (dataContainers(args).some((container) => isHttps(container.modelDataUrl))) {
    validation.problem(
      "executionRole.modelData",
      "is missing: give the model data's URL as s3://bucket/key, or say here which S3 URIs the role may read",
    );
  }
}

/** Requires the S3 access of the role for asynchronous requests, because the endpoint's own arguments do not name their location. */
function validateInferenceInputs(validation: Validation, args: PrivateInferenceArgs): void {
  const { asyncInference, executionRole = {} } = args;
  const { roleArn, inferenceInputs } = executionRole;
  if (asyncInference === undefined || roleArn !== undefined || inferenceInputs !== undefined) return;
  validation.problem(
    "executionRole.inferenceInputs",
    "is missing, but asynchronous requests name their input in S3, which the role must read: give its prefixes, as s3://bucket/requests/",
  );
}

/** Refuses to leave out what a new registry's tasks need in a VPC without a route to the internet. */
function validateEndpoints(validation: Validation, args: PrivateInferenceArgs): void {
  const { network = {}, newRegistry } = args;
  const closed =
    network.vpcId === undefined && (network.internetAccess ?? InternetAccess.None) === InternetAccess.None;
  if (newRegistry === undefined || newRegistry.egressCidrBlocks !== undefined || !closed) return;
  for (const service of CLOSED_VPC_SERVICES) {
    if (network.interfaceEndpoints?.[service] !== false) continue;
    validation.problem(
      `network.interfaceEndpoints["${service}"]`,
      "is false, but the new registry's tasks need it in a VPC without a way to the internet: leave it out, " +
        "or name the way there in newRegistry.egressCidrBlocks",
    );
  }
  if (network.s3Endpoint === false) {
    validation.problem(
      "network.s3Endpoint",
      "is false, but the new registry keeps its images in S3: leave it out",
    );
  }
}

/** Refuses settings of preflights that nobody makes; what concerns the function itself its part refuses. */
function validatePreflight(validation: Validation, { preflight = {} }: PrivateInferenceArgs): void {
  for (const property of ["severities", "intervalInMinutes"] as const) {
    if (preflight.enabled !== false || preflight[property] === undefined) continue;
    validation.problem(
      `preflight.${property}`,
      "is about the preflight, but preflight.enabled is false: leave it out",
    );
  }
  if (
    preflight.enabled !== false &&
    preflight.scheduled === false &&
    preflight.intervalInMinutes !== undefined
  ) {
    validation.problem(
      "preflight.intervalInMinutes",
      "is about preflights on a schedule, but preflight.scheduled is false: leave it out",
    );
  }
}
