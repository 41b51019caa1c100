import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { judge } from "../../policies";
import { runProgram } from "../../cli/program/run-program";
import { findProject } from "../../cli/program/project";
import { makeReport } from "../../cli/report/report";
import { type Architecture } from "../../cli/graph/architecture";
import { architectureOf } from "../../cli/graph/build-architecture";
import { toMermaid } from "../../cli/graph/mermaid";
import { renderPage } from "../../cli/graph/page/page";
import { toSvg } from "../../cli/graph/picture/svg";
import { record, type ResourceGraph } from "../../testing";
import { closedVpc } from "../programs/closed-vpc";
import { drawMermaid, GROUND, LIT, OVERFLOWING, SHOWN, STICKING_OUT } from "./browser-scripts";
import { architectureWith, findChromium, HOSTILE, wholeReport } from "./architecture-fixtures";

const root = join(__dirname, "..", "..");
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

describe("the page in Chromium", function () {
  this.timeout(180_000);

  let browser: Browser | undefined;
  let folder: string;
  let quickstart: ResourceGraph;
  /** What a page said on its console, threw, or asked of a network. */
  let complaints: string[];

  before(async function () {
    const executablePath = findChromium();
    if (executablePath === undefined) {
      assert.notEqual(process.env.REQUIRE_CHROMIUM, "1", "Chromium is not installed");
      console.log("      Skipped: Chromium is not installed.");
      return this.skip();
    }
    // Chromium's own sandbox needs rights that containers do not give; the pages are ours.
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    folder = mkdtempSync(join(tmpdir(), "rehearsal page "));
    const project = findProject(join(root, "examples/quickstart"), { stack: undefined, config: {} });
    quickstart = await runProgram(project, {});
  });

  after(async () => {
    await browser?.close();
    if (browser !== undefined) rmSync(folder, { recursive: true });
  });

  async function open(
    name: string,
    text: string,
    options: { viewport?: typeof DESK; dark?: boolean } = {},
  ): Promise<Page> {
    const file = join(folder, name);
    writeFileSync(file, text);
    complaints = [];
    const page = await (browser ?? assert.fail()).newPage({
      viewport: options.viewport ?? DESK,
      colorScheme: options.dark === true ? "dark" : "light",
    });
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      if (url !== pathToFileURL(file).href && !url.startsWith("data:")) complaints.push(`request: ${url}`);
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  const render = async (graph: ResourceGraph, text = "fine"): Promise<string> =>
    renderPage({
      project: { name: text, stack: "dev", config: {} },
      report: { ...wholeReport(text), requirements: (await makeReport(graph, judge(graph))).requirements },
      graph,
      versions: { "Node.js": process.version },
      generatedAt: new Date(0),
    });

  const shown = (page: Page) => page.evaluate<{ nodes: string[]; edges: string[] }>(SHOWN);
  const stickingOut = (page: Page) => page.evaluate<string[]>(STICKING_OUT);
  const overflowing = (page: Page) => page.evaluate<string[]>(OVERFLOWING);
  const edgesOf = ({ edges }: Architecture) =>
    edges.map(({ from, to, kind, status }) => `${from} → ${to} ${kind} ${status}`);

  for (const [name, viewport, dark] of [
    ["desk", DESK, false],
    ["phone in the dark", PHONE, true],
  ] as const) {
    it(`opens on a ${name}: shows what the plan holds, complains of nothing, overflows nowhere`, async () => {
      const page = await open("page.html", await render(quickstart), { viewport, dark });
      const architecture = architectureOf(quickstart);
      const { nodes, edges } = await shown(page);
      assert.deepEqual([...nodes].sort(), architecture.nodes.map(({ id }) => id).sort());
      assert.deepEqual([...edges].sort(), edgesOf(architecture).sort());
      assert.deepEqual(await stickingOut(page), []);
      assert.deepEqual(await overflowing(page), []);
      const ground = await page.evaluate<string[]>(GROUND);
      assert.deepEqual(
        ground,
        dark ? ["rgb(16, 21, 28)", "rgb(16, 21, 28)"] : ["rgb(255, 255, 255)", "rgb(255, 255, 255)"],
      );
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }

  it("lights up the ways of the part that the pointer is on", async () => {
    const page = await open("light.html", await render(await record(() => closedVpc())));
    await page.locator('[data-id="model/fraud"]').hover();
    await page.locator(".edge.is-shown").first().waitFor({ state: "attached" });
    const lit = await page.evaluate<string[][]>(LIT);
    assert(lit.length >= 4);
    assert(lit.every((ends) => ends.includes("model/fraud")));
    await page.mouse.move(1, 1);
    await page.waitForFunction('document.querySelector(".is-shown") === null');
    await page.close();
  });

  it("opens all that is folded for printing", async () => {
    const page = await open("print.html", await render(await record(() => closedVpc())));
    const folded = () => page.locator("details:not([open])").count();
    assert((await folded()) > 0);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    assert.equal(await folded(), 0);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    assert((await folded()) > 0);
    await page.close();
  });

  it("runs nothing that a program, a registry or a model slips in", async () => {
    const graph = await record(() => closedVpc({ certificate: { domainName: HOSTILE } }));
    for (const viewport of [DESK, PHONE]) {
      const page = await open("hostile.html", await render(graph, HOSTILE), { viewport });
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      assert.deepEqual(await stickingOut(page), []);
      assert.deepEqual(await overflowing(page), []);
      assert.equal(await page.locator("img").count(), 0);
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  it("shows the picture alone, as a document of its own", async () => {
    for (const [name, architecture] of [
      ["quickstart.svg", architectureOf(quickstart)],
      ["hostile.svg", architectureWith(HOSTILE)],
    ] as const) {
      const page = await open(name, await toSvg(architecture, name));
      assert.equal(await page.evaluate<string>("document.documentElement.tagName"), "svg");
      const expected = architecture.nodes.map(({ id }) => id.replaceAll("\u0007", "\ufffd"));
      assert.deepEqual((await shown(page)).nodes.sort(), expected.sort());
      assert.deepEqual(await stickingOut(page), []);
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  it("gives Mermaid what it understands", async () => {
    const page = await open("mermaid.html", "<!doctype html><title>Mermaid</title><body></body>");
    await page.addScriptTag({
      path: join(dirname(require.resolve("mermaid/package.json")), "dist", "mermaid.min.js"),
    });
    const blocked = await record(() => closedVpc({ "model-registry-ingress": null }));
    for (const architecture of [
      architectureOf(quickstart),
      architectureOf(blocked),
      architectureWith(HOSTILE),
    ]) {
      const drawn = await page.evaluate<{ parts: number; ways: number; foreign: number; text: string }>(
        drawMermaid(toMermaid(architecture)),
      );
      assert.equal(drawn.parts, architecture.nodes.length);
      assert.equal(drawn.ways, architecture.edges.length);
      assert.equal(drawn.foreign, 0);
      assert(!/Syntax error|Unsupported markdown/.test(drawn.text), drawn.text);
    }
    await page.close();
  });
});
