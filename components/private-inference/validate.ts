import * as pulumi from "@pulumi/pulumi";
import { Validation, type Failure } from "../common";
import { validate as validateRole } from "../execution-role/execution-role";
import { checkArchiveFile } from "../image-publisher/archive-file";
import { validate as validatePublishedImage } from "../image-publisher/validate-published-image";
import { validatePublisher } from "../image-publisher/validate-publisher";
import { refuseCustomTimeouts } from "../model-endpoint/custom-timeouts";
import { checkHosting } from "../model-endpoint/hosting";
import { modelDataUrl } from "../model-endpoint/limits";
import { REFUSED_NAMES } from "../model-endpoint/refused-names";
import { validate as validateAccess } from "../registry-access/validate";
import { checkArgs as validateHost } from "../registry-host/checked-args";
import { InternetAccess } from "../registry-network";
import { CLOSED_VPC_SERVICES } from "../registry-network/endpoints";
import { validate as validateNetwork } from "../registry-network/validate";
import { publishedImageArgs, publisherArgs } from "./delivery";
import { dataContainers } from "./hosted-data";
import { givenContainers, openedRepositories, strayImages } from "./images";
import { partPaths } from "./part-paths";
import { accessArgs, endpointArgs, hostArgs, networkArgs, partNames, reachesS3, roleArgs } from "./parts";
import type { PrivateInferenceArgs } from "./private-inference-args";
import { validatePublish } from "./validate-publish";

/** Arguments that have been checked. */
export interface CheckedInference {
  /** The arguments as they are to be used. */
  readonly given: PrivateInferenceArgs;
  /** The path of `publish.archive`, which fails where there is no such file. */
  readonly archiveFile: pulumi.Output<string | undefined> | undefined;
  /** Makes errors about arguments that only the deployment finds to be wrong. */
  readonly failure: Failure;
}

/**
 * Refuses what any part would refuse, before anything is registered, under the names that the user gave it by.
 * @throws pulumi.InputPropertiesError naming every problem
 */
export function validate(
  name: string,
  given: PrivateInferenceArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): CheckedInference {
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
      `${registries.length === 0 ? "is missing, and so is newRegistry" : "is given beside newRegistry"}: give exactly one, ` +
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
  validateParts(validation, name, args, isChosen);
  const archiveFile = checkArchiveFile(validation, "publish.archive", args.publish?.archive);
  validation.throwIfInvalid();
  return { given: args, archiveFile, failure: validation.failure };
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

/** Asks what the role may read of asynchronous requests, of which the endpoint's own arguments say nothing. */
function validateInferenceInputs(validation: Validation, args: PrivateInferenceArgs): void {
  const { asyncInference, executionRole = {} } = args;
  const { roleArn, inferenceInputs } = executionRole;
  if (asyncInference === undefined || roleArn !== undefined || inferenceInputs !== undefined) return;
  validation.problem(
    "executionRole.inferenceInputs",
    "is missing, but asynchronous requests name their input in S3, which the role must read: give its prefixes, as s3://bucket/requests/",
  );
}

/** Refuses to leave out what a new registry's tasks need in a VPC without a way to the internet. */
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

/** Lets each part check what it would be given. What other parts would tell it stands in as some value of the right form. */
function validateParts(
  validation: Validation,
  name: string,
  args: PrivateInferenceArgs,
  isChosen: boolean,
): void {
  const some = (value: string): pulumi.Output<string> => pulumi.output(value);
  const network = {
    vpcId: "vpc-0",
    subnetIds: ["subnet-0", "subnet-1"],
    endpointSecurityGroupId: some("sg-0"),
    lambdaEndpointSecurityGroupId: some("sg-0"),
    s3PrefixListId: some("pl-0"),
  };
  const account = "000000000000";
  const host = {
    registryHostname: "registry.example.com",
    pullClientSecurityGroupId: "sg-0",
    pullCredentialsSecretArn: some(`arn:aws:secretsmanager:us-east-1:${account}:secret:some-AbCdEf`),
    pushUrl: "https://registry.example.com:8443",
    pushClientSecurityGroupId: "sg-0",
    pushCredentialsSecretArn: some(`arn:aws:secretsmanager:us-east-1:${account}:secret:some-AbCdEf`),
  };
  const access = {
    subnetIds: network.subnetIds,
    securityGroupIds: ["sg-0"],
    credentialsProviderArn: some(`arn:aws:lambda:us-east-1:${account}:function:some`),
    preflightFunctionArn: some(`arn:aws:lambda:us-east-1:${account}:function:some`),
    preflightScheduleRoleArn: some(`arn:aws:iam::${account}:role/some`),
  };
  const s3PrefixListId = reachesS3(args) ? "pl-0" : undefined;

  const pathsOf = partPaths(args);
  validation.part(() => validateNetwork(partNames.network(name), networkArgs(args)), pathsOf.network);
  // Of two registries only the choice is reported.
  const newRegistry = isChosen ? hostArgs(args, network) : undefined;
  if (newRegistry !== undefined)
    validation.part(() => validateHost(partNames.registry(name), newRegistry), pathsOf.registry);
  if (isChosen) {
    const madeHere = newRegistry === undefined ? undefined : host;
    // Images are the endpoint's to check, each at its own place.
    const withSomeImage = { ...args, models: undefined, image: someImage };
    validation.part(
      () =>
        validateAccess(
          partNames.access(name),
          accessArgs(withSomeImage, network, madeHere, s3PrefixListId, validation.failure),
        ),
      pathsOf.access,
    );
  }
  const { publish } = args;
  if (publish !== undefined) {
    const publisher = {
      functionName: "some",
      stagingFunctionName: some("some"),
      bucketName: "some",
      registryHostname: host.registryHostname,
    };
    validation.part(
      () =>
        validatePublisher(partNames.publisher(name), {
          ...publisherArgs(args, network, host, "pl-0"),
          // What is no new registry has no ways to it either.
          ...(newRegistry === undefined ? { internetEgress: true } : {}),
        }),
      pathsOf.publisher,
    );
    validation.part(
      () => validatePublishedImage(partNames.image(name), publishedImageArgs(args, publish, publisher)),
      pathsOf.image,
    );
  }
  const { executionRole, tags, permissionsBoundaryArn, rolePath } = args;
  validation.part(
    // What the endpoint's own arguments call for the endpoint checks, and more strictly.
    () =>
      validateRole(
        partNames.role(name),
        roleArgs({ executionRole, tags, permissionsBoundaryArn, rolePath }, access),
      ),
    pathsOf.role,
  );
  validation.part(
    () =>
      checkHosting(
        partNames.endpoint(name),
        endpointArgs(
          args,
          access,
          `arn:aws:iam::${account}:role/some`,
          publish === undefined ? undefined : someImage,
        ),
      ),
    pathsOf.endpoint,
  );
}

/** Stands in for an image of which only the deployment knows the digest. */
const someImage = `registry.example.com/some/image@sha256:${"0".repeat(64)}`;
