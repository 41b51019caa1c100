import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { styleText } from "node:util";
import { Command, CommanderError, type OutputConfiguration } from "commander";
import { EXIT, type Exit } from "./exit-status";
import { ProgramNotFoundError } from "./program/program-not-found";
import { UsageError } from "./usage-error";

/** Where a command line prints its help and its errors. Default: the standard streams. */
export type Output = Pick<OutputConfiguration, "writeOut" | "writeErr">;

/** Receives the exit status of a command that has run. */
export type End = (status: Exit) => void;

/** A command line without commands. Commands that are added to it inherit its settings. */
export function commandLine(name: string, description: string, output: Output = {}): Command {
  return (
    new Command(name)
      .description(description)
      .version(packageVersion(), "-v, --version", "print the version")
      .helpOption("-h, --help", "print help")
      .exitOverride()
      // `runCommandLine` prints the error after the usage, as the last line on the screen.
      .configureOutput({ ...output, outputError: () => undefined })
      .configureHelp({
        styleTitle: (title) => styleText("bold", title),
        styleSubcommandText: (text) => styleText("cyan", text),
        styleOptionText: (text) => styleText("cyan", text),
      })
  );
}

/** What follows the options in a command's help: command lines that work. */
export function examples(...lines: readonly string[]): string {
  return `\n${["Examples:", ...lines.map((line) => `  ${line}`)].join("\n")}`;
}

/**
 * Runs a command line, and returns the exit status.
 * @param create makes the command line, whose commands call `end`
 */
export async function runCommandLine(
  create: (end: End, output: Output) => Command,
  args: readonly string[],
  output: Output = {},
): Promise<Exit> {
  let status: Exit = EXIT.ok;
  const program = create((ended) => (status = ended), output);
  let called = program;
  program.hook("preSubcommand", (_program, command) => {
    called = command;
  });
  try {
    if (args.length === 0) throw new UsageError("missing command");
    await program.parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const { writeErr = (text) => process.stderr.write(text) } = output;
    writeErr(`${usageBefore(error, called)}error: ${messageOf(error)}\n`);
    return EXIT.usage;
  }
}

/** How a command is called, where the command line is at fault. */
function usageBefore(error: unknown, command: Command): string {
  if (error instanceof ProgramNotFoundError) return "";
  const name = [command.parent?.name(), command.name()].filter((each) => each !== undefined).join(" ");
  return `Usage: ${name} ${command.usage()}\nSee \`${name} --help\`.\n\n`;
}

function messageOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof ProgramNotFoundError) return error.message;
  // A suggestion stands on a line of its own.
  if (error instanceof CommanderError) return error.message.replace(/^error: /, "").replace("\n", " ");
  throw error;
}

/** The version of this package. */
export function packageVersion(): string {
  // Next to this folder, or above dist/.
  for (const folder of [dirname(__dirname), dirname(dirname(__dirname))]) {
    try {
      const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        version?: string;
      };
      if (version !== undefined) return version;
    } catch {
      continue;
    }
  }
  return "unknown";
}

/** Runs the command line of this process, and sets its exit status. */
export function runProcess(create: (end: End, output: Output) => Command): void {
  // A reader that closes the stream early, for example `head`, changes neither the output nor the exit status.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  void runCommandLine(create, process.argv.slice(2)).then((status) => {
    process.exitCode = status;
  });
}
