import type { S3Client } from "@aws-sdk/client-s3";
import { type ImageSource, RegistryClient, RegistrySource } from "../../registry-client";
import type { SourceRegistriesSettings } from "../contract";
import { FreshPermissions } from "../shared/fresh-permissions";
import type { CopyRequest, RegistryImageName } from "./event";
import { nameOf } from "./s3-range-source";
import { openArchivedImage, openStagedImage } from "./open-s3-image";
import { readSecretCredentials } from "./secret-credentials";

/** Location of an image that is read. */
export interface Source {
  /** Names the image in messages. */
  readonly name: string;
  /** The registry; absent for S3. */
  readonly client?: RegistryClient;
  /** ARN of the secret with the registry's credentials; absent for anonymous access. */
  readonly secretArn?: string | undefined;
  /** Opens the image; the signal ends every read of S3. */
  open(signal: AbortSignal): Promise<ImageSource>;
}

/** Keys that ECS reads as well. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
const DEFAULT_KEYS = { username: "username", password: "password" };

/** The source of a copy. Nothing is read before `open`. */
export function sourceOf(
  source: CopyRequest["source"],
  registries: SourceRegistriesSettings,
  s3: S3Client,
  deadline: number,
): Source {
  const permissions = new FreshPermissions(deadline);
  if ("registry" in source) return registrySource(source.registry, registries, permissions);
  const reader = { client: s3, permissions };
  if ("archive" in source) {
    const { archive } = source;
    return { name: nameOf(archive), open: (signal) => openArchivedImage(archive, { ...reader, signal }) };
  }
  const { layout } = source;
  const name = nameOf({ bucket: layout.bucket, key: `${layout.prefix}/images/${layout.digest}` });
  return { name, open: async (signal) => openStagedImage(layout, { ...reader, signal }) };
}

function registrySource(
  { registry, repository, digest }: RegistryImageName,
  registries: SourceRegistriesSettings,
  permissions: FreshPermissions,
): Source {
  const { secretArn, keys = DEFAULT_KEYS } = registries[registry] ?? {};
  const client = new RegistryClient({
    registry,
    // Read when the registry requires them, and again for every image.
    ...(secretArn === undefined
      ? {}
      : { credentials: () => readSecretCredentials({ secretArn, keys, registry }, permissions) }),
  });
  return imageInRegistry(client, repository, digest, secretArn);
}

/** An image in the registry of a client. */
export function imageInRegistry(
  client: RegistryClient,
  repository: string,
  digest: string,
  secretArn?: string,
): Source {
  return {
    name: `${client.registry}/${repository}@${digest}`,
    client,
    secretArn,
    open: async () => new RegistrySource(client, repository, digest),
  };
}
