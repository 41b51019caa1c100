#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type * as checking from "./check";
import type * as command from "./command";
import type * as cost from "./cost";
import type * as doctor from "./doctor";
import type * as options from "./doctor/options";
import { EXIT, type Exit } from "./exit";
import { progressOn } from "./progress";
import { ProgramNotFoundError } from "./program-not-found";
import type * as evidence from "../evidence/options";
import type * as rehearseOptions from "./rehearse-options";
import type { Reference, RehearsalOptions } from "./rehearse";
import type * as settingsOptions from "./settings";
import type * as show from "./show/command";
import { FORMATS, isFormat } from "./show/formats";
import { checkPageFile } from "./show/page/file";
import { SYNOPSIS, USAGE, UsageError } from "./usage";

/** A command: what it is about, its options beside those that all have, and what runs it. */
interface Command {
  /** What it takes one of; `undefined` where it takes options only. */
  readonly subject: string | undefined;
  readonly missing: string;
  readonly options: readonly string[];
  run(subject: string, values: Values): Promise<Exit>;
}

const ABOUT_PROGRAM = { subject: "program", options: ["stack", "config", "reference"] };

const COMMANDS: Readonly<Record<string, Command>> = {
  rehearse: {
    ...ABOUT_PROGRAM,
    missing: "rehearse needs the file or folder of a program",
    options: [
      ...ABOUT_PROGRAM.options,
      ...["skip", "registry", "username", "password-stdin", "payload", "ping-timeout"],
      "serve-as-process",
      ...["severity", "allow-unknown", "verbose", "facts", "html"],
    ],
    run: rehearseProgram,
  },
  check: {
    subject: undefined,
    missing: "",
    options: ["state", "facts", "severity", "allow-unknown", "verbose"],
    run: (_subject, values) => check(values),
  },
  cost: {
    ...ABOUT_PROGRAM,
    missing: "cost needs the file or folder of a program",
    options: [...ABOUT_PROGRAM.options, "prices", "usage"],
    run: estimate,
  },
  graph: {
    ...ABOUT_PROGRAM,
    missing: "graph needs the file or folder of a program",
    options: [...ABOUT_PROGRAM.options, "facts", "format"],
    run: draw,
  },
  doctor: {
    subject: "image reference",
    missing: "doctor needs an image reference",
    options: ["username", "password-stdin", "platform", "severity", "vpc-cidr"],
    run: diagnose,
  },
  evidence: {
    subject: "folder",
    missing: "evidence needs a folder for what it makes and finds",
    options: [
      ...["stack", "config", "questions", "base", "yes", "keep"],
      ...["collect-only", "destroy-only"],
    ],
    run: ask,
  },
};
const COMMON: readonly string[] = ["json", "help", "version"];

/** Runs a command line, and returns the exit status. */
async function main(args: readonly string[]): Promise<Exit> {
  const { values, positionals } = parse(args);
  if (values.help === true) return print(USAGE);
  if (values.version === true) return print(`${version()}\n`);
  const [verb, subject, ...more] = positionals;
  if (verb === "help") return print(USAGE);
  if (verb === undefined) throw new UsageError("no command is given");
  const command = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
  if (command === undefined) throw new UsageError(`there is no command ${JSON.stringify(verb)}`);
  const other = Object.keys(values).find((name) => ![...command.options, ...COMMON].includes(name));
  if (other !== undefined) throw new UsageError(`${verb} takes no --${other}`);
  if (command.subject === undefined) {
    if (subject !== undefined) throw new UsageError(`${verb} takes options only, not ${subject}`);
    return command.run("", values);
  }
  if (subject === undefined) throw new UsageError(command.missing);
  if (more.length > 0) {
    throw new UsageError(`${verb} takes one ${command.subject}, not also ${more.join(" ")}`);
  }
  return command.run(subject, values);
}

type Values = ReturnType<typeof parse>["values"];

// Loaded only now: the SDK takes its time, and a mistake in the command line should not.
const load = createRequire(__filename);

async function rehearseProgram(program: string, values: Values): Promise<Exit> {
  if (values.html !== undefined) checkPageFile(values.html);
  const { stepSettings } = load("./rehearse-options") as typeof rehearseOptions;
  const settings = await stepSettings(values, () => text(process.stdin));
  const { settingsOf } = load("./settings") as typeof settingsOptions;
  const { rehearseCommand } = load("./command") as typeof command;
  return rehearseCommand({
    ...programOptions(program, values),
    ...settings,
    json: values.json === true,
    verbose: values.verbose === true,
    html: values.html,
    settings: settingsOf(values),
    environment: process.env,
    progress: progressOn(process.stderr, process.env),
  });
}

function check(values: Values): Promise<Exit> {
  const states = values.state ?? [];
  if (states.length === 0)
    throw new UsageError("check needs --state <file>, or --state - for standard input");
  if (states.filter((file) => file === "-").length > 1) throw new UsageError("--state - is given twice");
  const { settingsOf } = load("./settings") as typeof settingsOptions;
  const { checkCommand } = load("./check") as typeof checking;
  return checkCommand({
    states,
    facts: values.facts ?? [],
    settings: settingsOf(values),
    json: values.json === true,
    verbose: values.verbose === true,
  });
}

function estimate(program: string, values: Values): Promise<Exit> {
  const { costCommand } = load("./cost") as typeof cost;
  return costCommand({
    ...programOptions(program, values),
    prices: values.prices,
    usage: values.usage,
    json: values.json === true,
  });
}

function draw(program: string, values: Values): Promise<Exit> {
  const format = values.format ?? (values.json === true ? "json" : "mermaid");
  if (!isFormat(format)) {
    throw new UsageError(`--format takes ${FORMATS.join(", ")}, not ${JSON.stringify(format)}`);
  }
  if (values.json === true && format !== "json") {
    throw new UsageError(`--json and --format ${format} exclude each other`);
  }
  const { graphCommand } = load("./show/command") as typeof show;
  return graphCommand({ ...programOptions(program, values), format });
}

/** Which program is meant, and how it is planned. */
function programOptions(program: string, values: Values): RehearsalOptions {
  return {
    program,
    stack: values.stack,
    config: Object.fromEntries((values.config ?? []).map(keyAndValue)),
    references: (values.reference ?? []).map(reference),
    facts: values.facts ?? [],
    warn: (message) => process.stderr.write(`warning: ${message}\n`),
  };
}

async function diagnose(image: string, values: Values): Promise<Exit> {
  const { doctorOptions } = load("./doctor/options") as typeof options;
  const { doctorCommand } = load("./doctor") as typeof doctor;
  return doctorCommand(await doctorOptions(image, values, () => text(process.stdin)));
}

function ask(folder: string, values: Values): Promise<Exit> {
  const config = Object.fromEntries((values.config ?? []).map(keyAndValue));
  const { runEvidence } = load("../evidence/options") as typeof evidence;
  return runEvidence(folder, { ...values, config, version: version() });
}

function parse(args: readonly string[]) {
  // Without ids it stands for every requirement: the parser knows no values that may be left out.
  const whole = args.flatMap((arg, index) =>
    arg === "--allow-unknown" && (args[index + 1] ?? "-").startsWith("-") ? [arg, "all"] : [arg],
  );
  try {
    return parseArgs({
      args: whole,
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        stack: { type: "string" },
        config: { type: "string", multiple: true },
        reference: { type: "string", multiple: true },
        state: { type: "string", multiple: true },
        "allow-unknown": { type: "string", multiple: true },
        verbose: { type: "boolean" },
        html: { type: "string" },
        skip: { type: "string", multiple: true },
        registry: { type: "string" },
        payload: { type: "string" },
        "ping-timeout": { type: "string" },
        "serve-as-process": { type: "boolean" },
        facts: { type: "string", multiple: true },
        prices: { type: "string" },
        usage: { type: "string" },
        format: { type: "string" },
        username: { type: "string", short: "u" },
        "password-stdin": { type: "boolean" },
        platform: { type: "string" },
        severity: { type: "string", multiple: true },
        "vpc-cidr": { type: "string", multiple: true },
        questions: { type: "string" },
        base: { type: "string" },
        yes: { type: "boolean" },
        keep: { type: "boolean" },
        "collect-only": { type: "boolean" },
        "destroy-only": { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
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
    // The whole of it would take the message off the screen, which is to be the last thing on it.
    const help =
      error instanceof UsageError ? `${SYNOPSIS}\n\nsagemaker-private-registry --help says more.\n\n` : "";
    process.stderr.write(`${help}error: ${error.message}\n`);
    process.exitCode = EXIT.usage;
  },
);
