import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
import { remedyForUnknown } from "../../registry-client/text/suggestion";
import type { Cleanup } from "../local/cleanup";
import { readLookups, type LookupAnswer } from "./lookups";
import { ProgramNotFoundError } from "./program-not-found";

/** The file next to a program with the settings of its rehearsal. */
export const REHEARSAL_FILE = "rehearsal.json";

const FIELDS = ["$schema", "config", "payload", "contentType", "archives", "lookups"];

/** The content of a program's `rehearsal.json`. */
export interface RehearsalSettings {
  /** The folder that the paths are relative to, and that commands run in. */
  readonly folder: string;
  /** Configuration values that the stack lacks; keys without a project belong to the program. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The example request that is sent to the started image; absent where there is none. */
  readonly payload?: Payload;
  /** Commands that create missing archives of images, by the archives' absolute paths. */
  readonly archives: ReadonlyMap<string, readonly string[]>;
  /** The answers to the program's lookups. */
  readonly lookups: readonly LookupAnswer[];
}

/** A request for `/invocations`. */
export interface Payload {
  readonly file: string;
  readonly contentType: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".jsonl": "application/jsonlines",
  ".csv": "text/csv",
  ".txt": "text/plain",
};

/** A payload from a file; its content type follows from the file's name unless specified. */
export function payloadOf(file: string, contentType?: string): Payload {
  const type = contentType ?? CONTENT_TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
  return { file, contentType: type };
}

/**
 * Reads the `rehearsal.json` in a program's folder, where there is one.
 * @throws ProgramNotFoundError where it is malformed
 */
export function readRehearsalSettings(folder: string): RehearsalSettings {
  const file = join(folder, REHEARSAL_FILE);
  if (!existsSync(file)) return { folder, config: {}, archives: new Map(), lookups: [] };
  const fail = (reason: string): never => {
    throw new ProgramNotFoundError(`${file} ${reason}`);
  };
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return fail("is not valid JSON");
  }
  const fields = objectOf(value) ?? fail("must hold an object");
  const unknown = Object.keys(fields).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) {
    const remedy = remedyForUnknown(unknown, FIELDS, true);
    return fail(`has the unknown property ${JSON.stringify(unknown)}; ${remedy}`);
  }
  const { config = {}, payload, contentType, archives = {}, lookups = {} } = fields;
  if (payload !== undefined && typeof payload !== "string") return fail("must have a path as payload");
  if (contentType !== undefined && typeof contentType !== "string")
    return fail("must have a text as contentType");
  const commands = Object.entries(objectOf(archives) ?? fail("must have an object as archives"));
  return {
    folder,
    config: objectOf(config) ?? fail("must have an object as config"),
    ...(payload === undefined ? {} : { payload: payloadOf(resolve(folder, payload), contentType) }),
    archives: new Map(
      commands.map(([path, command]) => {
        if (!isCommand(command))
          return fail(`must have a list of texts as archives[${JSON.stringify(path)}]`);
        return [resolve(folder, path), command] as const;
      }),
    ),
    lookups: lookupsIn(lookups, fail),
  };
}

function lookupsIn(value: unknown, fail: (reason: string) => never): readonly LookupAnswer[] {
  try {
    return readLookups(value);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** An image's archive. */
export interface FoundArchive {
  readonly file: string;
  /** The command that created it; absent where it existed. */
  readonly madeBy?: string;
}

/** An archive that does not exist, or that its command failed to create. */
export class MissingArchiveError extends Error {
  override readonly name = "MissingArchiveError";

  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/**
 * Finds the archive of an image, or creates one in a temporary folder.
 * @param folders the base folders of a relative path
 * @throws MissingArchiveError
 */
export async function findArchive(
  path: string,
  folders: readonly string[],
  { archives, folder }: RehearsalSettings,
  cleanup: Cleanup,
): Promise<FoundArchive> {
  const candidates = [...new Set(isAbsolute(path) ? [path] : folders.map((each) => resolve(each, path)))];
  const file = candidates.find((candidate) => existsSync(candidate));
  if (file !== undefined) return { file };
  const [missing = path] = candidates;
  const command = candidates.map((candidate) => archives.get(candidate)).find((found) => found !== undefined);
  if (command === undefined) {
    throw new MissingArchiveError(
      `The image's archive ${missing} does not exist`,
      `Build it: \`docker build --platform linux/amd64 --provenance=false -t model . && docker save model -o ${missing}\``,
    );
  }
  const made = join(cleanup.folder("archive"), "image.tar");
  await run(command, folder, made, cleanup);
  if (!existsSync(made)) {
    throw new MissingArchiveError(
      `\`${command.join(" ")}\` succeeded, but wrote nothing to the path in ARCHIVE`,
      `Fix the command in ${join(folder, REHEARSAL_FILE)}`,
    );
  }
  return { file: made, madeBy: command.join(" ") };
}

const OUTPUT_LIMIT = 1_000;

async function run(
  [program = "", ...args]: readonly string[],
  cwd: string,
  archive: string,
  cleanup: Cleanup,
): Promise<void> {
  const child = spawn(program === "node" ? process.execPath : program, args, {
    cwd,
    env: { ...process.env, ARCHIVE: archive },
    stdio: ["ignore", "ignore", "pipe"],
  });
  cleanup.process(child);
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-OUTPUT_LIMIT)));
  const ended = await new Promise<string | undefined>((done) => {
    child.once("error", (error) => done(error.message));
    child.once("close", (status) => done(status === 0 ? undefined : `ended with status ${status}`));
  });
  if (ended === undefined) return;
  throw new MissingArchiveError(
    `\`${[program, ...args].join(" ")}\`, which makes the image's archive, failed: ${ended} ${output.trim()}`.trim(),
    `Run it in ${relative(dirname(cwd), cwd)} to see what is wrong, with ARCHIVE as the path to write to`,
  );
}

function isCommand(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === "string");
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
