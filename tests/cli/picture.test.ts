import fc from "fast-check";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Architecture, type NodeKind } from "../../cli/graph/architecture";
import { architectureOf } from "../../cli/graph/build-architecture";
import { toMermaid } from "../../cli/graph/mermaid";
import { FONTS } from "../../cli/graph/picture/boxes";
import { layOut, type PictureLayout, type Rectangle } from "../../cli/graph/picture/elk-layout";
import { cut, widthOf, wrapToWidth } from "../../cli/graph/picture/text-width";
import { toSvg } from "../../cli/graph/picture/svg";
import { record } from "../../testing";
import { CLI } from "../support/commands";
import { closedVpc } from "../programs/closed-vpc";
import { architectureWith, HOSTILE } from "./architecture-fixtures";

const FONT = { size: 12, bold: false };

describe("measured text", () => {
  it("breaks into lines that are no wider than given, and loses nothing but what an ellipsis stands for", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 4 }),
        (text, width, most) => {
          const lines = wrapToWidth(text, width, FONT, most);
          assert(lines.length <= most);
          for (const line of lines) assert(widthOf(line, FONT) <= width + 0.001, line);
          const kept = lines.join("").replace(/\s/g, "");
          const whole = text.replace(/\s/g, "");
          assert(kept === whole || (kept.endsWith("…") && whole.startsWith(kept.slice(0, -1))), kept);
        },
      ),
    );
  });

  it("leaves nothing out without an ellipsis where only a space does not fit", () => {
    assert.deepEqual(wrapToWidth("aa bb", widthOf("aabb", FONT) + 1, FONT, 1), ["aa…"]);
  });

  it("breaks names where they may be broken", () => {
    assert.deepEqual(wrapToWidth("demo-access-credentials-function", 120, FONT, 3), [
      "demo-access-",
      "credentials-",
      "function",
    ]);
    assert.deepEqual(wrapToWidth("in one line", 200, FONT, 3), ["in one line"]);
    assert.deepEqual(wrapToWidth("", 200, FONT, 3), []);
    assert.equal(cut("short", 200, FONT), "short");
    assert.match(cut("a text that is far too long", 60, FONT), /^a te.*…$/);
  });

  it("takes bold and wide characters to be wider", () => {
    assert(widthOf("text", { size: 12, bold: true }) > widthOf("text", FONT));
    assert(widthOf("図", FONT) > widthOf("m", FONT));
    assert.equal(widthOf("ii", { size: 10, bold: false }), 5.6);
  });
});

const inside = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5;
const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.x + one.width > other.x + 0.5 &&
  other.x + other.width > one.x + 0.5 &&
  one.y + one.height > other.y + 0.5 &&
  other.y + other.height > one.y + 0.5;

/** Boxes lie in what they lie in and on no other, texts in their boxes, labels on no box, ways within the picture. */
function assertTidy({ nodes, edges, width, height }: PictureLayout): void {
  const byId = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const picture = { x: 0, y: 0, width, height };
  for (const placed of nodes) {
    const name = placed.node.id;
    assert(inside(placed, byId.get(placed.node.parent ?? "") ?? picture), `${name} is not in its parent`);
    for (const other of nodes) {
      if (other === placed || other.node.parent !== placed.node.parent) continue;
      assert(!overlap(placed, other), `${name} lies on ${other.node.id}`);
    }
    for (const { text, style, x, y } of placed.lines) {
      const font = FONTS[style];
      const line = { x, y: y - font.size, width: widthOf(text, font), height: font.size * 1.2 };
      assert(
        inside(line, { x: 0, y: 0, width: placed.width, height: placed.height }),
        `${name}: "${text}" overflows`,
      );
    }
  }
  const cards = nodes.filter(({ isContainer }) => !isContainer);
  const labels = edges.flatMap(({ edge, label }) => (label === undefined ? [] : [{ id: edge.id, ...label }]));
  for (const label of labels) {
    assert(inside(label, picture), label.id);
    for (const card of cards)
      assert(!overlap(label, card), `the label of ${label.id} lies on ${card.node.id}`);
    for (const other of labels)
      assert(other === label || !overlap(label, other), `${label.id} on ${other.id}`);
  }
  for (const { edge, points } of edges) {
    assert(points.length >= 2, edge.id);
    for (const { x, y } of points) assert(x >= 0 && y >= 0 && x <= width && y <= height, edge.id);
  }
}

/** Architectures of any shape: boxes in boxes, and ways between all of them. */
const architectures: fc.Arbitrary<Architecture> = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.integer({ min: -2, max: 19 }),
        fc.string({ maxLength: 40 }),
        fc.constantFrom<NodeKind>("function", "model", "secret", "vpc", "listener"),
      ),
      { minLength: 1, maxLength: 20 },
    ),
    fc.array(fc.tuple(fc.nat(19), fc.nat(19), fc.constantFrom("", "443", "reads, writes")), {
      maxLength: 25,
    }),
  )
  .map(([parts, ways]) => {
    const nodes = parts.map(([parent, label, kind], index) => ({
      id: `n${index}`,
      kind,
      caption: "Part",
      label,
      details: [label],
      exists: index % 2 === 0,
      ...(parent >= 0 && parent < index ? { parent: `n${parent}` } : {}),
    }));
    const edges = ways
      .filter(([from, to]) => from !== to && from < nodes.length && to < nodes.length)
      .map(([from, to, label], index) => ({
        id: `e${index}`,
        from: `n${from}`,
        to: `n${to}`,
        kind: "network" as const,
        status: "open" as const,
        label,
      }));
    return { nodes, edges };
  });

describe("the layout", function () {
  this.timeout(120_000);

  it("is tidy for a plan", async () => {
    assertTidy(await layOut(architectureOf(await record(() => closedVpc()))));
  });

  it("places every part and every way of any architecture, in its parent", async () => {
    await fc.assert(
      fc.asyncProperty(architectures, async (architecture) => {
        const { nodes, edges } = await layOut(architecture);
        assert.equal(nodes.length, architecture.nodes.length);
        const byId = new Map(nodes.map((placed) => [placed.node.id, placed]));
        for (const placed of nodes) {
          const parent = byId.get(placed.node.parent ?? "");
          if (parent !== undefined) assert(inside(placed, parent), placed.node.id);
        }
        for (const { points } of edges) assert(points.length >= 2);
      }),
      { numRuns: 40 },
    );
  });

  it("is the same in every run", async () => {
    const architecture = architectureOf(await record(() => closedVpc()));
    assert.deepEqual(await layOut(architecture), await layOut(architecture));
  });

  it("lays out nothing where there is nothing", async () => {
    const { nodes, edges } = await layOut({ nodes: [], edges: [] });
    assert.deepEqual([nodes, edges], [[], []]);
  });
});

/** The names of the elements of a document, which must all be closed in order, with every text escaped. */
function elementsOf(xml: string): readonly string[] {
  const names: string[] = [];
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^>]*\?>\n/, "");
  const token = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|([\s\S])/g;
  for (const [, end, name, , empty, text, other] of body.matchAll(token)) {
    assert.equal(other, undefined, `a stray ${other ?? ""} in the document`);
    if (text !== undefined) assert(!/&(?!(amp|lt|gt|quot|#39|#10|#13|#9);)/.test(text), text);
    else if (end === "/") assert.equal(open.pop(), name);
    else {
      names.push(name ?? "");
      if (empty !== "/") open.push(name ?? "");
    }
  }
  assert.deepEqual(open, []);
  return names;
}

describe("the picture", function () {
  this.timeout(60_000);

  it("is a well-formed document with a group for every part, a way for every edge, and its words", async () => {
    const architecture = architectureOf(await record(() => closedVpc({ "model-registry-ingress": null })));
    const svg = await toSvg(architecture, "Architecture of complete");
    assert(elementsOf(svg).includes("marker"));
    assert.equal(svg.match(/data-id="/g)?.length, architecture.nodes.length);
    assert.equal(svg.match(/class="edge [^>]*data-from="/g)?.length, architecture.edges.length);
    assert.match(svg, /role="img" aria-labelledby="architecture-title architecture-description"/);
    assert.match(svg, /<title id="architecture-title">Architecture of complete<\/title>/);
    assert.match(svg, /<desc[^>]*>[^<]*Model&#39;s interfaces fraud to Listener HTTPS :443: 443 blocked\./);
    assert.match(svg, /required, but blocked/);
    assert(!/(href|src)="(?!#)|url\((?!#)|@import/.test(svg));
  });

  it("escapes whatever names hold", async () => {
    const svg = await toSvg(architectureWith(HOSTILE), HOSTILE);
    const names = elementsOf(svg);
    for (const name of ["script", "img"]) assert(!names.includes(name));
    assert(!svg.includes("\u0007"));
  });

  it("says in the legend only what is drawn", async () => {
    const svg = await toSvg(architectureOf(await record(() => closedVpc())), "t");
    assert(!svg.includes("needed"));
    assert.match(svg, /may connect, at the port/);
  });
});

describe("the picture in Mermaid", () => {
  it("holds every part in its subgraph, and every way with its label", async () => {
    const architecture = architectureOf(await record(() => closedVpc({ "model-registry-ingress": null })));
    const text = toMermaid(architecture);
    assert.match(text, /^flowchart TB\n/);
    const parts = text.match(/^ *(subgraph )?n\d+\["/gm) ?? [];
    assert.equal(parts.length, architecture.nodes.length);
    assert.equal(text.match(/^ *subgraph /gm)?.length, text.match(/^ *end$/gm)?.length);
    assert.equal(text.match(/ (-->|-\.->|--x)\|/g)?.length, architecture.edges.length);
    assert.match(text, /n\d+ --x\|"443 blocked"\| n\d+/);
    assert.match(text, /linkStyle \d+ stroke:/);
  });

  it("escapes whatever names hold", () => {
    const text = toMermaid(architectureWith(HOSTILE));
    assert(!/[<](?!br>)|[`|]end|\*\*/.test(text), text);
    for (const line of text.split("\n")) assert.equal((line.match(/"/g) ?? []).length % 2, 0, line);
  });
});

describe("the command graph", function () {
  this.timeout(120_000);

  const root = join(__dirname, "..", "..");
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [...CLI, "graph", ...args], {
      cwd: root,
      encoding: "utf8",
    });

  it("prints Mermaid, SVG and JSON of the same parts", () => {
    const [mermaid, svg, json] = [[], ["--format", "svg"], ["--json"]].map((args) => {
      const { status, stdout, stderr } = run("tests/programs/complete", ...args);
      assert.equal(status, 0, stderr);
      return stdout;
    });
    const architecture = JSON.parse(json ?? "") as Architecture;
    assert(architecture.nodes.length > 15);
    assert.equal(svg?.match(/data-id="/g)?.length, architecture.nodes.length);
    assert.equal(mermaid, toMermaid(architecture));
  });

  it("takes configuration and references as rehearse does, and shows no secret", () => {
    const { status, stdout } = run(
      "tests/programs/consumer",
      "--reference",
      "tests/programs/platform",
      "--format",
      "json",
    );
    assert.equal(status, 0);
    assert.match(stdout, /"kind": "model"/);
    const secret = run("tests/programs/secrets", "--config", "password=hunter2-hunter2", "--format", "svg");
    assert.equal(secret.status, 0, secret.stderr);
    assert(!secret.stdout.includes("hunter2-hunter2"));
  });

  it("fails where the program does, and explains itself when it is not understood", () => {
    const { status, stdout, stderr } = run("tests/programs/invalid");
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^error: /m);
    for (const args of [["--json", "--format", "svg"], ["--allow-unknown"]]) {
      assert.equal(run("tests/programs/complete", ...args).status, 64, args.join(" "));
    }
    assert.match(
      run("tests/programs/complete", "--format", "png").stderr,
      /Allowed choices are mermaid, svg, json/,
    );
  });
});
