import type { RecordedResource, ResourceGraph } from "../graph";
import { fields, list, text } from "../values";
import { parseReference } from "../../registry-client";
import { factResource } from "./fact";

const TYPE = "facts:registry:PullReport";

/** What `doctor` found of one check. */
export interface CheckOfPull {
  readonly status: string;
  readonly seen: string;
  readonly remedy: string | undefined;
}

/** Whether a document is what `doctor --json` prints. */
export function isPullReport(document: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(document.checks) && typeof document.image === "string";
}

/** What `doctor --json` printed, as a fact of its registry; nothing where the image has no readable name. */
export function pullReport(document: Readonly<Record<string, unknown>>): readonly RecordedResource[] {
  try {
    const { registry } = parseReference(String(document.image));
    return [factResource(TYPE, registry, { registry, checks: document.checks })];
  } catch {
    return [];
  }
}

/**
 * What `doctor` found of a registry by one of its checks: passed, failed or warned; `undefined` where it was not asked, skipped
 * the check, or went through a proxy, which SageMaker does not use and which may answer with a certificate of its own.
 */
export function checkOfPull(graph: ResourceGraph, registry: string, id: string): CheckOfPull | undefined {
  const report = graph.ofType(TYPE).find(({ inputs }) => inputs.registry === registry);
  const checks = list(report?.inputs.checks);
  const of = (wanted: string) => fields(checks.find((check) => check.id === wanted));
  const check = of(id);
  const status = text(check.status);
  // The address of a registry is looked for wherever no proxy is in between.
  if (text(of("registry-address").status) === "skipped") return undefined;
  if (status === undefined || status === "skipped") return undefined;
  return { status, seen: text(check.seen) ?? "", remedy: text(check.remedy) };
}
