import { UsageError } from "../../cli/usage-error";
import type { Exit } from "../../cli/exit-status";
import { evidenceCommand, type EvidenceCommand } from "./command";
import { readQuestions, UnknownQuestionError } from "./questions";

/** What the command line says, as it is parsed. */
export interface EvidenceValues {
  readonly stack?: string | undefined;
  readonly config?: Readonly<Record<string, string>>;
  readonly questions?: string | undefined;
  readonly base?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly keep?: boolean | undefined;
  readonly collectOnly?: boolean | undefined;
  readonly destroyOnly?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly version: string;
}

const DEFAULT_STACK = "evidence";
/** What only matters where something is deployed. */
const DEPLOYING = ["questions", "base", "yes", "keep"] as const;

/** Runs `evidence` as the command line says. */
export async function runEvidence(folder: string, values: EvidenceValues): Promise<Exit> {
  return evidenceCommand(readCommand(folder, values));
}

/**
 * Reads the command line.
 * @throws UsageError where options exclude each other, or questions are unknown
 */
export function readCommand(folder: string, values: EvidenceValues): EvidenceCommand {
  const { collectOnly, destroyOnly } = values;
  if (collectOnly && destroyOnly)
    throw new UsageError("--collect-only and --destroy-only exclude each other");
  const part = collectOnly ? "collect" : destroyOnly ? "destroy" : undefined;
  const other = part === undefined ? undefined : DEPLOYING.find((option) => values[option] !== undefined);
  if (other !== undefined) throw new UsageError(`--${other} goes with a deployment, not with --${part}-only`);
  try {
    return {
      folder,
      stack: values.stack ?? DEFAULT_STACK,
      config: values.config ?? {},
      questions: readQuestions(values.questions),
      base: values.base,
      part: part ?? "all",
      keep: values.keep === true,
      yes: values.yes === true,
      json: values.json === true,
      version: values.version,
    };
  } catch (error) {
    if (error instanceof UnknownQuestionError) throw new UsageError(error.message);
    throw error;
  }
}
