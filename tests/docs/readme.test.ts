// What README.md and pages of docs/ tell of the code: outputs, costs, and what the commands print.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ENDPOINTS, QUESTIONS } from "../../tools/evidence/questions";
import { planEvidence } from "../../tools/evidence/plan";
import { CHECK_IDS } from "../../preflight/check-ids";
import { certificateAuthority } from "../../preflight/checks/certificate";
import { PrivateInference } from "../../components/private-inference";
import { judge, rules } from "../../policies";
import { estimateCost } from "../../cli/cost/estimate";
import { planProgram } from "../../cli/program/plan-program";
import { record } from "../../testing";
import { codeOf, documentAt, ROOT, tableBelow } from "./markdown";

const readme = documentAt("README.md");
const evidence = documentAt("docs/evidence.md");
const verification = documentAt("docs/verification.md");
const preflightPage = documentAt("docs/preflight.md");
const PREFIX = "sagemaker-private-registry:index:";
const schema = JSON.parse(readFileSync(join(ROOT, "sdk/schema.json"), "utf8")) as {
  readonly resources: Readonly<Record<string, { readonly properties: object }>>;
};
const names = (cell: string): string[] => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name);
const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("README.md", function () {
  this.timeout(60_000);

  it("names every component, with outputs that it has", () => {
    const [, ...rows] = tableBelow(readme, "## Components");
    const listed = rows.flatMap(([components = ""]) => names(components));
    assert.deepEqual(
      listed.sort(),
      Object.keys(schema.resources)
        .map((token) => token.slice(PREFIX.length))
        .sort(),
    );
    for (const [components = "", , outputs = ""] of rows) {
      const known = names(components).flatMap((name) =>
        Object.keys(schema.resources[PREFIX + name]?.properties ?? {}),
      );
      const told = outputs.replaceAll(/\([^)]*\)/g, "").match(/\w+/g) ?? [];
      assert.deepEqual(
        told.filter((output) => !known.includes(output)),
        [],
        components,
      );
    }
  });

  it("clones the repository that the package names", () => {
    const { repository } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly repository: { readonly url: string };
    };
    const [commands = ""] = codeOf(readme, "sh");
    const [, cloned = ""] = /^git clone (\S+) /m.exec(commands) ?? [];
    assert.equal(`git+${cloned}`, repository.url);
  });

  it("tells in docs/cost.md what the quickstart costs", async () => {
    const { graph } = await planProgram({
      program: join(ROOT, "examples/quickstart"),
      stack: undefined,
      config: {},
      references: [],
      warn: () => undefined,
    });
    const { items, total, alternatives } = estimateCost(graph);
    const sum = (pattern: RegExp): number =>
      items.filter(({ type }) => pattern.test(type)).reduce((all, { monthly }) => all + monthly, 0);
    const instances = sum(/sagemaker/);
    const registry = sum(/:(ecs|lb)\//);
    const network = sum(/vpcEndpoint/);
    const nat = alternatives.find(({ title }) => title === "One NAT gateway")?.planTotal ?? 0;
    const [, ...rows] = tableBelow(documentAt("docs/cost.md"), "# What it costs when idle");
    assert.deepEqual(
      rows.map(([, usd = ""]) => Number(usd.replaceAll("*", ""))),
      [instances, registry, network, total - instances - registry - network, total, nat].map(Math.round),
    );
  });

  it("shows what rehearse says of the program above, without its network", async () => {
    const graph = await record(() => {
      new PrivateInference("fraud", {
        image: `artifactory.bank.example/ml/fraud@sha256:${"a".repeat(64)}`,
        registry: {
          credentialsSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf",
          cidrBlocks: ["10.20.0.0/16"],
        },
        instanceType: "ml.m5.large",
      });
    });
    const failed = judge(graph).filter(({ status }) => status === "failed");
    assert.deepEqual(
      failed.map(({ id }) => id),
      ["registry-reachable"],
    );
    const rule = rules.find(({ id }) => id === "registry-reachable") ?? assert.fail();
    const first = failed[0]?.evidence.find(({ status }) => status === "failed") ?? assert.fail();
    const { name, type } = first.resource ?? assert.fail();
    const shortType = type.replace(/^(\w+):(\w+)\/\w+:/, "$1.$2.");
    const said = `✗ ${rule.title} ${rule.id} ✗ ${name} (${shortType}): ${first.seen} → ${first.remedy ?? ""}`;
    const [shown = ""] = codeOf(readme, "text");
    assert.equal(oneLine(shown).trim(), said);
  });

  it("shows in docs/preflight.md a report as it is written, and names checks that there are", () => {
    const [shown = ""] = codeOf(preflightPage, "text");
    assert.ok(shown.includes(`✗ ${certificateAuthority.title} [${certificateAuthority.id}]`));
    const source = ["certificate.ts", "../summary.ts"]
      .map((file) => readFileSync(join(ROOT, "preflight/checks", file), "utf8"))
      .join("");
    const written = oneLine(source.replaceAll(/[`"] \+\s+[`"]/g, ""));
    for (const words of [
      "cannot be pulled as SageMaker pulls it: ",
      "The server sends its certificate alone, and its issuer, ",
      " ships",
      "the server lacks the intermediate certificates, or the authority is private (",
      "Where that is a public authority, have the server send the intermediate certificates after its own",
    ]) {
      assert.ok(oneLine(shown).includes(words), words);
      assert.ok(written.includes(words), words);
    }
    const [, severities = ""] =
      /`preflight\.severities` [^`]*\(`\{ ([^}]*) \}`\)/.exec(preflightPage.text) ?? [];
    const ids = [...severities.matchAll(/"?([\w-]+)"?: "(\w+)"/g)];
    assert.equal(ids.length, 2);
    for (const [, id = "", severity = ""] of ids) {
      assert.ok((CHECK_IDS as readonly string[]).includes(id), id);
      assert.ok(["error", "warning", "off"].includes(severity), severity);
    }
  });
});

describe("docs/evidence.md", () => {
  it("has every question, and the endpoint that it takes", () => {
    const [, ...rows] = tableBelow(evidence, "## What it asks, and what tells");
    assert.deepEqual(rows.map(([question = ""]) => names(question)[0]).sort(), [...QUESTIONS].sort());
    assert.deepEqual(
      rows.filter(([, endpoint]) => endpoint !== "–").map(([question = ""]) => names(question)[0]),
      [...ENDPOINTS],
    );
  });

  it("tells what a run costs, as docs/verification.md does", async () => {
    const { hourly } = await planEvidence(
      {
        domainName: "evidence.ml.example.com",
        validationZoneId: "Z0123456789ABCDEFGHIJ",
        instanceType: "ml.m5.large",
        endpoints: ENDPOINTS,
        runId: "1a2b3c4d",
        image: {
          path: __filename,
          manifestDigest: `sha256:${"0".repeat(64)}`,
          indexDigest: `sha256:${"1".repeat(64)}`,
        },
      },
      "us-east-1",
    );
    for (const { path, text } of [verification, evidence]) {
      const [, told = ""] = /about (\d+\.\d\d) USD an hour/.exec(text) ?? [];
      assert.ok(Math.abs(Number(told) - hourly) < 0.05, `${path}: ${told}, but ${hourly.toFixed(2)}`);
    }
  });
});
