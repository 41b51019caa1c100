import { estimateCost, type CostEstimate } from "../../cli/cost/estimate";
import { record, type ResourceGraph } from "../../testing";
import { evidenceProgram } from "./program";
import type { EvidenceSettings } from "./settings";

/** What a run would make, and what that costs. */
export interface EvidencePlan {
  readonly graph: ResourceGraph;
  readonly estimate: CostEstimate;
  /** What it costs an hour while it is deployed, in the estimate's currency. */
  readonly hourly: number;
}

/** How long a run takes, in minutes: guessed from what AWS documents of each part, as no run on AWS has been timed. */
export const RUN_IN_MINUTES = { least: 60, most: 120 } as const;

/**
 * Plans what a run would make, with no cloud and no account.
 * @throws what the program throws where settings are not what it takes
 */
export async function planEvidence(settings: EvidenceSettings, region: string): Promise<EvidencePlan> {
  const graph = await record(() => evidenceProgram(settings), {
    project: PROJECT,
    config: { "aws:region": region },
    call: ({ token, inputs }) =>
      token === "aws:lb/getListener:getListener"
        ? {
            arn: "arn:aws:elasticloadbalancing:listener/planned",
            ...(inputs as object),
            defaultActions: [
              { type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:targetgroup/planned" },
            ],
          }
        : undefined,
  });
  const estimate = estimateCost(graph);
  return { graph, estimate, hourly: estimate.total / estimate.hoursPerMonth };
}

/** The Pulumi project of the kit. */
export const PROJECT = "private-registry-evidence";
