import { type CheckId, CHECKS, isCidrBlock, isSeverity, type Severity } from "../../../preflight";
import {
  type Credentials,
  InvalidReferenceError,
  parsePlatform,
  parseReference,
  type Platform,
} from "../../../registry-client";
import { remedyForUnknown } from "../../../registry-client/text/suggestion";
import { UsageError } from "../../usage-error";
import type { DoctorCommand } from "./doctor";

/** The command line's options of `doctor`, as texts. */
export interface DoctorOptions {
  readonly username?: string | undefined;
  readonly passwordStdin?: boolean | undefined;
  readonly platform?: string | undefined;
  readonly severity?: readonly string[] | undefined;
  readonly vpcCidr?: readonly string[] | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Reads the command line of `doctor`.
 * @param readPassword reads all of standard input
 * @throws UsageError where it is invalid
 */
export async function doctorOptions(
  image: string,
  options: DoctorOptions,
  readPassword: () => Promise<string>,
): Promise<DoctorCommand> {
  checkImage(image);
  const severities = Object.fromEntries((options.severity ?? []).map(severityOf));
  const blocks = options.vpcCidr ?? [];
  const wrong = blocks.find((block) => !isCidrBlock(block));
  if (wrong !== undefined) {
    throw new UsageError(
      `--vpc-cidr: expected a CIDR block, for example 10.0.0.0/16, but got ${JSON.stringify(wrong)}`,
    );
  }
  const platform = options.platform === undefined ? undefined : platformOf(options.platform);
  // Last, as it waits.
  const credentials = await credentialsOf(options, readPassword);
  return {
    image,
    json: options.json === true,
    severities,
    ...(platform ? { platform } : {}),
    ...(blocks.length > 0 ? { vpcCidrBlocks: blocks } : {}),
    ...(credentials ? { credentials } : {}),
  };
}

function checkImage(image: string): void {
  try {
    parseReference(image);
  } catch (error) {
    if (error instanceof InvalidReferenceError) throw new UsageError(error.message);
    throw error;
  }
}

function platformOf(text: string): Platform {
  const platform = parsePlatform(text);
  if (platform) return platform;
  throw new UsageError(
    `--platform: expected os/architecture, for example linux/arm64, but got ${JSON.stringify(text)}`,
  );
}

function severityOf(text: string): [CheckId, Severity] {
  const [name = "", severity] = text.split("=");
  const id = CHECKS.find((check) => check.id === name)?.id;
  if (id === undefined) {
    const known = CHECKS.map((check) => check.id);
    const remedy = remedyForUnknown(name, known, true);
    throw new UsageError(`--severity: unknown check ${JSON.stringify(name)}; ${remedy}`);
  }
  if (isSeverity(severity)) return [id, severity];
  throw new UsageError(`--severity: expected ${id}=error, ${id}=warning or ${id}=off`);
}

/**
 * The credentials that the command line gives: a user, and a password on standard input.
 * @throws UsageError where one comes without the other
 */
export async function credentialsOf(
  { username, passwordStdin: isPiped }: Pick<DoctorOptions, "username" | "passwordStdin">,
  readPassword: () => Promise<string>,
): Promise<Credentials | undefined> {
  if (username === undefined && isPiped !== true) return undefined;
  if (username === undefined) throw new UsageError("--password-stdin requires --username");
  if (isPiped !== true) {
    throw new UsageError(
      "--username requires --password-stdin: a password on the command line is visible to all users",
    );
  }
  const password = (await readPassword()).replace(/\r?\n$/, "");
  if (username === "" || password === "") throw new UsageError("the user or the password is empty");
  return { username, password };
}
