import { writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import type { Cleanup } from "../cleanup";

/** The processes and threads that a container may have: more than model servers start, fewer than a fork bomb. */
const MAXIMUM_PROCESSES = 4_096;
const MEMORY_SHARE = 0.75;

/**
 * What a container is started with so that it reaches no more than it needs: no new privileges, no Linux capabilities,
 * three quarters of this machine's memory, and a limited number of processes.
 * Source: https://docs.docker.com/reference/cli/docker/container/run/
 */
export function limitArguments(): readonly string[] {
  return [
    ...["--security-opt", "no-new-privileges"],
    ...["--cap-drop", "ALL"],
    ...["--memory", `${Math.floor((totalmem() * MEMORY_SHARE) / 1024 ** 2)}m`],
    ...["--pids-limit", String(MAXIMUM_PROCESSES)],
  ];
}

/**
 * The arguments that make a bridge network whose containers answer on published ports, and open no connection of their
 * own to the outside. Docker: addresses are not translated on the way out, so that nothing finds its way back
 * (https://docs.docker.com/engine/network/drivers/bridge/). Podman from 4.6: no default route
 * (https://docs.podman.io/en/latest/markdown/podman-network-create.1.html).
 */
export function networkArguments(runtime: "docker" | "podman", name: string): readonly string[] {
  const options =
    runtime === "docker"
      ? ["com.docker.network.bridge.enable_ip_masquerade=false", "com.docker.network.bridge.enable_icc=false"]
      : ["no_default_route=1", "isolate=true"];
  return ["network", "create", "--driver", "bridge", ...options.flatMap((each) => ["--opt", each]), name];
}

/**
 * Writes environment variables into a file for this user alone, as an engine's `--env-file` reads it: no argument and no
 * environment of another command shows them, and this machine's variables of the same names do not count.
 * @throws Error for a value with a line break, which such a file cannot hold
 */
export function writeEnvironmentFile(variables: Readonly<Record<string, string>>, cleanup: Cleanup): string {
  const broken = Object.entries(variables).find(([, value]) => /[\r\n]/.test(value));
  if (broken !== undefined) {
    throw new Error(
      `The environment variable ${broken[0]} has a line break, which neither Docker's nor Podman's --env-file can hold: --skip serve skips the step`,
    );
  }
  const file = join(cleanup.folder("environment"), "variables");
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  return file;
}
