import { join } from "node:path";
import type { Lifetime } from "../cleanup";
import { ActionFailure, ActionSkipped } from "../pull/action-log";
import { storesInS3 } from "./registry-configuration";
import type { PlannedDoor, PlannedHost } from "./planned-registry";
import {
  findRegistryBinary,
  RegistryStartError,
  tryDeployedStorage,
  type RegistryBinary,
} from "./registry-program";
import type { Step } from "../pull/function-calls";

/** What the check of a deployed configuration takes. */
export interface DeployedStorageOptions {
  readonly lifetime: Lifetime;
  /** Where programs are looked for. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The services of a planned registry that keep images in S3. */
export const servicesInS3 = ({ doors }: PlannedHost): readonly PlannedDoor[] =>
  doors.filter(({ configuration }) => storesInS3(configuration));

/**
 * Starts every service of a registry with the storage configuration that is deployed, which a rehearsal otherwise replaces by
 * a folder, and stops it again.
 * @throws ActionFailure where a service does not start, ActionSkipped where no program is here that tells
 */
export async function checkDeployedStorage(
  services: readonly PlannedDoor[],
  { lifetime, environment }: DeployedStorageOptions,
): Promise<Step<undefined>> {
  const binary = findRegistryBinary(environment);
  if (binary === undefined || !isDeployedVersion(binary)) {
    const found = binary === undefined ? "" : `, but ${binary.command} ${binary.version}`;
    throw new ActionSkipped(
      `Unknown: whether the registry starts with the S3 configuration that is deployed. Only CNCF distribution's \`registry\` of ` +
        `version 3 can tell, and none is on the PATH${found}`,
      "Put CNCF distribution's `registry` of version 3 on the PATH, and rehearse again",
    );
  }
  const folder = lifetime.folder("deployed");
  for (const service of services) {
    const place = { home: join(folder, String(service.port)), images: join(folder, "images") };
    try {
      await tryDeployedStorage(binary, service, place, lifetime, environment);
    } catch (error) {
      if (!(error instanceof RegistryStartError)) throw error;
      throw new ActionFailure(
        `With the S3 configuration that is deployed ${error.message}`,
        "Fix what the registry says of storage.s3 in its configuration: its tasks would end at once, and the deployment of the service would fail",
        service.resource,
      );
    }
  }
  const many = services.length === 1 ? "service starts" : `${services.length} services start`;
  return {
    found: {
      seen: `The registry's ${many} with the S3 configuration that is deployed, on CNCF distribution ${binary.version}`,
    },
    value: undefined,
  };
}

/** Whether a program has the S3 driver that is deployed: that of version 2 knows other regions and settings. */
const isDeployedVersion = ({ kind, version }: RegistryBinary): boolean =>
  kind === "distribution" && Number(version.split(".")[0]) >= 3;
