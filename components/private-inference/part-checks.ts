import * as pulumi from "@pulumi/pulumi";
import { laterOutputs, type LaterOutputs, type Part, type PartPaths, type Validation } from "../common";
import type { ExecutionRole, ExecutionRoleArgs } from "../execution-role";
import { validate as checkRole } from "../execution-role/execution-role";
import type { ImagePublisher, PublishedImage } from "../image-publisher";
import { validate as checkPublishedImage } from "../image-publisher/published-image-checks";
import { validatePublisher as checkPublisher } from "../image-publisher/checks";
import type { ModelEndpoint } from "../model-endpoint";
import { checkHosting } from "../model-endpoint/checks";
import type { RegistryAccess } from "../registry-access";
import { validate as checkAccess } from "../registry-access/checks";
import type { RegistryHost } from "../registry-host";
import { checkArgs as checkHost } from "../registry-host/checks";
import type { RegistryNetwork } from "../registry-network";
import { validate as checkNetwork } from "../registry-network/checks";
import { publishedImageArgs, publisherArgs } from "./publishing-args";
import { requiredLists } from "./hosted-data";
import { commonRegistry, givenContainers } from "./images";
import {
  accessArgs,
  endpointArgs,
  hostArgs,
  lookUpS3PrefixList,
  makesS3Endpoint,
  networkArgs,
  reachesS3,
  roleArgs,
} from "./part-args";
import type { PrivateInferenceArgs } from "./private-inference-args";

const SHARED = {
  name: "name",
  tags: "tags",
  kmsKeyArn: "kmsKeyArn",
  permissionsBoundaryArn: "permissionsBoundaryArn",
  rolePath: "rolePath",
  logRetentionInDays: "logRetentionInDays",
};
const IN_NETWORK = { ...SHARED, vpcId: "network.vpcId", subnetIds: "network.subnetIds" };

/** By which properties the user specified those of the parts. */
const PATHS = {
  network: { ...SHARED, "": "network" },
  registry: { ...IN_NETWORK, "": "newRegistry" },
  publisher: {
    ...IN_NETWORK,
    pushCredentialsKmsKeyArn: "kmsKeyArn",
    endpointSecurityGroupId: "newRegistry.endpointSecurityGroupId",
    internetEgress: "newRegistry.internetEgress",
    s3PrefixListId: "newRegistry.s3PrefixListId",
    "": "publish",
  },
  image: { ...SHARED, "": "publish" },
  access: {
    ...IN_NETWORK,
    securityGroupIds: "securityGroupIds",
    preflight: "preflight",
    lambdaAccess: "lambdaAccess",
    "": "registry",
  },
  role: { ...SHARED, "": "executionRole" },
  endpoint: { ...IN_NETWORK, "": "" },
} satisfies Record<string, PartPaths>;
const ACCESS_TO_NEW_REGISTRY = { ...PATHS.access, credentialsKmsKeyArn: "kmsKeyArn", "": "newRegistry" };

/** A part whose arguments are checked. */
interface CheckedPart<Args, Component> {
  readonly args: Args;
  /** Creates the part under its logical name, and resolves the outputs that the other parts' arguments contain. */
  readonly create: (make: (name: string, args: Args) => Component) => Component;
}

/** The parts of a PrivateInference, whose arguments are checked. */
export type CheckedParts = ReturnType<typeof checkParts>;

/**
 * Checks the arguments of each part. They contain outputs of other parts, which resolve when these are created. The logical
 * names are in every URN, and never change.
 * @param isChosen whether exactly one registry is specified: otherwise that alone is reported
 */
export function checkParts(
  validation: Validation,
  name: string,
  args: PrivateInferenceArgs,
  isChosen: boolean,
) {
  const part = <Args, Component extends object>(
    check: (name: string, args: Args, part: Part) => unknown,
    logicalName: string,
    given: Args,
    paths: PartPaths,
    later: LaterOutputs<Component>,
  ): CheckedPart<Args, Component> => {
    const checked = validation.part(check, logicalName, given, paths);
    return { args: checked, create: (make) => later.resolve(make(logicalName, checked)) };
  };
  const network = laterOutputs<RegistryNetwork>();
  const host = laterOutputs<RegistryHost>();
  const publisher = laterOutputs<ImagePublisher>();
  const image = laterOutputs<PublishedImage>();
  const access = laterOutputs<RegistryAccess>();
  const role = laterOutputs<ExecutionRole>();
  const [registryHostname, resolveHostname] = pulumi.deferredOutput<string>();
  const [foundPrefixList, resolvePrefixList] = pulumi.deferredOutput<string>();

  const { publish } = args;
  const newRegistry = isChosen ? hostArgs(args, network.outputs) : undefined;
  const madeHost = newRegistry && host.outputs;
  const needsPrefixList = publish !== undefined || reachesS3(args);
  const s3PrefixListId = makesS3Endpoint(args)
    ? (network.outputs.s3PrefixListId as pulumi.Output<string>)
    : foundPrefixList;
  return {
    network: part(checkNetwork, `${name}-network`, networkArgs(args), PATHS.network, network),
    registry: newRegistry && part(checkHost, `${name}-registry`, newRegistry, PATHS.registry, host),
    access: part(
      isChosen ? checkAccess : () => undefined,
      `${name}-access`,
      accessArgs(args, network.outputs, madeHost, registryHostname, s3PrefixListId),
      newRegistry === undefined ? PATHS.access : ACCESS_TO_NEW_REGISTRY,
      access,
    ),
    publisher:
      publish &&
      part(
        checkPublisher,
        `${name}-publisher`,
        publisherArgs(args, network.outputs, host.outputs, newRegistry, s3PrefixListId),
        PATHS.publisher,
        publisher,
      ),
    image:
      publish &&
      part(
        checkPublishedImage,
        `${name}-image`,
        publishedImageArgs(args, publish, publisher.outputs),
        PATHS.image,
        image,
      ),
    role: part(
      (logicalName: string, given: ExecutionRoleArgs, of: Part) =>
        checkRole(logicalName, given, of, requiredLists(args)),
      `${name}-role`,
      roleArgs(args, access.outputs),
      PATHS.role,
      role,
    ),
    endpoint: part(
      checkHosting,
      name,
      endpointArgs(args, access.outputs, role.outputs.roleArn, publish && image.outputs.reference, madeHost),
      PATHS.endpoint,
      laterOutputs<ModelEndpoint>(),
    ),
    /** Resolves what the parts' arguments contain besides outputs of other parts. */
    resolveOthers: (parent: pulumi.Resource): void => {
      if (newRegistry === undefined) {
        resolveHostname(commonRegistry(givenContainers(args), validation.failure));
      }
      if (needsPrefixList && !makesS3Endpoint(args)) resolvePrefixList(lookUpS3PrefixList(parent));
    },
  };
}
