import type { Command } from "commander";
import { commandLine, type End, examples, packageVersion, runProcess } from "../../cli/command-line";
import { configOption, jsonOption } from "../../cli/commands/shared-options";
import { type EvidenceValues, runEvidence } from "./options";
import { QUESTIONS } from "./questions";

/** The command line of the evidence kit, for maintainers: `npm run evidence -- <folder>`. */
export function createEvidenceCommandLine(end: End): Command {
  return commandLine(
    "npm run evidence --",
    "Deploys a registry and endpoints into your AWS account to observe what AWS does not document, prints what it " +
      "observes, and deletes everything. It asks before it deploys. It requires the Pulumi CLI. See docs/evidence.md.",
  )
    .argument("<folder>", "folder for the Pulumi project of the run, and for what it observes")
    .addOption(configOption())
    .option(
      "--questions <list>",
      `what is asked, separated by commas: ${QUESTIONS.join(", ")} (default: all)`,
    )
    .option("--base <image>", "image with Node.js, on which the endpoints' image is built")
    .option("--stack <name>", "Pulumi stack (default: evidence)")
    .option("--yes", "do not ask before anything is deployed")
    .option("--keep", "keep what was deployed, which costs until --destroy-only")
    .option("--collect-only", "only read what is deployed")
    .option("--destroy-only", "only delete what is deployed")
    .addOption(jsonOption())
    .addHelpText("after", examples("npm run evidence -- ./evidence --config aws:region=eu-west-1"))
    .action(async (folder: string, values: Omit<EvidenceValues, "version">) =>
      end(await runEvidence(folder, { ...values, version: packageVersion() })),
    );
}

if (require.main === module) runProcess(createEvidenceCommandLine);
