import type { ServeResult } from "../../local/container/serve-result";
import { markup, type Markup } from "../markup";
import { duration } from "../../report/text-format";
import { factList } from "./pull-section";
import { mark } from "./requirements-section";

const RUNTIMES: Readonly<Record<NonNullable<ServeResult["runtime"]>, string>> = {
  docker: "Docker",
  podman: "Podman",
  process: "a process from the unpacked image",
};

/** The result of the started image. */
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
  ["Started by", runtime === undefined ? undefined : RUNTIMES[runtime]],
  ["Ready after", pingMs === undefined ? undefined : `${duration(pingMs)} (/ping returned 200)`],
  ["Step", duration(ms)],
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
