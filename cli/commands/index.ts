import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { Argument, type Command, Option } from "commander";
import type * as checking from "./check";
import type * as command from "./rehearse";
import { commandLine, type End, examples, type Output } from "../command-line";
import {
  allowUnknownOption,
  configOption,
  credentialOptions,
  factsOption,
  jsonOption,
  type ProgramValues,
  referenceOption,
  repeatable,
  severityOption,
  stackOption,
  verboseOption,
} from "./shared-options";
import { completionScript, SHELLS } from "./completion";
import type * as cost from "./cost";
import { addDoctor } from "./doctor/index";
import { progressOn } from "../report/progress";
import type * as rehearseOptions from "./rehearse-options";
import type { StepOptions } from "./rehearse-options";
import type { PlanOptions } from "../program/plan-program";
import type * as settings from "./settings-options";
import type { SettingsOptions } from "./settings-options";
import type * as show from "./graph";
import { type Format, FORMATS } from "../graph/formats";
import { checkPageFile } from "../graph/page/page-file";
import { UsageError } from "../usage-error";
import { printable } from "../../registry-client/text/printable";

// Loaded only when a command runs: the SDK takes time, and a mistake in the command line should not.
const load = createRequire(__filename);

const EXIT_STATUS = `
Exit status:
  0   everything passes, apart from warnings
  1   a requirement or a check fails, or the program does
  2   nothing fails, but a requirement is unknown and may not be, or none applies
  64  the command line is invalid`;

const PROGRAM = ["<program>", "file or folder of a Pulumi program"] as const;

/** The command line `sagemaker-private-registry`. */
export function createCommandLine(end: End, output: Output = {}): Command {
  const program = commandLine(
    "sagemaker-private-registry",
    "Checks Pulumi programs that serve SageMaker endpoints from a private Docker registry.",
    output,
  ).addHelpText("after", EXIT_STATUS);
  addRehearse(program, end);
  addCheck(program, end);
  addCost(program, end);
  addGraph(program, end);
  addDoctor(program, end);
  addCompletion(program);
  return program;
}

interface RehearseValues extends ProgramValues, SettingsOptions, StepOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly html?: string;
}

function addRehearse(program: Command, end: End): void {
  const rehearse = program
    .command("rehearse")
    .summary("run a program without a cloud, and pull and start its images on this machine")
    .description(
      "Runs a Pulumi program on this machine, without a cloud and without an account, and checks its resources against " +
        "what SageMaker requires to pull images from a private Docker registry. Then starts the registry here, runs the " +
        "program's own functions against it, pulls the image as SageMaker does, starts it, and sends an example request.",
    )
    .argument(...PROGRAM);
  for (const option of [
    ...[stackOption(), configOption(), referenceOption(), factsOption()],
    severityOption("requirement", " (default: error; warning for recommendations)"),
    allowUnknownOption(),
    repeatable("--skip <steps>", "skip pull, serve or both, separated by commas; can be repeated"),
    new Option(
      "--registry <kind>",
      "pull from a registry that is started here (stand-in) or from yours (real)",
    )
      .choices(["stand-in", "real"])
      .default("stand-in"),
    ...credentialOptions(),
    new Option("--payload <file>", "example request (default: the one in the program's rehearsal.json)"),
    new Option(
      "--ping-timeout <seconds>",
      "timeout until the image answers /ping (default: the plan's, or 240)",
    ),
    new Option(
      "--serve-as-process",
      "without Docker and Podman, run the image's program as a process of your user, which can read your files",
    ),
    verboseOption(),
    jsonOption(),
    new Option(
      "--html <file>",
      "write the result as a self-contained page: architecture, requirements, requests of the pull, response, monthly cost",
    ),
  ]) {
    rehearse.addOption(option);
  }
  rehearse
    .addHelpText(
      "after",
      examples(
        "sagemaker-private-registry rehearse .",
        "sagemaker-private-registry rehearse . --stack prod --skip serve",
        "sagemaker-private-registry rehearse . --severity two-zones=error --html rehearsal.html",
      ),
    )
    .action(async (path: string, values: RehearseValues) => {
      if (values.html !== undefined) checkPageFile(values.html);
      const { stepSettings } = load("./rehearse-options") as typeof rehearseOptions;
      const steps = await stepSettings(values, () => text(process.stdin));
      const { settingsOf } = load("./settings-options") as typeof settings;
      const { rehearseCommand } = load("./rehearse") as typeof command;
      end(
        await rehearseCommand({
          ...planOptions(path, values),
          ...steps,
          json: values.json === true,
          verbose: values.verbose === true,
          html: values.html,
          settings: settingsOf(values),
          environment: process.env,
          progress: progressOn(process.stderr, process.env),
        }),
      );
    });
}

interface CheckValues extends SettingsOptions {
  readonly state: readonly string[];
  readonly facts?: readonly string[];
  readonly json?: boolean;
  readonly verbose?: boolean;
}

function addCheck(program: Command, end: End): void {
  program
    .command("check")
    .summary("check a deployed stack against the same requirements")
    .description(
      "Checks a deployed stack, or a program in any language, against the same requirements: reads what " +
        "`pulumi stack export` prints.",
    )
    .addOption(
      repeatable(
        "--state <file>",
        "exported state, or - for standard input; can be repeated for stacks that belong together. " +
          "`pulumi stack export --show-secrets` includes encrypted values",
      ).makeOptionMandatory(),
    )
    .addOption(factsOption())
    .addOption(severityOption("requirement", " (default: error; warning for recommendations)"))
    .addOption(allowUnknownOption())
    .addOption(verboseOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "pulumi stack export | sagemaker-private-registry check --state -",
        "sagemaker-private-registry check --state platform.json --state model.json --facts subnets.json",
      ),
    )
    .action(async (values: CheckValues) => {
      if (values.state.filter((file) => file === "-").length > 1) {
        throw new UsageError("--state - can be specified once");
      }
      const { settingsOf } = load("./settings-options") as typeof settings;
      const { checkCommand } = load("./check") as typeof checking;
      end(
        await checkCommand({
          states: values.state,
          facts: values.facts ?? [],
          settings: settingsOf(values),
          json: values.json === true,
          verbose: values.verbose === true,
        }),
      );
    });
}

interface CostValues extends ProgramValues {
  readonly prices?: string;
  readonly json?: boolean;
}

function addCost(program: Command, end: End): void {
  program
    .command("cost")
    .summary("estimate what a program's resources cost per month")
    .description("Estimates what a program's resources cost per month while they are idle, from list prices.")
    .argument(...PROGRAM)
    .addOption(stackOption())
    .addOption(configOption())
    .addOption(referenceOption())
    .option(
      "--prices <file>",
      'your own prices in USD instead of list prices: {"prices": {"nat.hour": 0.048}}',
    )
    .addOption(jsonOption())
    .addHelpText("after", examples("sagemaker-private-registry cost . --prices prices.json"))
    .action(async (path: string, values: CostValues) => {
      const { costCommand } = load("./cost") as typeof cost;
      const { prices } = values;
      end(await costCommand({ ...planOptions(path, values), prices, json: values.json === true }));
    });
}

interface GraphValues extends ProgramValues {
  readonly format?: Format;
  readonly json?: boolean;
}

function addGraph(program: Command, end: End): void {
  program
    .command("graph")
    .summary("draw a program's resources and their network connections")
    .description("Draws a program's resources, and which of them can connect to which.")
    .argument(...PROGRAM)
    .addOption(stackOption())
    .addOption(configOption())
    .addOption(referenceOption())
    .addOption(factsOption())
    .addOption(
      new Option("--format <format>", "Mermaid text, one SVG picture, or JSON (default: mermaid)").choices(
        FORMATS,
      ),
    )
    .addOption(new Option("--json", "the same as --format json"))
    .addHelpText("after", examples("sagemaker-private-registry graph . --format svg > architecture.svg"))
    .action(async (path: string, values: GraphValues) => {
      const format = values.format ?? (values.json === true ? "json" : "mermaid");
      if (values.json === true && format !== "json") {
        throw new UsageError(`--json and --format ${format} exclude each other`);
      }
      const { graphCommand } = load("./graph") as typeof show;
      end(await graphCommand({ ...planOptions(path, values), format }));
    });
}

function addCompletion(program: Command): void {
  const command = program
    .command("completion")
    .summary("print a script that completes commands and options in a shell")
    .description("Prints a script that completes commands and options in a shell.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      examples(
        "source <(sagemaker-private-registry completion bash)",
        "sagemaker-private-registry completion fish > ~/.config/fish/completions/sagemaker-private-registry.fish",
      ),
    );
  command.action((shell: (typeof SHELLS)[number]) => {
    command.configureOutput().writeOut?.(completionScript(program, shell));
  });
}

/** Which program is run, and how it is planned. */
function planOptions(program: string, values: ProgramValues): PlanOptions {
  return {
    program,
    stack: values.stack,
    config: values.config ?? {},
    references: values.reference ?? [],
    facts: values.facts ?? [],
    warn: (message) => process.stderr.write(`warning: ${printable(message)}\n`),
  };
}
