import { type Bar, barsOf } from "./throughput-bars";
import { faultsOf, type DrillSize, type ScenarioResult } from "./scenarios";
import type { Throughput } from "./throughput";

/** Where and when a drill ran. */
export interface Conditions {
  readonly date: string;
  readonly processors: string;
  readonly loadBefore: number;
  readonly registry: string;
  readonly moto: string;
  readonly node: string;
}

/** Everything that a drill measured. */
export interface DrillResult {
  readonly conditions: Conditions;
  readonly size: DrillSize;
  readonly scenarios: readonly ScenarioResult[];
  readonly throughput: Throughput;
}

/** What must be as promised and is not: in the scenarios, and below a bar without a measured reason. */
export function problemsOf({ scenarios }: Pick<DrillResult, "scenarios">): string[] {
  return scenarios.flatMap(faultsOf);
}

/** The figures as Markdown. */
export function reportOf({ conditions, size, scenarios, throughput }: DrillResult): string {
  const { date, processors, loadBefore, registry, moto, node } = conditions;
  return [
    `Measured on ${date}: ${processors}, load average ${loadBefore.toFixed(1)} before, ${registry}, moto ${moto}, node v${node}. ` +
      `${size.pullClients} clients pull, with pauses of up to ${size.pullPauseSeconds} seconds, and ${size.pushClients} push; load generators, load balancer and moto share the processors with the registry.`,
    table(
      [
        "Pulls",
        "complete",
        "smooth",
        "retried",
        "started again",
        "failed requests",
        "given up",
        "p50",
        "p99",
      ],
      scenarios.map(({ title, pulls }) => rowOf(title, pulls)),
    ),
    table(
      [
        "Pushes",
        "complete",
        "smooth",
        "retried",
        "started again",
        "failed requests",
        "given up",
        "p50",
        "p99",
      ],
      scenarios.map(({ title, pushes }) => rowOf(title, pushes)),
    ),
    table(
      [
        "Images afterwards",
        "pushed, complete",
        "lost",
        "abandoned, invisible",
        "abandoned, complete",
        "visible in part",
        "wrong bytes",
      ],
      scenarios.map(({ title, pulls, verification }) => [
        title,
        verification.kept,
        verification.lost + pulls.missing,
        verification.invisible,
        verification.unacknowledged,
        verification.halfVisible + pulls.halfVisible,
        verification.wrongBytes + pulls.wrongBytes,
      ]),
    ),
    table(
      ["Throughput of two processes", "measured", "bar", "verdict", "what it costs"],
      barsOf(throughput).map(({ title, value, bar, isMet, reason }: Bar) => [
        title,
        value,
        bar,
        isMet === undefined ? "not measured" : isMet ? "met" : "missed",
        reason,
      ]),
    ),
  ].join("\n\n");
}

function rowOf(title: string, summary: ScenarioResult["pulls"]): (string | number)[] {
  const { complete, smooth, retried, repeated, failedRequests, givenUp, p50Ms, p99Ms } = summary;
  return [
    title,
    complete,
    smooth,
    retried,
    repeated,
    failedRequests,
    givenUp,
    seconds(p50Ms),
    seconds(p99Ms),
  ];
}

function seconds(ms: number): string {
  return Number.isNaN(ms) ? "-" : `${(ms / 1000).toFixed(1)} s`;
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
