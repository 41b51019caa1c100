import { compareSync } from "bcryptjs";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Certificate } from "../embedded-registry/certificates";
import { FolderBlobs, RegistryContents } from "../embedded-registry/contents";
import { EmbeddedRegistry } from "../embedded-registry/embedded-registry";
import type { User } from "../embedded-registry/token-server";
import type { Lifetime } from "../cleanup";
import { adapted, rulesOf } from "./registry-configuration";
import type { Route } from "../lambda/process-messages";
import { startListener } from "../load-balancer";
import type { PlannedDoor, PlannedHost } from "./planned-registry";
import { findRegistryBinary, startBinary } from "./registry-program";
import { RequestLog } from "../request-log";
import type { PulledRegistry } from "../pull/pull-result";
import { BACK_DOOR_PORT } from "./replacement-registry";

/** A registry that runs on this machine. */
export interface RunningHost {
  readonly registry: Pick<PulledRegistry, "kind" | "version">;
  /** The routes from the names and ports that the plan has to those of this machine. */
  readonly routes: readonly Route[];
  /** What of the plan's configuration had to be changed. */
  readonly changes: readonly string[];
}

/** What a registry is started among. */
export interface HostSurroundings {
  readonly lifetime: Lifetime;
  readonly log: RequestLog;
  /** Where programs are looked for. */
  readonly environment: NodeJS.ProcessEnv;
  /** Makes the certificate of the door at a port. */
  readonly issue: (names: readonly string[], port: number) => Certificate;
}

/**
 * Starts every door of a registry on loopback, over one store of images: with the plan's configuration and users, on a
 * registry's program that is installed here, else on an embedded one.
 * @throws RegistryStartError
 */
export async function startHost(host: PlannedHost, surroundings: HostSurroundings): Promise<RunningHost> {
  const { lifetime, log, environment, issue } = surroundings;
  const folder = lifetime.folder("registry");
  const images = join(folder, "images");
  mkdirSync(images);
  const binary = findRegistryBinary(environment);
  const contents = new RegistryContents(new FolderBlobs(images));
  const routes: Route[] = [];
  for (const door of host.doors) {
    const home = join(folder, String(door.port));
    const to =
      binary === undefined
        ? await startEmbedded(door, contents, lifetime)
        : await startBinary(binary, door, { home, images }, lifetime, environment);
    const name = door.port === 443 ? host.hostname : `${host.hostname}:${door.port}`;
    const certificate = issue([host.hostname, "127.0.0.1"], door.port);
    // What comes in by it is no part of the plan.
    const kept = door.port === BACK_DOOR_PORT ? new RequestLog() : log;
    const listener = await startListener({ name, to, certificate }, kept, lifetime);
    routes.push({ host: host.hostname, port: door.port, to: listener });
  }
  const changes = host.doors.flatMap(
    ({ configuration }) => adapted(configuration, { images, home: folder, port: 0 }).changes,
  );
  return {
    registry: binary === undefined ? { kind: "embedded" } : { kind: binary.kind, version: binary.version },
    routes,
    changes: [...new Set(changes)],
  };
}

async function startEmbedded(
  door: PlannedDoor,
  contents: RegistryContents,
  lifetime: Lifetime,
): Promise<number> {
  const { readOnly, asksForUser } = rulesOf(door.configuration);
  const registry = await EmbeddedRegistry.start({
    contents,
    readOnly,
    relativeLocations: true,
    ...(asksForUser && door.htpasswd !== undefined ? { accepts: knownBy(door.htpasswd) } : {}),
  });
  lifetime.add(() => void registry.stop());
  return Number(registry.host.split(":")[1]);
}

/** Whether a user is in an htpasswd file; the costly answer is kept. */
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
