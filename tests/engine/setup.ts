// What all scenarios share, made once before mocha runs them, and removed afterwards.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layPlugins } from "./plugins";

/** Names the environment variable with the shared PULUMI_HOME; unset where scenarios cannot run. */
export const HOME_VARIABLE = "ENGINE_TEST_HOME";

const COMMANDS = ["pulumi", "pulumi-language-nodejs"];

/** Why scenarios cannot run here, if they cannot. */
export function whatIsMissing(): string | undefined {
  const missing = COMMANDS.filter((command) => !isOnPath(command));
  return missing.length === 0 ? undefined : `${missing.join(" and ")} not found on PATH`;
}

export function isOnPath(command: string): boolean {
  try {
    execFileSync("which", [command], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export function mochaGlobalSetup(): void {
  const missing = whatIsMissing();
  if (missing !== undefined) {
    if (process.env.REQUIRE_PULUMI === "1") throw new Error(`REQUIRE_PULUMI=1, but ${missing}`);
    console.log(
      `SKIPPED: all scenarios on the Pulumi engine: ${missing}. Set REQUIRE_PULUMI=1 to fail instead.`,
    );
    return;
  }
  const home = mkdtempSync(join(tmpdir(), "engine-home-"));
  process.env[HOME_VARIABLE] = home;
  layPlugins(home);
}

export function mochaGlobalTeardown(): void {
  const home = process.env[HOME_VARIABLE];
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
}
