import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./account";
import { answerAll, type AnsweredQuestion } from "./answers";
import { collect, type WaitOptions } from "./collect";
import type { Interruption } from "./interruption";
import type { QuestionId } from "./questions";
import { redactCredentials } from "./redact-credentials";
import { messageOf, type EvidenceStack, type Errors } from "./stack";

/** What a run needs in addition to its stack. */
export interface RunOptions {
  readonly folder: string;
  readonly openAccount: (region: string | undefined) => Account;
  readonly waitOptions: WaitOptions;
  /** How long the end of the endpoints is waited for. */
  readonly deletionWait: WaitOptions;
  readonly interruption: Interruption;
  readonly tell: (message: string) => void;
}

/** What a run has come to. */
export interface RunReport {
  readonly answers: readonly AnsweredQuestion[];
  /** Failures except those of endpoints, which are results. */
  readonly failure: string | undefined;
}

/** What a later run that only collects needs to know of the one that deployed. */
interface RunRecord {
  readonly questions: readonly QuestionId[];
  readonly errors: Errors;
}

const RECORD = "evidence-run.json";
const COLLECTED = "evidence-collected.json";

/** Deploys a program, and collects what it shows. */
export async function deployAndCollect(
  stack: EvidenceStack,
  program: () => void,
  questions: readonly QuestionId[],
  options: RunOptions,
): Promise<RunReport> {
  const { errors, failure } = await stack.deploy(program, options.interruption.childSignal);
  const record: RunRecord = { questions, errors };
  writeFileSync(join(options.folder, RECORD), `${JSON.stringify(record, null, 2)}\n`);
  if (options.interruption.signal.aborted) return { answers: [], failure: "it was interrupted" };
  const answers = await collectAnswers(stack, record, options);
  return { answers, failure: failure === undefined ? undefined : redactCredentials(failure) };
}

/**
 * Collects from a deployed stack.
 * @throws Error where no run has deployed it
 */
export async function collectOnly(stack: EvidenceStack, options: RunOptions): Promise<RunReport> {
  let record: RunRecord;
  try {
    record = JSON.parse(readFileSync(join(options.folder, RECORD), "utf8")) as RunRecord;
  } catch (error) {
    throw new Error(`no run has deployed anything from ${options.folder}: ${messageOf(error)}`, {
      cause: error,
    });
  }
  return { answers: await collectAnswers(stack, record, options), failure: undefined };
}

async function collectAnswers(
  stack: EvidenceStack,
  { questions, errors }: RunRecord,
  { folder, openAccount, waitOptions, tell }: RunOptions,
): Promise<readonly AnsweredQuestion[]> {
  const deployed = await stack.deployedResources();
  const account = openAccount(deployed.region);
  try {
    const collected = await collect(account, { questions, deployed, errors, waitOptions, tell });
    writeFileSync(join(folder, COLLECTED), `${redactCredentials(JSON.stringify(collected, null, 2))}\n`);
    return answerAll(questions, collected);
  } finally {
    account.close();
  }
}
