import { compareSync } from "bcryptjs";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Certificate } from "../embedded-registry/certificates";
import { FolderBlobs, RegistryContents } from "../embedded-registry/contents";
import { EmbeddedRegistry } from "../embedded-registry/embedded-registry";
import type { User } from "../embedded-registry/token-server";
import type { Cleanup } from "../cleanup";
import { adapted, accessRulesOf } from "./registry-configuration";
import type { Route } from "../lambda/process-messages";
import { startListener } from "../load-balancer";
import type { PlannedService, PlannedRegistry } from "./planned-registry";
import { findRegistryProgram, startRegistryProgram } from "./registry-program";
import { RequestLog } from "../request-log";
import type { PulledRegistry } from "../pull/pull-result";
import { UPLOAD_PORT } from "./replacement-registry-configuration";

/** A registry that runs on this machine. */
export interface RunningRegistry {
  readonly registry: Pick<PulledRegistry, "kind" | "version">;
  /** The routes from the names and ports that the plan has to those of this machine. */
  readonly routes: readonly Route[];
  /** The changes to the plan's configuration. */
  readonly changes: readonly string[];
}

/** What a registry is started with. */
export interface RegistryEnvironment {
  readonly cleanup: Cleanup;
  readonly log: RequestLog;
  /** The environment whose PATH has the programs. */
  readonly environment: NodeJS.ProcessEnv;
  /** Issues the certificate of the listener at a port. */
  readonly issue: (names: readonly string[], port: number) => Certificate;
}

/**
 * Starts every service of a registry on loopback, with one storage: with the plan's configuration and users, by a
 * registry's program on the PATH, or the embedded registry.
 * @throws RegistryStartError
 */
export async function startRegistry(
  host: PlannedRegistry,
  surroundings: RegistryEnvironment,
): Promise<RunningRegistry> {
  const { cleanup, log, environment, issue } = surroundings;
  const folder = cleanup.folder("registry");
  const images = join(folder, "images");
  mkdirSync(images);
  const binary = findRegistryProgram(environment);
  const contents = new RegistryContents(new FolderBlobs(images));
  const routes: Route[] = [];
  for (const service of host.services) {
    const home = join(folder, String(service.port));
    const to =
      binary === undefined
        ? await startEmbedded(service, contents, cleanup)
        : await startRegistryProgram(binary, service, { home, images }, cleanup, environment);
    const name = service.port === 443 ? host.hostname : `${host.hostname}:${service.port}`;
    const certificate = issue([host.hostname, "127.0.0.1"], service.port);
    // Uploads of placeholders are not part of the plan.
    const kept = service.port === UPLOAD_PORT ? new RequestLog() : log;
    const listener = await startListener({ name, to, certificate }, kept, cleanup);
    routes.push({ host: host.hostname, port: service.port, to: listener });
  }
  const changes = host.services.flatMap(
    ({ configuration }) => adapted(configuration, { images, home: folder, port: 0 }).changes,
  );
  return {
    registry: binary === undefined ? { kind: "embedded" } : { kind: binary.kind, version: binary.version },
    routes,
    changes: [...new Set(changes)],
  };
}

async function startEmbedded(
  service: PlannedService,
  contents: RegistryContents,
  cleanup: Cleanup,
): Promise<number> {
  const { readOnly, requiresUser } = accessRulesOf(service.configuration);
  const registry = await EmbeddedRegistry.start({
    contents,
    readOnly,
    relativeLocations: true,
    ...(requiresUser && service.htpasswd !== undefined ? { accepts: knownBy(service.htpasswd) } : {}),
  });
  cleanup.add(() => void registry.stop());
  return Number(registry.host.split(":")[1]);
}

/** Whether a user is in an htpasswd file; bcrypt is slow, so results are cached. */
function knownBy(htpasswd: string): (user: User) => boolean {
  const hashes = new Map(
    htpasswd.split("\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  );
  const known = new Map<string, boolean>();
  return ({ username, password }) => {
    const key = `${username}:${password}`;
    const answer = known.get(key) ?? compareSync(password, hashes.get(username) ?? "");
    known.set(key, answer);
    return answer;
  };
}
