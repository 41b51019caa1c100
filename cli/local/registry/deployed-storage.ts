import { join } from "node:path";
import type { Cleanup } from "../cleanup";
import { ActionFailure, ActionSkipped } from "../pull/action-log";
import { storesInS3 } from "./registry-configuration";
import type { PlannedService, PlannedRegistry } from "./planned-registry";
import {
  findRegistryProgram,
  RegistryStartError,
  tryDeployedStorage,
  type RegistryProgram,
} from "./registry-program";
import type { ActionResult } from "../pull/function-calls";

/** The settings of the check of a deployed configuration. */
export interface DeployedStorageOptions {
  readonly cleanup: Cleanup;
  /** The environment whose PATH has the programs. */
  readonly environment: NodeJS.ProcessEnv;
}

/** The services of a planned registry that store images in S3. */
export const servicesInS3 = ({ services }: PlannedRegistry): readonly PlannedService[] =>
  services.filter(({ configuration }) => storesInS3(configuration));

/**
 * Starts every service of a registry with the storage configuration that is deployed, which a rehearsal otherwise replaces by
 * a folder, and stops it again.
 * @throws ActionFailure where a service does not start, ActionSkipped where no program is here that tells
 */
export async function checkDeployedStorage(
  services: readonly PlannedService[],
  { cleanup, environment }: DeployedStorageOptions,
): Promise<ActionResult<undefined>> {
  const binary = findRegistryProgram(environment);
  if (binary === undefined || !isDeployedVersion(binary)) {
    const found = binary === undefined ? "" : `, but ${binary.command} ${binary.version}`;
    throw new ActionSkipped(
      `Unknown: whether the registry starts with the deployed S3 configuration. Only CNCF distribution's \`registry\` of ` +
        `version 3 shows it, and the PATH has none${found}`,
      "Put CNCF distribution's `registry` of version 3 on the PATH, and rehearse again",
    );
  }
  const folder = cleanup.folder("deployed");
  for (const service of services) {
    const place = { home: join(folder, String(service.port)), images: join(folder, "images") };
    try {
      await tryDeployedStorage(binary, service, place, cleanup, environment);
    } catch (error) {
      if (!(error instanceof RegistryStartError)) throw error;
      throw new ActionFailure(
        `With the deployed S3 configuration ${error.message}`,
        "Fix storage.s3 in its configuration: its tasks would stop immediately, and the deployment of the service would fail",
        service.resource,
      );
    }
  }
  const many = services.length === 1 ? "service starts" : `${services.length} services start`;
  return {
    found: {
      seen: `The registry's ${many} with the deployed S3 configuration, by CNCF distribution ${binary.version}`,
    },
    value: undefined,
  };
}

/** Whether a program has the S3 driver that is deployed: that of version 2 knows other regions and settings. */
const isDeployedVersion = ({ kind, version }: RegistryProgram): boolean =>
  kind === "distribution" && Number(version.split(".")[0]) >= 3;
