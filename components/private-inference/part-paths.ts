import { makePart } from "../common";
import { partNames } from "./parts";
import type { PrivateInferenceArgs } from "./private-inference-args";

/** Says by which property the user gave a part's. */
export type PathOf = (propertyPath: string) => string;

/** What every part is given as it is. */
const SHARED = /^(name|tags|kmsKeyArn|permissionsBoundaryArn|rolePath|logRetentionInDays)\b/;
/** The keys of what a new registry's parts encrypt are the one that all parts are given. */
const SHARED_KEY = /^(credentialsKmsKeyArn|pushCredentialsKmsKeyArn)\b/;
/** What of the publisher's arguments `publish` says. */
const PUBLISHER_SETTINGS =
  /^(sourceRegistries|staging\w+|memoryInMb|functionArchitecture|codeSigningConfigArn|reservedConcurrency)\b/;
/** What the network tells its neighbours. */
const NETWORK = /^(vpcId|subnetIds)\b/;

const below =
  (property: string): PathOf =>
  (path) =>
    SHARED.test(path) ? path : `${property}.${path}`;

/** By which properties the user gave those of the parts, whose messages name them. */
export function partPaths(args: PrivateInferenceArgs) {
  const isNew = args.newRegistry !== undefined;
  const ofRegistry: PathOf = (path) => {
    if (isNew && SHARED_KEY.test(path)) return "kmsKeyArn";
    if (NETWORK.test(path)) return `network.${path}`;
    return below(isNew ? "newRegistry" : "registry")(path);
  };
  return {
    network: below("network"),
    registry: ofRegistry,
    publisher: (path: string): string =>
      PUBLISHER_SETTINGS.test(path) ? `publish.${path}` : ofRegistry(path),
    image: below("publish"),
    access: (path: string): string =>
      /^(securityGroupIds|preflight|lambdaAccess)\b/.test(path) ? path : ofRegistry(path),
    role: below("executionRole"),
    endpoint: (path: string): string => (NETWORK.test(path) ? `network.${path}` : path),
  } satisfies Record<string, PathOf>;
}

const COMPONENTS = {
  network: "RegistryNetwork",
  registry: "RegistryHost",
  publisher: "ImagePublisher",
  image: "PublishedImage",
  access: "RegistryAccess",
  role: "ExecutionRole",
  endpoint: "ModelEndpoint",
} as const;

/** Makes parts whose messages name the PrivateInference, and its properties, which is what the user wrote. */
export function partMaker(name: string, args: PrivateInferenceArgs) {
  const pathsOf = partPaths(args);
  return <T>(part: keyof typeof COMPONENTS, make: (partName: string) => T): T => {
    const partName = partNames[part](name);
    const named = `${COMPONENTS[part]} ${JSON.stringify(partName)}`;
    const composition = `PrivateInference ${JSON.stringify(name)}`;
    return makePart(composition, named, pathsOf[part], () => make(partName));
  };
}

/** A function that makes a part under its name. */
export type PartMaker = ReturnType<typeof partMaker>;
