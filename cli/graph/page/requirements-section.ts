import { groupEvidence, type EvidenceGroup } from "../../report/evidence-groups";
import type { ReportedRequirement } from "../../report/report";
import { OUTCOMES, REQUIREMENT_WORDS, tally, type DisplayStatus } from "../../report/statuses";
import { shortType } from "../../report/print-report";
import { markup, type Markup } from "../markup";

/** The requirements with their evidence, those that are not met first and open, those that are met folded. */
export function requirementsSection(requirements: readonly ReportedRequirement[]): Markup {
  const sorted = [...requirements].sort((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome));
  const isUrgent = ({ outcome }: ReportedRequirement): boolean =>
    outcome !== "passed" && outcome !== "not-applicable";
  const rest = sorted.filter((each) => !isUrgent(each));
  return markup`<div class="requirements">${sorted.filter(isUrgent).map(requirement)}
${
  rest.length > 0 &&
  markup`<details class="is-passed"><summary>${mark("passed", tally(rest))}</summary><div class="requirements inner">${rest.map(requirement)}</div></details>`
}</div>`;
}

function requirement({ id, title, status, outcome, evidence }: ReportedRequirement): Markup {
  const isOpen = status === "failed" || status === "unknown";
  return markup`<details class="requirement is-${outcome}" id="requirement-${id}"${isOpen && markup` open`}>
<summary>${mark(outcome, REQUIREMENT_WORDS[outcome])}<span class="title">${title}</span><code class="id">${id}</code></summary>
<ul class="evidence">${groupEvidence(evidence).map((each) => seen(each, { status, outcome }))}</ul>
</details>
`;
}

/** A status as sign and word, so that it is not told by colour alone. */
export function mark(status: DisplayStatus, word: string = status.replace("-", " ")): Markup {
  return markup`<span class="mark is-${status}"><span class="sign" aria-hidden="true"></span><span class="word">${word}</span></span>`;
}

function seen(
  { evidence, names }: EvidenceGroup,
  of: Pick<ReportedRequirement, "status" | "outcome">,
): Markup {
  const { status, resource, seen: observed, remedy } = evidence;
  // The requirement's own status says it already.
  const what = of.outcome === "unknown" ? observed.replace(/^(not known|unknown): /, "") : observed;
  return markup`<li class="is-${status === of.status ? of.outcome : status}">${status !== of.status && markup`${mark(status, REQUIREMENT_WORDS[status])} `}${
    resource !== undefined &&
    markup`<span class="subject">${names.join(", ")} <span class="type">${shortType(resource.type)}</span></span> `
  }<span class="seen">${what}</span>${remedy !== undefined && markup`<p class="remedy"><b>Remedy</b> ${remedy}</p>`}</li>
`;
}
