import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { platformOf } from "../../components/common";
import { printableJson, printableLines, printableValues } from "../../registry-client";
import { EXIT, type Exit } from "../../cli/exit-status";
import { textFormatFor } from "../../cli/report/text-format";
import type * as aws from "./aws";
import { buildImage, DEFAULT_BASE } from "./image/build";
import { Interruption } from "./interruption";
import { removeEndpoints, removeLogGroups } from "./leftovers";
import { planEvidence, RUN_IN_MINUTES, type EvidencePlan } from "./plan";
import { markdownOf, printAnswers } from "./print";
import { evidenceProgram } from "./program";
import { endpointsOf, type QuestionId } from "./questions";
import { collectOnly, deployAndCollect, type RunOptions, type RunReport } from "./run";
import { readSettings, type EvidenceSettings } from "./settings";
import { EvidenceStack, messageOf } from "./stack";

/** What the user asks of `evidence`. */
export interface EvidenceCommand {
  /** The folder of the run: its Pulumi project, and what it finds. */
  readonly folder: string;
  readonly stack: string;
  readonly config: Readonly<Record<string, string>>;
  readonly questions: readonly QuestionId[];
  /** The image that the kit's own is put on. */
  readonly base: string | undefined;
  /** What is done: everything, reading the deployed resources, or deleting them. */
  readonly part: "all" | "collect" | "destroy";
  /** Whether what is made stays. */
  readonly keep: boolean;
  /** Whether nothing is asked before anything is made. */
  readonly yes: boolean;
  /** Whether to print only the answers, as JSON. */
  readonly json: boolean;
  readonly version: string;
}

/** The load balancers' logs come every five minutes, and sometimes later. */
const WAIT = { milliseconds: 30_000, times: 30 };
/** An endpoint that is being created can be deleted only when that has failed or succeeded, which takes an hour at most. */
const DELETION_WAIT = { milliseconds: 15_000, times: 300 };

/** Deploys the kit, prints what AWS answers, and takes everything away: answers to standard output, all else to standard error. */
export async function evidenceCommand(command: EvidenceCommand): Promise<Exit> {
  const folder = resolve(command.folder);
  mkdirSync(folder, { recursive: true });
  const startedAt = Date.now();
  const tell = (message: string): void => {
    const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1).padStart(5);
    process.stderr.write(`${minutes} min  ${message}\n`);
  };
  const interruption = new Interruption(tell, process.stdin.isTTY);
  try {
    const stack = await EvidenceStack.open(folder, command.stack, command.config, tell);
    const wait = (milliseconds: number) => sleep(milliseconds, undefined, interruption);
    const options: RunOptions = {
      folder,
      openAccount,
      waitOptions: { ...WAIT, sleep: wait },
      deletionWait: { ...DELETION_WAIT, sleep: wait },
      interruption,
      tell,
    };
    if (command.part === "destroy") return await takeAway(stack, command, options);
    if (command.part === "collect") return show(await collectOnly(stack, options), command, folder);
    return await runAll(stack, command, options);
  } catch (error) {
    process.stderr.write(`error: ${printableLines(messageOf(error))}\n`);
    return EXIT.failed;
  } finally {
    interruption.end();
  }
}

/** Everything, from the plan to the end of what was made. */
async function runAll(stack: EvidenceStack, command: EvidenceCommand, options: RunOptions): Promise<Exit> {
  const { interruption, tell, folder } = options;
  const configuration = await stack.configuration();
  const region = regionOf(configuration);
  if (region === undefined) throw new Error("no region is given: add --config aws:region=<region>");
  const settings = {
    ...readSettings(configuration),
    endpoints: endpointsOf(command.questions),
    runId: await stack.runId(),
  };
  const planned: EvidenceSettings = { ...settings, image: NOT_BUILT };
  const plan = await planEvidence(planned, region);
  process.stderr.write(`${announce(plan, planned, region)}\n`);
  if (!(await agreed(command.yes))) return EXIT.failed;
  tell("building the image");
  const image = await buildImage({
    path: join(folder, "image.tar"),
    base: command.base ?? DEFAULT_BASE,
    platform: platformOf(settings.instanceType),
  });
  if (interruption.signal.aborted) return EXIT.failed;
  let end: Exit = EXIT.ok;
  let report: RunReport;
  try {
    const program = (): void => evidenceProgram({ ...settings, image });
    report = await deployAndCollect(stack, program, command.questions, options);
  } finally {
    if (command.keep && !interruption.signal.aborted) tell("what was made stays, and costs, as --keep asks");
    else end = await takeAway(stack, command, options);
  }
  const shown = show(report, command, folder);
  return end === EXIT.ok ? shown : end;
}

const regionOf = (configuration: Readonly<Record<string, string>>): string | undefined =>
  configuration["aws:region"] ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;

/** An image before it is built: a plan does not read it. */
const NOT_BUILT = {
  path: __filename,
  manifestDigest: `sha256:${"0".repeat(64)}`,
  indexDigest: `sha256:${"1".repeat(64)}`,
};

/** Takes everything away, and says how to do so by hand where that fails. */
export async function takeAway(
  stack: EvidenceStack,
  command: Pick<EvidenceCommand, "folder" | "stack">,
  options: Pick<RunOptions, "openAccount" | "deletionWait" | "interruption" | "tell">,
): Promise<Exit> {
  const { interruption } = options;
  interruption.renew();
  const region = regionOf(await stack.configuration());
  const deployed = await stack.deployedResources();
  const endpoints = Object.values(deployed.endpoints);
  const account = options.openAccount(deployed.region ?? region);
  try {
    // Pulumi knows none of those that failed, or whose creation was interrupted; the rest of the stack has to outlive them.
    await removeEndpoints(account, endpoints, options.deletionWait, options.tell);
    await stack.destroy(interruption);
    await removeLogGroups(account, endpoints, deployed.clusters);
    process.stderr.write("everything that was made is gone\n");
    return EXIT.ok;
  } catch (error) {
    const folder = relative(process.cwd(), resolve(command.folder)) || ".";
    process.stderr.write(
      `error: ${messageOf(error)}\n\nNot everything is gone, and what is left costs. Try again with\n\n` +
        `  sagemaker-private-registry evidence ${folder} --stack ${command.stack} --destroy-only\n\nor by hand:\n\n` +
        endpoints.map((name) => `  aws sagemaker delete-endpoint --endpoint-name ${name}\n`).join("") +
        `  cd ${folder} && pulumi destroy --stack ${command.stack}\n\n`,
    );
    return EXIT.failed;
  } finally {
    account.close();
  }
}

/** What a run makes, where, for how much and how long. */
function announce(
  { graph, estimate, hourly }: EvidencePlan,
  settings: EvidenceSettings,
  region: string,
): string {
  const { least, most } = RUN_IN_MINUTES;
  const cost = (minutes: number): string => ((hourly * minutes) / 60).toFixed(2);
  const { endpoints, instanceType, domainName, vpc } = settings;
  return [
    `This makes about ${graph.resources.length} resources in ${region}: a registry at ${domainName}, and endpoints on one ` +
      `${instanceType} each: ${endpoints.join(", ")}; ${vpc === undefined ? "in a new, closed VPC" : `in ${vpc.vpcId}`}.`,
    `It costs about ${hourly.toFixed(2)} ${estimate.currency} an hour by list prices, and is taken away at the end: ` +
      `${cost(least)} to ${cost(most)} ${estimate.currency} for a run of ${least} to ${most} minutes.`,
    "The time is a guess: this kit has never run on AWS.",
  ].join("\n");
}

async function agreed(yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new Error("nobody can be asked whether to go on: add --yes");
  const question = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await question.question("Go on? Only `yes` does. ");
  question.close();
  return answer.trim() === "yes";
}

function show({ answers, failure }: RunReport, { json, version }: EvidenceCommand, folder: string): Exit {
  if (failure !== undefined) process.stderr.write(`\nerror: ${printableLines(failure)}\n\n`);
  if (answers.length === 0) return EXIT.failed;
  const file = join(folder, "evidence.md");
  writeFileSync(file, markdownOf(answers, version));
  const text = json
    ? printableJson({ version, failure: failure ?? null, answers })
    : `\n${printAnswers(printableValues(answers), textFormatFor(process.stdout, process.env))}`;
  process.stdout.write(`${text}\n`);
  process.stderr.write(
    `the answers, with every line that shows them, are in ${file}: read it before you publish it\n`,
  );
  return failure === undefined ? EXIT.ok : EXIT.failed;
}

const load = createRequire(__filename);

/** The AWS SDK takes time to load: it is loaded only now. */
function openAccount(region: string | undefined) {
  return (load("./aws") as typeof aws).openAccount({ region });
}
