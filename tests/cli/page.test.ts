import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { judge } from "../../policies";
import { makeReport, type Report } from "../../cli/report/report";
import { markup } from "../../cli/graph/markup";
import { conclude, stepsOf } from "../../cli/report/conclusion";
import { bytes, count, duration, money, shortUrl } from "../../cli/report/text-format";
import { renderPage } from "../../cli/graph/page/page";
import { checkPageFile } from "../../cli/graph/page/page-file";
import { writePage } from "../../cli/graph/page/write-page";
import { UsageError } from "../../cli/usage-error";
import { record, type ResourceGraph } from "../../testing";
import { closedVpc, type Changes } from "../programs/closed-vpc";
import { HOSTILE, wholeReport } from "./architecture-fixtures";

const PAGE = {
  project: {
    name: "quickstart",
    stack: "dev",
    stackFile: "/a/Pulumi.dev.yaml",
    config: { "aws:region": "eu-west-1" },
  },
  versions: { "Node.js": "v20" },
  generatedAt: new Date("2026-01-02T03:04:05Z"),
};
const SOMETHING: Report["resources"][number] = {
  urn: "urn",
  type: "aws:sagemaker/model:Model",
  name: "model",
  parent: null,
  read: false,
  inputs: {},
};
const EMPTY: Report = { resources: [], requirements: [], outputs: {} };

const planned = async (changes: Changes = {}): Promise<{ graph: ResourceGraph; report: Report }> => {
  const graph = await record(() => closedVpc(changes));
  return { graph, report: await makeReport(graph, judge(graph)) };
};
/** A section of a page, by its id. */
const section = (html: string, id: string): string =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0] ?? assert.fail(`no section ${id}`);

describe("markup", () => {
  it("escapes what is put into it, once, and leaves out what is not there", () => {
    const inner = markup`<b>${"<&>"}</b>`;
    assert.equal(
      markup`<p title="${`"'`}">${[inner, undefined, false, 0]}</p>`.text,
      '<p title="&quot;&#39;"><b>&lt;&amp;&gt;</b>0</p>',
    );
    assert.equal(markup`${"\u0000\ud800 \u{1f600}"}`.text, "\ufffd\ufffd \u{1f600}");
  });
});

describe("numbers for people", () => {
  it("have units that fit them", () => {
    assert.deepEqual([0, 1, 1023, 1024, 1536, 2 ** 20 * 250, 2 ** 40 * 3].map(bytes), [
      "0 B",
      "1 B",
      "1023 B",
      "1.0 KiB",
      "1.5 KiB",
      "250 MiB",
      "3.0 TiB",
    ]);
    assert.deepEqual([0, 0.24, 12.6, 999, 1500, 90_500].map(duration), [
      "0 ms",
      "0.2 ms",
      "13 ms",
      "999 ms",
      "1.5 s",
      "1 min 31 s",
    ]);
    assert.deepEqual(
      [money(16.425, "USD"), money(0.0225, "USD", 6), money(-1, "EUR"), money(1234.5, "USD")],
      ["$16.43", "$0.0225", "-EUR 1.00", "$1,234.50"],
    );
    assert.deepEqual([count(1, "item"), count(1200, "item")], ["1 item", "1,200 items"]);
    assert.equal(
      shortUrl(`https://r.example.com:8443/v2/a/blobs/sha256:${"d".repeat(64)}`),
      "r.example.com:8443/v2/a/blobs/sha256:dddddddddddd…",
    );
  });
});

describe("the conclusion", () => {
  const outcomes = (report: Report) => stepsOf(report).map(({ status }) => status);
  const whole = wholeReport();
  const proved: Report = {
    ...whole,
    resources: [SOMETHING],
    requirements: whole.requirements.filter(({ status }) => status === "passed"),
  };
  const pulled: Report = {
    ...proved,
    pull: {
      ...(whole.pull ?? assert.fail()),
      actions: [],
      preflights: (whole.pull?.preflights ?? []).map((each) => ({ ...each, passed: true })),
    },
  };

  it("tells of each step, and of the whole the worst", () => {
    assert.deepEqual(outcomes(whole), ["passed", "failed", "failed", "passed"]);
    assert.match(conclude(whole).text, /^1 requirement is not met: rule-failed; the pull failed: /);
    assert.deepEqual(outcomes(pulled), ["passed", "passed", "passed", "passed"]);
    assert.equal(
      conclude(pulled).text,
      "All requirements are met, a placeholder for the image was pulled, and it responded.",
    );
    assert.match(conclude(proved).text, /^The pull failed: /);
    const silent: Report = { ...pulled, serve: { status: "failed", seen: "no ping", ms: 1 } };
    assert.deepEqual([outcomes(silent)[3], conclude(silent).status], ["failed", "failed"]);
  });

  it("tells of several images", async () => {
    const pull = pulled.pull ?? assert.fail();
    const [image = assert.fail()] = pull.images;
    const own = { ...image, standIn: undefined };
    const actions = ["a", "b"].map((name) => ({
      id: "pull" as const,
      image: `${name}.example/x@${image.digest}`,
      platform: "linux/amd64",
      title: "Pull",
      status: "passed" as const,
      seen: "whole",
      startMs: 0,
      ms: 1,
    }));
    const [preflight = assert.fail()] = pull.preflights;
    const preflights = actions.map((action) => ({ ...preflight, image: action.image }));
    const report = { ...pulled, pull: { ...pull, actions, preflights, images: [own, own] } };
    assert.equal(stepsOf(report)[2]?.summary, "2 images, 3.0 KiB in 1 ms");
    assert.match(conclude(report).text, /, 2 images were pulled, and the first responded/);
    const html = await renderPage({ ...PAGE, report });
    assert.match(section(html, "pull"), /Pull for a\.example\/x@sha256:cccccccccccc…[^]*Pull for b\.example/);
    assert.match(section(html, "preflight"), /<h3>a\.example[^]*<h3>b\.example/);
  });

  it("names skipped steps, unknown requirements, and programs that fail", () => {
    assert.deepEqual(outcomes(EMPTY), ["passed", "skipped", "skipped", "skipped"]);
    const unknown: Report = {
      ...EMPTY,
      requirements: whole.requirements.filter(({ status }) => status === "unknown"),
    };
    assert.equal(conclude(unknown).status, "unknown");
    assert.match(conclude(unknown).text, /^Nothing failed, but 1 requirement is unknown\.$/);
    assert.match(conclude(unknown).details ?? "", /^Unknown: rule-unknown\./);
    assert.equal(conclude(EMPTY).status, "unknown");
    assert.match(conclude(EMPTY).text, /^The program creates no resources/);
    const other: Report = {
      ...EMPTY,
      resources: proved.resources,
      requirements: whole.requirements.map((each) => ({
        ...each,
        status: "not-applicable" as const,
        outcome: "not-applicable" as const,
      })),
    };
    assert.equal(outcomes(other)[1], "skipped");
    assert.equal(conclude(other).status, "unknown");
    assert.match(conclude(other).text, /^No requirement applies/);
    const broken: Report = { ...EMPTY, error: { message: "no", problems: [] } };
    assert.deepEqual(outcomes(broken), ["failed", "skipped", "skipped", "skipped"]);
    assert.equal(conclude(broken).status, "failed");
  });

  it("says why a step was skipped", async () => {
    const skipped: Report = { ...EMPTY, skipped: [{ step: "serve", reason: "No engine is here." }] };
    assert.equal(stepsOf(skipped)[3]?.summary, "No engine is here.");
    const html = await renderPage({ ...PAGE, report: skipped });
    assert.match(section(html, "inference"), /This step was skipped\. No engine is here\./);
  });

  it("fails where only a check of the preflight does", () => {
    const checked: Report = {
      ...pulled,
      pull: { ...(pulled.pull ?? assert.fail()), preflights: whole.pull?.preflights ?? assert.fail() },
    };
    assert.equal(outcomes(checked)[2], "failed");
  });
});

describe("the page", function () {
  this.timeout(60_000);

  it("shows every step: requirements with remedies, requests, checks, the answer, the cost, outputs, versions", async () => {
    const { graph } = await planned();
    const html = await renderPage({ ...PAGE, graph, report: wholeReport("seen here") });
    assert.match(
      html,
      /<title>Rehearsal of quickstart, stack dev \(Pulumi\.dev\.yaml\), in eu-west-1<\/title>[\s\S]*<h1[^>]*>[\s\S]*1 requirement is not met: rule-failed/,
    );
    assert.match(section(html, "architecture"), /<svg[\s\S]*data-id="model\/fraud"/);
    const order = [...section(html, "requirements").matchAll(/id="requirement-rule-([\w-]+)"( open)?/g)].map(
      ([, status, open]) => [status, open !== undefined],
    );
    assert.deepEqual(order, [
      ["failed", true],
      ["unknown", true],
      ["passed", false],
      ["not-applicable", false],
    ]);
    assert.match(section(html, "requirements"), /Remedy<\/b> do: seen here/);
    const pull = section(html, "pull");
    assert.equal(pull.match(/class="request"/g)?.length, 3);
    assert.match(pull, /left:15%;width:25%/);
    assert.match(
      pull,
      /GET<\/b> registry\.example\.com\/v2\/blobs\/sha256:cccccccccccc…[\s\S]*401[\s\S]*10 B[\s\S]*5 ms/,
    );
    assert.match(pull, /replaced by CNCF distribution on this machine, 3\.1\.2/);
    const checks = [...section(html, "preflight").matchAll(/class="check is-(\w+)"/g)].map(
      ([, status]) => status,
    );
    assert.deepEqual(checks, ["failed", "warned", "passed"]);
    assert.match(section(html, "inference"), /POST \/invocations[\s\S]*text\/csv[\s\S]*200 after 12 ms/);
    const cost = section(html, "cost");
    assert.match(cost, /\$16\.53[\s\S]*large[\s\S]*1 smaller item[\s\S]*\$0\.10 a month[\s\S]*\$49\.38/);
    assert.match(section(html, "outputs"), /<dt>list<\/dt>/);
    assert.match(section(html, "versions"), /Node\.js[\s\S]*v20/);
    assert.match(html, /2026-01-02 03:04 UTC/);
  });

  it("shows skipped steps, and why a program fails", async () => {
    const { graph, report } = await planned();
    const html = await renderPage({ ...PAGE, graph, report });
    for (const id of ["pull", "preflight", "inference"]) {
      assert.match(section(html, id), /class="without"/, id);
    }
    const error = { message: "2 problems", problems: [{ propertyPath: "image", reason: "is <bad>" }] };
    const failed = await renderPage({ ...PAGE, report: { ...EMPTY, error } });
    assert.match(failed, /The program failed\.[\s\S]*2 problems[\s\S]*<code>image<\/code> is &lt;bad&gt;/);
    assert.match(section(failed, "architecture"), /There is no plan to draw/);
  });

  it("lists the blocked connections, with what is missing", async () => {
    const { graph, report } = await planned({ "model-registry-ingress": null });
    const architecture = section(await renderPage({ ...PAGE, graph, report }), "architecture");
    assert.match(
      architecture,
      /<ul class="connections">[\s\S]*blocked[\s\S]*fraud<\/b> to <b>balancer HTTPS :443[\s\S]*add an ingress rule/,
    );
  });

  it("escapes whatever a program, a registry or a model says", async () => {
    const { graph } = await planned({ certificate: { domainName: HOSTILE } });
    const html = await renderPage({
      ...PAGE,
      project: { name: HOSTILE, stack: HOSTILE, stackFile: HOSTILE, config: { "aws:region": HOSTILE } },
      versions: { [HOSTILE]: HOSTILE },
      graph,
      report: {
        ...wholeReport(HOSTILE),
        error: { message: HOSTILE, problems: [{ propertyPath: HOSTILE, reason: HOSTILE }] },
      },
    });
    assert.equal(html.match(/<script/g)?.length, 1);
    assert(!/<img/.test(html));
    assert.equal(html.match(/ onerror=/g)?.length, html.match(/&gt;&lt;img src=x onerror=/g)?.length);
    assert(!/<\/(html|body)>[\s\S]*<\/\1>/.test(html));
  });

  it("asks nothing of any network, and runs its own script only", async () => {
    const { graph, report } = await planned();
    const html = await renderPage({ ...PAGE, graph, report });
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(script).digest("base64");
    assert(
      html.includes(
        `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:"`,
      ),
    );
    const references = [...html.matchAll(/(?:href|src|action)="([^"]*)"|url\(([^)]*)\)|@import/g)].map(
      ([, attribute, url]) => attribute ?? url ?? "@import",
    );
    assert.deepEqual(
      references.filter((each) => !each.startsWith("#") && each !== "data:,"),
      [],
    );
  });

  it("shows no secret of the plan", async () => {
    const secret = "correct-horse-battery";
    const { graph } = await planned({ password: { description: pulumi.secret(secret) } });
    const html = await renderPage({ ...PAGE, graph, report: wholeReport(`it is ${secret}!`) });
    assert(!html.includes(secret));
    assert(html.includes("it is [secret]!"));
  });
});

describe("the page's file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "a page "));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("is written into a folder that exists, also where the program failed", async () => {
    const file = join(folder, "page.html");
    checkPageFile(file);
    await writePage(file, { ...PAGE, report: { ...EMPTY, error: { message: "no", problems: [] } } });
    assert.match(readFileSync(file, "utf8"), /^<!doctype html>/);
    checkPageFile(file);
  });

  it("is refused where its folder does not exist, or where it is a folder", () => {
    assert.throws(
      () => {
        checkPageFile(join(folder, "none", "page.html"));
      },
      (error) =>
        error instanceof UsageError &&
        error.message.includes(`${join(folder, "none")} does not exist; create it first`),
    );
    assert.throws(() => {
      checkPageFile(folder);
    }, UsageError);
  });
});
