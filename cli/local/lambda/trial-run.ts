import { CertificateAuthority } from "../embedded-registry/certificates";
import type { User } from "../embedded-registry/token-server";
import type { Cleanup } from "../cleanup";
import { awsNames, startAws } from "../fake-aws";
import { FunctionFailure, FunctionNotRunError, Functions } from "./functions";
import type { FunctionGap, PlannedFunction } from "./planned-function";
import { credentialsIn } from "../pull/function-calls";

/** The result of a trial run of a credentials function. */
export interface TrialResult {
  /** The user that it returns; absent where it returns none. */
  readonly user?: User;
  /** Why it cannot run here. */
  readonly gap?: FunctionGap;
}

/** The settings of a trial run. */
export interface TrialOptions {
  readonly cleanup: Cleanup;
  readonly environment: NodeJS.ProcessEnv;
  readonly folders: readonly string[];
  readonly regions: readonly string[];
  readonly secrets: ReadonlyMap<string, string>;
}

/**
 * Runs a credentials function with the secrets of the plan alone, to find out whether this machine can run it. A
 * replacement of the user's registry then has the user that the function returns.
 */
export async function tryFunction(planned: PlannedFunction, options: TrialOptions): Promise<TrialResult> {
  const { cleanup, regions, secrets, folders, environment } = options;
  const authority = new CertificateAuthority();
  const certificate = authority.issue({ names: regions.flatMap(awsNames) });
  const unknownSecrets = new Set<string>();
  const contents = { secrets, unknownSecrets, objects: new Map(), invoke: () => undefined };
  const routes = await startAws(regions, certificate, contents, cleanup);
  const authorities = [authority.certificate];
  const functions = new Functions({
    cleanup,
    routes,
    authorities,
    reachElsewhere: false,
    folders,
    environment,
  });
  const gap = (reason: string, remedy: string): TrialResult => ({
    gap: { name: planned.name, reason, remedy },
  });
  try {
    const user = credentialsIn(await functions.invoke(planned, {}));
    return user === undefined ? {} : { user };
  } catch (error) {
    if (error instanceof FunctionNotRunError) return gap(error.message, error.remedy);
    if (!(error instanceof FunctionFailure)) throw error;
    const [secret] = unknownSecrets;
    if (secret !== undefined) {
      return gap(
        `The function ${planned.name} reads the secret ${secret}, whose value the program does not contain`,
        "Test the function itself: it must return the credentials",
      );
    }
    const [name] = error.refused;
    if (name !== undefined) {
      return gap(
        `The function ${planned.name} calls ${name}, which a rehearsal does not replace`,
        "Test the function itself: it must return the credentials",
      );
    }
    return {};
  }
}
