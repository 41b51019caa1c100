import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { type End, examples } from "../../command-line";
import { credentialOptions, jsonOption, repeatable, severityOption } from "../shared-options";
import type * as doctor from "./doctor";
import type * as doctorOptions from "./doctor-options";
import type { DoctorOptions } from "./doctor-options";

// Loaded only when the command runs, as of the other commands.
const load = createRequire(__filename);

/** Adds the command `doctor` to the command line. */
export function addDoctor(program: Command, end: End): void {
  const command = program
    .command("doctor")
    .summary("check from this machine whether SageMaker could pull an image")
    .description(
      "Starts to pull an image from this machine as SageMaker does, and reports what prevents it. The credentials are " +
        "Docker's (config.json and its helpers), unless --username is specified.",
    )
    .argument("<image>", "image reference");
  for (const option of [
    ...credentialOptions(),
    new Option(
      "--platform <platform>",
      "platform of the instance (default: linux/amd64; Graviton: linux/arm64)",
    ),
    severityOption("check", ""),
    repeatable("--vpc-cidr <block>", "warn if the registry's address is outside; can be repeated"),
    jsonOption(),
  ]) {
    command.addOption(option);
  }
  command
    .addHelpText(
      "after",
      examples(
        "sagemaker-private-registry doctor registry.example.com/ml/fraud:1.4",
        "sagemaker-private-registry doctor registry.example.com/ml/fraud:1.4 --username ci --password-stdin < password",
      ),
    )
    .action(async (image: string, values: DoctorOptions) => {
      const { doctorOptions: read } = load("./doctor-options") as typeof doctorOptions;
      const { doctorCommand } = load("./doctor") as typeof doctor;
      end(await doctorCommand(await read(image, values, () => text(process.stdin))));
    });
}
