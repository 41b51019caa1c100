import { ECRClient } from "@aws-sdk/client-ecr";
import type { S3Client } from "@aws-sdk/client-s3";
import { type CopyDestination, type ImageSource, RegistryClient } from "../../registry-client";
import type { EcrDestination, RegistryDestination, StagedLayout } from "../contract";
import { FreshPermissions } from "../shared/fresh-permissions";
import { authorizeAtEcr } from "./ecr";
import type { CopyRequest } from "./event";
import { ResumedSource } from "./resumed-source";
import { S3Layout } from "./s3-layout";
import { readSecretCredentials } from "./secret-credentials";
import type { CopySettings, LayoutSettings, RegistrySettings } from "./settings";

/** Location that an image is written to. */
export interface Destination {
  /** Names the location in messages. */
  readonly name: string;
  readonly kind: "registry" | "layout" | "ecr";
  readonly to: CopyDestination;
  /** The registry; absent for S3. */
  readonly client?: RegistryClient;
  /** ARN of the secret with the registry's credentials. */
  readonly secretArn?: string;
  /** Whether a manifest that is present is complete, and so is not read from the source again. */
  readonly skipStored: boolean;
  /** Whether the image of this digest is present with all that it refers to. */
  has?(digest: string): Promise<boolean>;
  /** Reads from the destination what an earlier run has stored there. */
  resume?(source: ImageSource): ImageSource;
  /** Completes a stored image. */
  complete?(digest: string): Promise<StagedLayout>;
}

const ECR_TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/**
 * Opens the destination of a copy.
 * @throws CopyError where there are no credentials for it
 */
export async function openDestination(
  event: CopyRequest["destination"],
  settings: CopySettings["destination"],
  s3: S3Client,
  deadline: number,
): Promise<Destination> {
  const permissions = new FreshPermissions(deadline);
  if ("registry" in settings && "registry" in event) {
    return openRegistry(settings.registry, event.registry, permissions);
  }
  if ("layout" in settings) return layoutDestination(settings.layout, s3, permissions);
  if ("ecr" in event) return openEcr(event.ecr, permissions, deadline);
  throw new Error("The event has been read for another deployment");
}

/** Credentials are read again for every image, so that a rotated password takes effect at once. */
async function openRegistry(
  { registry, secretArn, keys }: RegistrySettings,
  { repository, tag }: RegistryDestination,
  permissions: FreshPermissions,
): Promise<Destination> {
  const credentials = await readSecretCredentials({ secretArn, keys, registry }, permissions);
  const client = new RegistryClient({ registry, credentials });
  return registryDestination(client, { repository, ...(tag === undefined ? {} : { tag }) }, secretArn);
}

/** A repository in the registry of a client. */
export const registryDestination = (
  client: RegistryClient,
  { repository, tag }: RegistryDestination,
  secretArn: string,
): Destination => ({
  name: `${client.registry}/${repository}`,
  kind: "registry",
  to: { client, repository, ...(tag === undefined ? {} : { tag }) },
  client,
  secretArn,
  skipStored: false,
});

/** A bucket for staged images. */
export function layoutDestination(
  settings: LayoutSettings,
  client: S3Client,
  permissions: FreshPermissions,
): Destination {
  const layout = new S3Layout({ client, permissions, ...settings });
  return {
    name: layout.registry,
    kind: "layout",
    // All images of the bucket share their blobs.
    to: { client: layout, repository: "" },
    skipStored: false,
    resume: (source) => new ResumedSource(source, layout),
    complete: (digest) => layout.complete(digest),
  };
}

async function openEcr(
  { repository }: EcrDestination,
  permissions: FreshPermissions,
  deadline: number,
): Promise<Destination> {
  const ecr = new ECRClient({ maxAttempts: 3, requestHandler: ECR_TIMEOUTS });
  try {
    return ecrDestination(new RegistryClient(await authorizeAtEcr(ecr, permissions)), repository, deadline);
  } finally {
    ecr.destroy();
  }
}

/**
 * A repository in ECR. It refuses an index whose manifests it does not have, so that manifests come after what they refer
 * to: whatever manifest it has is complete.
 */
export function ecrDestination(client: RegistryClient, repository: string, deadline: number): Destination {
  return {
    name: `${client.registry}/${repository}`,
    kind: "ecr",
    to: { client, repository },
    client,
    skipStored: true,
    has: async (digest) => {
      client.waitUntil(deadline);
      const permissions = new FreshPermissions(deadline);
      return (await permissions.call(() => client.resolve(repository, digest))) !== undefined;
    },
  };
}
