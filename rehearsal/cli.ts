#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type * as command from "./command";
import type * as doctor from "./doctor";
import type * as options from "./doctor/options";
import { EXIT, type Exit } from "./exit";
import { ProgramNotFoundError } from "./project";
import type { Reference } from "./rehearse";
import { USAGE, UsageError } from "./usage";

/** The options of each command, beside those that all have. */
const OPTIONS = {
  rehearse: ["stack", "config", "reference", "allow-unknown"],
  doctor: ["username", "password-stdin", "platform", "severity", "vpc-cidr"],
} as const;
const COMMON: readonly string[] = ["json", "help", "version"];

/** Runs a command line, and returns the exit status. */
async function main(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = parse(args);
  if (values.help === true) return print(USAGE);
  if (values.version === true) return print(`${version()}\n`);
  const [verb, subject, ...more] = positionals;
  if (verb === undefined) throw new UsageError("no command is given");
  if (verb !== "rehearse" && verb !== "doctor") {
    throw new UsageError(`there is no command ${JSON.stringify(verb)}`);
  }
  const own: readonly string[] = OPTIONS[verb];
  const other = Object.keys(values).find((name) => !own.includes(name) && !COMMON.includes(name));
  if (other !== undefined) throw new UsageError(`${verb} takes no --${other}`);
  const what = verb === "rehearse" ? "program" : "image reference";
  if (subject === undefined) {
    throw new UsageError(
      verb === "rehearse"
        ? "rehearse needs the file or folder of a program"
        : "doctor needs an image reference",
    );
  }
  if (more.length > 0) throw new UsageError(`${verb} takes one ${what}, not also ${more.join(" ")}`);
  return verb === "rehearse" ? rehearseProgram(subject, values) : diagnose(subject, values);
}

type Values = ReturnType<typeof parse>["values"];

// Loaded only now: the SDK takes its time, and a mistake in the command line should not.
const load = createRequire(__filename);

function rehearseProgram(program: string, values: Values): Promise<Exit> {
  const { rehearseCommand } = load("./command") as typeof command;
  return rehearseCommand({
    program,
    stack: values.stack,
    config: Object.fromEntries((values.config ?? []).map(keyAndValue)),
    references: (values.reference ?? []).map(reference),
    warn: (message) => process.stderr.write(`warning: ${message}\n`),
    json: values.json === true,
    allowUnknown: values["allow-unknown"] === true,
  });
}

async function diagnose(image: string, values: Values): Promise<Exit> {
  const { doctorOptions } = load("./doctor/options") as typeof options;
  const { doctorCommand } = load("./doctor") as typeof doctor;
  return doctorCommand(await doctorOptions(image, values, () => text(process.stdin)));
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        stack: { type: "string" },
        config: { type: "string", multiple: true },
        reference: { type: "string", multiple: true },
        "allow-unknown": { type: "boolean" },
        username: { type: "string", short: "u" },
        "password-stdin": { type: "boolean" },
        platform: { type: "string" },
        severity: { type: "string", multiple: true },
        "vpc-cidr": { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function keyAndValue(argument: string): [string, string] {
  const index = argument.indexOf("=");
  if (index < 1) throw new UsageError(`--config takes <key>=<value>, not ${JSON.stringify(argument)}`);
  return [argument.slice(0, index), argument.slice(index + 1)];
}

function reference(argument: string): Reference {
  const index = argument.indexOf("=");
  return index < 0
    ? { stack: undefined, path: argument }
    : { stack: argument.slice(0, index), path: argument.slice(index + 1) };
}

function print(message: string): Exit {
  process.stdout.write(message);
  return 0;
}

function version(): string {
  // Beside this folder, or above dist/.
  for (const folder of [dirname(__dirname), dirname(dirname(__dirname))]) {
    try {
      const { version: found } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        version?: string;
      };
      if (found !== undefined) return found;
    } catch {
      continue;
    }
  }
  return "unknown";
}

// Who reads has enough, as `head` has: the rest goes nowhere, and the exit status stays what it is.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    if (!(error instanceof UsageError || error instanceof ProgramNotFoundError)) throw error;
    process.stderr.write(`error: ${error.message}\n\n${USAGE}`);
    process.exitCode = EXIT.usage;
  },
);
