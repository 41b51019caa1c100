import type { Evidence, Outcome } from "../../../policies";
import type { ReportedRequirement } from "../../report/report";
import { shortType } from "../../report/print-report";
import { markup, type Markup } from "../markup";

const ORDER: readonly Outcome[] = ["failed", "unknown", "warned", "passed", "not-applicable"];
const WORDS: Readonly<Record<Outcome, string>> = {
  failed: "failed",
  warned: "warned",
  unknown: "not known",
  passed: "passed",
  "not-applicable": "not applicable",
};

/** The requirements with what was seen, failed ones first and open. */
export function requirementsSection(requirements: readonly ReportedRequirement[]): Markup {
  const sorted = [...requirements].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  return markup`<div class="requirements">${sorted.map(requirement)}</div>`;
}

function requirement({ id, title, status, outcome, evidence }: ReportedRequirement): Markup {
  const isOpen = status === "failed" || status === "unknown";
  return markup`<details class="requirement is-${outcome}" id="requirement-${id}"${isOpen && markup` open`}>
<summary>${mark(outcome)}<span class="title">${title}</span><code class="id">${id}</code></summary>
<ul class="evidence">${grouped(evidence).map((each) => seen(each, { status, outcome }))}</ul>
</details>
`;
}

/** A sign with its word, for those who do not see colours. */
export function mark(status: string, word?: string): Markup {
  const words: Readonly<Record<string, string>> = WORDS;
  return markup`<span class="mark is-${status}"><span class="sign" aria-hidden="true"></span><span class="word">${word ?? words[status] ?? status}</span></span>`;
}

interface SeenAt {
  readonly evidence: Evidence;
  readonly names: readonly string[];
}

/** What was seen in the same way at several resources is said once. */
function grouped(evidence: readonly Evidence[]): readonly SeenAt[] {
  const groups = new Map<string, SeenAt>();
  for (const each of evidence) {
    const key = [each.status, each.resource?.type, each.seen, each.remedy].join("\n");
    const names = groups.get(key)?.names ?? [];
    const own = each.resource === undefined ? [] : [each.resource.name];
    groups.set(key, { evidence: each, names: [...names, ...own] });
  }
  return [...groups.values()];
}

function seen({ evidence, names }: SeenAt, whole: Pick<ReportedRequirement, "status" | "outcome">): Markup {
  const { status, resource, seen: what, remedy } = evidence;
  return markup`<li class="is-${status === whole.status ? whole.outcome : status}">${status !== whole.status && mark(status)}${
    resource !== undefined &&
    markup`<span class="subject">${names.join(", ")} <span class="type">${shortType(resource.type)}</span></span> `
  }<span class="seen">${what}</span>${remedy !== undefined && markup`<p class="remedy"><b>Remedy</b> ${remedy}</p>`}</li>
`;
}
