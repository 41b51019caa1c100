import type { ServeResult } from "../../local/container/serve-result";
import { markup, type Markup } from "../markup";
import { duration } from "./number-format";
import { factList } from "./pull-section";
import { mark } from "./requirements-section";

const RUNTIMES: Readonly<Record<NonNullable<ServeResult["runtime"]>, string>> = {
  docker: "Docker",
  podman: "Podman",
  process: "a plain process out of the unpacked image",
};

/** What the pulled image answered when it was started as SageMaker starts it. */
export function inferenceSection({
  status,
  runtime,
  seen,
  remedy,
  pingMs,
  invocation,
  ms,
}: ServeResult): Markup {
  return markup`<p class="said">${mark(status)} ${seen}</p>${remedy !== undefined && markup`<p class="remedy"><b>Remedy</b> ${remedy}</p>`}
${factList([
  ["Run by", runtime === undefined ? undefined : RUNTIMES[runtime]],
  ["Ready after", pingMs === undefined ? undefined : `${duration(pingMs)}, when /ping answered 200`],
  ["Whole step", duration(ms)],
])}
${
  invocation !== undefined &&
  markup`<div class="exchange">
<figure><figcaption>POST /invocations <span class="type">${invocation.contentType}</span></figcaption><pre>${invocation.payload}</pre></figure>
<figure><figcaption>${invocation.status} after ${duration(invocation.ms)} <span class="type">${invocation.answerContentType}</span></figcaption><pre>${invocation.answer}</pre></figure>
</div>`
}
`;
}
