#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { ProgramNotFoundError } from "./project";
import type * as command from "./command";
import type { Reference } from "./rehearse";

const USAGE = `Usage: sagemaker-private-registry rehearse <file or folder> [options]

Runs a Pulumi program on this machine, with no cloud and no account, and holds what it would
make against what SageMaker needs to pull its images from a private Docker registry.

Options:
  --json                  print only the report, as JSON
  --stack <name>          use the configuration in Pulumi.<name>.yaml (default: the only stack's)
  --config <key>=<value>  set a configuration value; may be repeated
  --reference [<stack>=]<program or outputs.json>
                          where the outputs of a stack come from that the program refers to: a
                          program to rehearse first, or what \`pulumi stack output --json\` printed;
                          may be repeated
  --allow-unknown         accept requirements of which the plan does not tell whether they hold
  --help                  print this
  --version               print the version

Exit status: 0 all requirements hold; 1 one fails, or the program does; 2 none fails, but the
plan does not tell of all; 64 the command is not understood.
`;

/** A command line that is not understood. */
class UsageError extends Error {}

/** Runs a command line, and returns the exit status. */
async function main(args: readonly string[]): Promise<command.Exit> {
  const { values, positionals } = parse(args);
  if (values.help === true) return print(USAGE);
  if (values.version === true) return print(`${version()}\n`);
  const [verb, program, ...more] = positionals;
  if (verb === undefined) throw new UsageError("no command is given");
  if (verb !== "rehearse") throw new UsageError(`there is no command ${JSON.stringify(verb)}`);
  if (program === undefined) throw new UsageError("rehearse needs the file or folder of a program");
  if (more.length > 0) throw new UsageError(`rehearse takes one program, not also ${more.join(" ")}`);
  // Loaded only now: the SDK takes its time, and a mistake in the command line should not.
  const { rehearseCommand } = createRequire(__filename)("./command") as typeof command;
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
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function keyAndValue(text: string): [string, string] {
  const index = text.indexOf("=");
  if (index < 1) throw new UsageError(`--config takes <key>=<value>, not ${JSON.stringify(text)}`);
  return [text.slice(0, index), text.slice(index + 1)];
}

function reference(text: string): Reference {
  const index = text.indexOf("=");
  return index < 0
    ? { stack: undefined, path: text }
    : { stack: text.slice(0, index), path: text.slice(index + 1) };
}

function print(text: string): command.Exit {
  process.stdout.write(text);
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

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    if (!(error instanceof UsageError || error instanceof ProgramNotFoundError)) throw error;
    process.stderr.write(`error: ${error.message}\n\n${USAGE}`);
    process.exitCode = 64;
  },
);
