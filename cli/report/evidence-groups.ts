import type { Evidence } from "../../policies";

/** An observation, with the logical names of all resources that it was made at. */
export interface EvidenceGroup {
  readonly evidence: Evidence;
  readonly names: readonly string[];
}

/** Groups evidence that differs in the resource alone. */
export function groupEvidence(evidence: readonly Evidence[]): readonly EvidenceGroup[] {
  const groups = new Map<string, EvidenceGroup>();
  for (const each of evidence) {
    const key = [each.status, each.resource?.type, each.seen, each.remedy].join("\n");
    const names = groups.get(key)?.names ?? [];
    groups.set(key, {
      evidence: each,
      names: each.resource === undefined ? names : [...names, each.resource.name],
    });
  }
  return [...groups.values()];
}
