import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { delimiter, join, posix } from "node:path";
import { commandOf, type ImageConfig } from "./image-config";
import { resolveInside } from "./image-paths";

/** The command that starts the program of an unpacked image as a process. */
export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** The chosen program, as text. */
  readonly how: string;
}

/** A program that only a container engine can start; its message says why. */
export class NeedsEngineError extends Error {
  override readonly name: string = "NeedsEngineError";
}

/** An image that requires a container engine or the user's consent; its message says why. */
export class NeedsConsentError extends NeedsEngineError {
  override readonly name = "NeedsConsentError";
}

const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const HEAD = 64 * 1024;
/** How ELF names processors (e_machine). Source: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const MACHINES: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };
const PROGRAM_INTERPRETER = 3;

/**
 * Finds how an unpacked image can be started without an engine: a program of its own that needs nothing else, or a
 * script whose interpreter is such a program, or is missing in the image and found on this machine.
 * @param root the folder that holds the image
 * @param hostPath where this machine's programs are
 * @throws NeedsEngineError
 */
export function processCommandOf(root: string, config: ImageConfig, hostPath: string): ProcessCommand {
  const [program = "", ...args] = commandOf(config);
  const path = find(root, program, config);
  if (path === undefined) {
    throw new NeedsEngineError(`The image has no ${JSON.stringify(program)} to start`);
  }
  const file = join(root, path);
  const head = readHead(file);
  const interpreter = scriptInterpreter(head);
  if (interpreter === undefined) {
    requireStatic(head, `/${path}`);
    return { command: file, args, how: `/${path}, a program of the image` };
  }
  const [wanted = "", ...options] = interpreter;
  const isEnv = posix.basename(wanted) === "env" && options[0] !== undefined && !options[0].startsWith("-");
  const name = isEnv ? (options[0] ?? "") : wanted;
  const rest = isEnv ? options.slice(1) : options;
  const inImage = find(root, name, config);
  if (inImage !== undefined) {
    requireStatic(readHead(join(root, inImage)), `/${inImage}, which runs the script /${path},`);
    return {
      command: join(root, inImage),
      args: [...rest, file, ...args],
      how: `the script /${path}, by the image's own /${inImage}`,
    };
  }
  const onHost = findOnHost(posix.basename(name), hostPath);
  if (onHost === undefined) {
    throw new NeedsEngineError(
      `The interpreter ${posix.basename(name)} of the script /${path} is neither in the image nor on this machine`,
    );
  }
  return {
    command: onHost,
    args: [...rest, file, ...args],
    how: `the script /${path}, by this machine's ${onHost}, as the image has no ${posix.basename(name)}`,
  };
}

/** The path of a program in an image: a path, or a name in the image's PATH. */
function find(root: string, program: string, config: ImageConfig): string | undefined {
  const folders = program.includes("/")
    ? [posix.isAbsolute(program) ? "/" : config.workingDirectory]
    : (config.environment["PATH"] ?? DEFAULT_PATH).split(":");
  return folders
    .map((folder) => resolveInside(root, posix.join(folder, program)))
    .find((path) => isExecutable(join(root, path)));
}

function findOnHost(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function readHead(file: string): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(HEAD);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, HEAD, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** The words after `#!` in a script's first line. */
function scriptInterpreter(head: Buffer): readonly string[] | undefined {
  const line = /^#!\s*([^\r\n]+)/.exec(head.toString("latin1"))?.[1];
  return line?.trim().split(/\s+/);
}

/** Refuses programs for other machines, and programs that need libraries at paths that exist in a container only. */
function requireStatic(head: Buffer, name: string): void {
  const isElf =
    head.length > 64 && head.toString("hex", 0, 4) === "7f454c46" && head[4] === 2 && head[5] === 1;
  if (!isElf || process.platform !== "linux") {
    throw new NeedsEngineError(`${name} is not a program for this machine`);
  }
  if (head.readUInt16LE(18) !== MACHINES[process.arch]) {
    throw new NeedsEngineError(
      `${name} is a program for another processor than this machine's (${process.arch})`,
    );
  }
  const [offset, size, count] = [
    Number(head.readBigUInt64LE(32)),
    head.readUInt16LE(54),
    head.readUInt16LE(56),
  ];
  for (let index = 0; index < count; index++) {
    const at = offset + index * size;
    if (at + 4 > head.length || head.readUInt32LE(at) === PROGRAM_INTERPRETER) {
      throw new NeedsEngineError(
        `${name} needs libraries of the image at paths that exist in a container only`,
      );
    }
  }
}
