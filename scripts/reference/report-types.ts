// The types that docs/schemas/ is generated from, under the names that its schemas have.
import type { Answer } from "../../tools/evidence/answers/answer";
import type { PreflightReport } from "../../preflight";
import type { CostEstimate } from "../../cli/cost/estimate";
import type { PreparationFile } from "../../cli/program/rehearsal-settings-file";
import type { Report } from "../../cli/report/report";
import type { Architecture } from "../../cli/graph/architecture";

export type { Architecture, CostEstimate, PreflightReport, PreparationFile, Report };

/** What `evidence --json` prints. */
export interface EvidenceReport {
  /** The version of this package. */
  readonly version: string;
  /** Why the run did not come to its end; null where it did. */
  readonly failure: string | null;
  readonly answers: readonly ReportedAnswer[];
}

/** The answer to one question. */
export interface ReportedAnswer extends Answer {
  /** The question, by the name that `--questions` takes. */
  readonly id: string;
  /** The question as a sentence. */
  readonly asked: string;
}
