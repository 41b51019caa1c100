// What the command line reads and prints as JSON is as the shipped JSON schemas say, with no field that they lack.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { answerAll } from "../../tools/evidence/answers";
import { QUESTIONS } from "../../tools/evidence/questions";
import { doctorCommand } from "../../cli/commands/doctor/doctor";
import { estimateCost } from "../../cli/cost/estimate";
import { readRehearsalSettings } from "../../cli/program/rehearsal-settings";
import { describeError, type Report } from "../../cli/report/report";
import { architectureOf } from "../../cli/graph/build-architecture";
import { FORMATS, jsonSchemas } from "../../scripts/reference/reports";
import { ROOT } from "../docs/markdown";
import { rehearsed } from "./run-rehearsal";

describe("the JSON schemas", function () {
  this.timeout(120_000);
  let strict: ReadonlyMap<string, ValidateFunction>;

  before(() => {
    const ajv = new Ajv({ allErrors: true });
    strict = new Map([...jsonSchemas(true)].map(([file, schema]) => [file, ajv.compile(schema)]));
  });

  /** What a schema says of a value as it is printed. */
  const problemsOf = (file: string, value: unknown): readonly string[] => {
    const validate = strict.get(file) ?? assert.fail(file);
    validate(JSON.parse(JSON.stringify(value)));
    return (validate.errors ?? []).map(
      ({ instancePath, message = "", params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  const assertValid = (file: string, value: unknown): void => {
    assert.deepEqual(problemsOf(file, value), []);
  };

  it("are in docs/schemas/, and compile as they are shipped", () => {
    const files = readdirSync(join(ROOT, "docs/schemas"));
    assert.deepEqual(files.sort(), FORMATS.map(({ file }) => file).sort());
    for (const file of files) {
      const schema = JSON.parse(readFileSync(join(ROOT, "docs/schemas", file), "utf8")) as object;
      assert.doesNotThrow(() => new Ajv().compile(schema), file);
    }
  });

  it("describe a rehearsal of every step, its cost and its picture", async () => {
    const { report, known } = await rehearsed();
    assert.ok(report.pull !== undefined && report.serve !== undefined && report.requirements.length > 0);
    const cost = estimateCost(known);
    assertValid("report.schema.json", { ...report, cost });
    assertValid("cost.schema.json", cost);
    assertValid("graph.schema.json", architectureOf(known));
  });

  it("describe a program that fails, and refuse what no report is", () => {
    const failed: Report = {
      resources: [],
      requirements: [],
      outputs: {},
      error: describeError(new Error("e")),
    };
    assertValid("report.schema.json", failed);
    assert.deepEqual(problemsOf("report.schema.json", { ...failed, requirement: [] }).length, 1);
    assert.deepEqual(
      problemsOf("report.schema.json", { ...failed, requirements: [{ id: "a" }] }).length > 0,
      true,
    );
  });

  it("describe what doctor finds", async () => {
    let printed = "";
    const image = `127.0.0.1:1/ml/fraud@sha256:${"a".repeat(64)}`;
    await doctorCommand(
      { image, json: true },
      { environment: { HOME: "/nonexistent" }, stdout: { write: (text) => (printed += text) } },
    );
    assertValid("doctor.schema.json", JSON.parse(printed));
  });

  it("describe the answers of an evidence run", () => {
    const collected = { endpoints: {}, registryLines: [], loadBalancerLines: [], credentialsLines: {} };
    assertValid("evidence.schema.json", {
      version: "0.1.0",
      failure: null,
      answers: answerAll(QUESTIONS, collected),
    });
    assertValid("evidence.schema.json", { version: "0.1.0", failure: "interrupted", answers: [] });
  });

  it("describe every rehearsal.json, with the fields that are read", () => {
    const folders = readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" });
    const files = folders
      .filter((path) => path.endsWith("rehearsal.json") && !path.includes("node_modules"))
      .map((path) => join(ROOT, "examples", path));
    assert.ok(files.length > 5 && files.every(existsSync));
    for (const file of files) assertValid("rehearsal.schema.json", JSON.parse(readFileSync(file, "utf8")));
    assert.equal(problemsOf("rehearsal.schema.json", { payloads: "x" }).length, 1);
    const { properties = {} } = jsonSchemas().get("rehearsal.schema.json") ?? {};
    const folder = mkdtempSync(join(tmpdir(), "rehearsal-json-"));
    try {
      writeFileSync(join(folder, "rehearsal.json"), JSON.stringify({ unknown: 1 }));
      assert.throws(
        () => readRehearsalSettings(folder),
        (error: Error) => {
          const [, fields = ""] = /expected one of: (.*)$/.exec(error.message) ?? [];
          assert.deepEqual((JSON.parse(`[${fields}]`) as string[]).sort(), Object.keys(properties).sort());
          return true;
        },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
