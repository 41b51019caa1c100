import type { CheckResult, PreflightReport } from "../../../preflight";
import type { PullAction, PulledImage, PullRequest, PullResult } from "../../local/pull/pull-result";
import { byImage } from "../../local/pull/result-text";
import { markup, NOTHING, type Markup } from "../markup";
import { bytes, count, duration, shortUrl } from "../../report/text-format";
import { mark } from "./requirements-section";

const KINDS: Readonly<Record<PullResult["registry"]["kind"], string>> = {
  distribution: "replaced by CNCF distribution on this machine",
  "docker-registry": "replaced by Debian's docker-registry on this machine",
  embedded: "replaced by the embedded registry on this machine",
  real: "your own registry",
};

/** The pull: the registry, the actions, and a waterfall of every request. */
export function pullSection({ registry, actions, requests, images }: PullResult): Markup {
  const isSeveral = byImage(actions, images).length > 1;
  const end = Math.max(1, ...[...actions, ...requests].map(({ startMs, ms }) => startMs + ms));
  const facts: readonly (readonly [string, string | undefined])[] = [
    [
      "Registry",
      `${registry.hostname}: ${KINDS[registry.kind]}${registry.version === undefined ? "" : `, ${registry.version}`}`,
    ],
    ["Differences", registry.differences?.map((each) => `${each}.`).join(" ")],
    ...images.flatMap(imageFacts),
    [
      "Requests",
      `${count(requests.length, "request")}, ${bytes(requests.reduce((sum, each) => sum + each.bytes, 0))} in ${duration(end)}`,
    ],
  ];
  return markup`${factList(facts)}
<div class="scroll"><table class="waterfall">
<caption>Every request to the registry and its redirects, by action</caption>
<thead><tr><th scope="col">Request</th><th scope="col">Status</th><th scope="col" class="number">Bytes</th><th scope="col" class="number">Time</th><th scope="col" class="time"><span>0</span><span>${duration(end / 2)}</span><span>${duration(end)}</span></th></tr></thead>
${grouped(actions, requests).map((each) => group(each, end, isSeveral))}
</table></div>
`;
}

const imageFacts = (image: PulledImage): readonly (readonly [string, string | undefined])[] => [
  ["Image", image.reference],
  ["Placeholder", image.standIn],
  ["Digest", image.digest],
  ["Media type", image.mediaType],
  ["Platform", image.platform],
  ["Size", `${bytes(image.sizeInBytes)} in ${count(image.layers, "layer")}`],
];

interface Group {
  readonly action: PullAction;
  readonly requests: readonly PullRequest[];
}

/** Groups requests by action; where actions share an id, by the last one that had started. */
function grouped(actions: readonly PullAction[], requests: readonly PullRequest[]): readonly Group[] {
  const groups = actions.map((action) => ({ action, requests: [] as PullRequest[] }));
  for (const request of requests) {
    const alike = groups.filter(({ action }) => action.id === request.action);
    const begun = alike.filter(({ action }) => action.startMs <= request.startMs);
    (begun[begun.length - 1] ?? alike[0] ?? groups[groups.length - 1])?.requests.push(request);
  }
  return groups;
}

function group({ action, requests }: Group, end: number, isOneOfMany: boolean): Markup {
  return markup`<tbody>
<tr class="action is-${action.status}"><th scope="rowgroup" colspan="3">${mark(action.status)}<span class="title">${action.title}${isOneOfMany && ` for ${shortUrl(action.image)}`}</span>${action.resource !== undefined && markup` <span class="type">${action.resource}</span>`}<p class="seen">${action.seen}</p>${action.remedy !== undefined && markup`<p class="remedy"><b>Remedy</b> ${action.remedy}</p>`}</th><td class="number">${duration(action.ms)}</td><td class="time">${bar(action, end, "whole")}</td></tr>
${requests.map(
  (request) =>
    markup`<tr class="request"><td class="url" title="${request.url}"><b>${request.method}</b> ${shortUrl(request.url)}</td><td class="answer ${answerClass(request.status)}">${request.status ?? "none"}</td><td class="number">${bytes(request.bytes)}</td><td class="number">${duration(request.ms)}</td><td class="time">${bar(request, end, answerClass(request.status))}</td></tr>
`,
)}</tbody>
`;
}

function answerClass(status: number | undefined): string {
  if (status === undefined || status >= 500) return "bad";
  if (status === 401 || status === 404) return "told";
  return status >= 400 ? "bad" : "good";
}

function bar({ startMs, ms }: Pick<PullRequest, "startMs" | "ms">, end: number, kind: string): Markup {
  const left = share(startMs, end);
  return markup`<span class="bar ${kind}" style="left:${left}%;width:${Math.min(share(ms, end), 100 - left)}%"></span>`;
}

function share(ms: number, end: number): number {
  return Math.round(Math.min(Math.max(ms / end, 0), 1) * 10_000) / 100;
}

/** Facts as a list of names and values, without those that are unknown. */
export function factList(facts: readonly (readonly [string, string | undefined])[]): Markup {
  const known = facts.filter(([, value]) => value !== undefined && value !== "");
  if (known.length === 0) return NOTHING;
  return markup`<dl class="facts">${known.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The checks of the preflights by image, failed ones first. */
export function preflightsSection(reports: readonly PreflightReport[]): Markup {
  return markup`${reports.map((report) => preflight(report, reports.length > 1))}`;
}

function preflight({ image, checks, ms }: PreflightReport, isNamed: boolean): Markup {
  const order: readonly CheckResult["status"][] = ["failed", "warned", "passed", "skipped"];
  const sorted = [...checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return markup`${
    isNamed &&
    markup`<h3>${shortUrl(image)}</h3>
`
  }<p>${count(checks.length, "check")} in ${duration(ms)}, run by the same function as in the models' subnets.</p>
<ul class="checks">${sorted.map(check)}</ul>
`;
}

function check({ id, title, status, seen, remedy, ms }: CheckResult): Markup {
  return markup`<li class="check is-${status}">${mark(status)}<div><span class="title">${title}</span> <code class="id">${id}</code> <span class="type">${duration(ms)}</span><p class="seen">${seen}</p>${remedy !== undefined && markup`<p class="remedy"><b>Remedy</b> ${remedy}</p>`}</div></li>
`;
}
