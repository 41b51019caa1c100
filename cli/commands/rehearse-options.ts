import { existsSync } from "node:fs";
import { credentialsOf } from "./doctor/doctor-options";
import type { RehearsalOptions } from "../local/rehearse";
import { RegistryChoice } from "../local/pull/pull-options";
import { isOptionalStep, OPTIONAL_STEPS, type OptionalStep } from "../report/steps";
import { UsageError } from "../usage-error";

/** The command line's options of `rehearse` that say how its later steps are done, as texts. */
export interface StepOptions {
  readonly skip?: readonly string[] | undefined;
  readonly registry?: string | undefined;
  readonly username?: string | undefined;
  readonly passwordStdin?: boolean | undefined;
  readonly payload?: string | undefined;
  readonly pingTimeout?: string | undefined;
  readonly serveAsProcess?: boolean | undefined;
}

/** How the later steps of a rehearsal are done. */
export type StepSettings = Pick<
  RehearsalOptions,
  "skip" | "registry" | "credentials" | "payload" | "startupTimeoutInSeconds" | "serveAsProcess"
>;

/**
 * Reads how the later steps are done.
 * @param readPassword reads all of standard input
 * @throws UsageError where it is invalid
 */
export async function stepSettings(
  options: StepOptions,
  readPassword: () => Promise<string>,
): Promise<StepSettings> {
  const { payload } = options;
  const registry = options.registry ?? RegistryChoice.StandIn;
  if (registry !== RegistryChoice.StandIn && registry !== RegistryChoice.Real) {
    throw new UsageError(`--registry: expected stand-in or real, but got ${JSON.stringify(registry)}`);
  }
  if (registry !== RegistryChoice.Real && options.username !== undefined) {
    throw new UsageError(
      "--username requires --registry real: a registry on this machine has the plan's users",
    );
  }
  if (payload !== undefined && !existsSync(payload)) {
    throw new UsageError(`--payload: ${payload} does not exist`);
  }
  return {
    skip: (options.skip ?? []).flatMap((text) => text.split(",")).map(stepOf),
    registry,
    payload,
    startupTimeoutInSeconds: secondsOf(options.pingTimeout),
    serveAsProcess: options.serveAsProcess === true,
    // Last, as it waits.
    credentials: await credentialsOf(options, readPassword),
  };
}

function stepOf(text: string): OptionalStep {
  if (isOptionalStep(text)) return text;
  throw new UsageError(`--skip: expected ${OPTIONAL_STEPS.join(" or ")}, but got ${JSON.stringify(text)}`);
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw new UsageError(`--ping-timeout: expected seconds, up to 3600, but got ${JSON.stringify(text)}`);
}
