import { createHash } from "node:crypto";
import { titleOf, type Project } from "../../program/project";
import { conclude, stepsOf, type StepResult } from "../../report/conclusion";
import { withoutSecrets, type Report } from "../../report/report";
import type { OptionalStep } from "../../report/steps";
import { type Architecture } from "../architecture";
import { architectureOf } from "../build-architecture";
import { markup, Markup, NOTHING } from "../markup";
import { drawPicture } from "../picture/svg";
import type { ResourceGraph } from "../../../testing";
import { costSection } from "./cost-section";
import { inferenceSection } from "./serve-section";
import { factList, preflightsSection, pullSection } from "./pull-section";
import { mark, requirementsSection } from "./requirements-section";
import { PAGE_SCRIPT } from "./script";
import { PAGE_STYLE } from "./style";

/** The content of a page. */
export interface Page {
  readonly project: Pick<Project, "name" | "stack" | "stackFile" | "config">;
  readonly report: Report;
  /** The plan; absent where the program failed. */
  readonly graph?: ResourceGraph;
  /** The versions of the packages and programs that took part, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly generatedAt: Date;
}

/** Renders a self-contained HTML page, without any secret of the plan. */
export async function renderPage(page: Page): Promise<string> {
  const { project, graph, versions, generatedAt } = page;
  const report = graph === undefined ? page.report : withoutSecrets(page.report, graph);
  const title = titleOf("Rehearsal", project);
  const { status, text, details } = conclude(report);
  const sections = [
    section("requirements", "Requirements", requirements(report), "There is no plan to check."),
    section("architecture", "Architecture", await architecture(graph, title), "There is no plan to draw."),
    section("pull", pullTitle(report), pull(report), without(report, "pull")),
    section("preflight", "Preflight", preflight(report), without(report, "pull")),
    section("inference", "Inference", inference(report), without(report, "serve")),
    section("cost", "Monthly cost", cost(report), "There is no plan to estimate."),
    section("outputs", "Outputs", outputs(report), "The program exports nothing."),
    section("versions", "Versions", factList(Object.entries(versions)), "Unknown."),
  ];
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hashOf(PAGE_SCRIPT)}'; img-src data:">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header class="top">
<p class="kicker">${title}</p>
<h1 class="verdict is-${status}">${mark(status)}<span>${text}</span></h1>
${details !== undefined && markup`<p class="details">${details}</p>`}
${problems(report)}
<ol class="steps">${stepsOf(report).map(step)}</ol>
<nav aria-label="Sections">${sections.map(({ id, name }) => markup`<a href="#${id}">${name}</a>`)}</nav>
</header>
<main>
${sections.map(({ content }) => content)}
</main>
<footer>Created by sagemaker-private-registry on <time datetime="${generatedAt.toISOString()}">${generatedAt.toISOString().slice(0, 16).replace("T", " ")} UTC</time>. Ids, ARNs and the account are placeholders; AWS was not called.</footer>
<script>${new Markup(PAGE_SCRIPT)}</script>
</body>
</html>
`.text;
}

interface Section {
  readonly id: string;
  readonly name: string;
  readonly content: Markup;
}

function section(id: string, name: string, content: Markup | undefined, otherwise: string): Section {
  const body =
    content === undefined || content === NOTHING ? markup`<p class="without">${otherwise}</p>` : content;
  return {
    id,
    name,
    content: markup`<section id="${id}" aria-labelledby="${id}-name"><h2 id="${id}-name">${name}</h2>
${body}
</section>
`,
  };
}

/** Why a section is empty. */
function without({ skipped, error }: Report, step: OptionalStep): string {
  const reason = skipped?.find((each) => each.step === step)?.reason;
  if (reason !== undefined) return `This step was skipped. ${reason}`;
  return error === undefined
    ? "This step was not part of the rehearsal."
    : "The rehearsal ended before this step.";
}

function step({ name, status, summary }: StepResult, index: number): Markup {
  return markup`<li class="step is-${status}"><span class="number">${index + 1}</span><b>${name}</b>${mark(status)}<span class="summary">${summary}</span></li>`;
}

function problems({ error }: Report): Markup {
  if (error === undefined) return NOTHING;
  const place = error.place === undefined ? "" : `\n  thrown at ${error.place}`;
  return markup`<pre class="error">${error.message}${place}</pre>${
    error.problems.length > 0 &&
    markup`<ul class="problems">${error.problems.map(({ propertyPath, reason }) => markup`<li><code>${propertyPath}</code> ${reason}</li>`)}</ul>`
  }`;
}

async function architecture(graph: ResourceGraph | undefined, title: string): Promise<Markup | undefined> {
  if (graph === undefined) return undefined;
  const model = architectureOf(graph);
  if (model.nodes.length === 0) return undefined;
  const { element, width } = await drawPicture(model, title);
  return markup`<div class="scroll picture" tabindex="0" role="region" aria-label="Picture of the architecture"><div style="--width:${width}px">${element}</div></div>
${connectionsNotOpen(model)}`;
}

/** The required connections that are blocked or unknown. */
function connectionsNotOpen({ nodes, edges }: Architecture): Markup {
  const loadBalancers = new Map(nodes.map(({ id, label }) => [id, `${label} `]));
  const names = new Map(
    nodes.map(({ id, kind, label, caption, parent }) => [
      id,
      `${kind === "listener" ? (loadBalancers.get(parent ?? "") ?? "") : ""}${label === "" ? caption : label}`,
    ]),
  );
  const notOpen = edges.filter(({ status }) => status !== "open");
  if (notOpen.length === 0) return NOTHING;
  return markup`<ul class="connections">${notOpen.map(
    ({ from, to, label, status, reason }) =>
      markup`<li>${status === "blocked" ? mark("failed", "blocked") : mark("unknown")}<span><b>${names.get(from)}</b> to <b>${names.get(to)}</b>, ${label}. <span class="seen">${reason}</span></span></li>`,
  )}</ul>`;
}

/** The title of the pull's section: a local registry is not the user's. */
function pullTitle({ pull: result }: Report): string {
  return result === undefined || result.registry.kind === "real" ? "Pull" : "Pull (local registry)";
}

function requirements({ requirements: all }: Report): Markup | undefined {
  return all.length === 0 ? undefined : requirementsSection(all);
}

function pull({ pull: result }: Report): Markup | undefined {
  return result === undefined ? undefined : pullSection(result);
}

function preflight({ pull: result }: Report): Markup | undefined {
  return result === undefined || result.preflights.length === 0
    ? undefined
    : preflightsSection(result.preflights);
}

function inference({ serve }: Report): Markup | undefined {
  return serve === undefined ? undefined : inferenceSection(serve);
}

function cost({ cost: estimate }: Report): Markup | undefined {
  return estimate === undefined ? undefined : costSection(estimate);
}

function outputs({ outputs: all }: Report): Markup | undefined {
  const entries = Object.entries(all);
  if (entries.length === 0) return undefined;
  return factList(
    entries.map(([name, value]) => [
      name,
      typeof value === "string" ? value : (JSON.stringify(value, null, 1) ?? "not set"),
    ]),
  );
}

/** The page's policy allows the script by its hash: https://www.w3.org/TR/CSP3/#script-src */
function hashOf(script: string): string {
  return createHash("sha256").update(script).digest("base64");
}
