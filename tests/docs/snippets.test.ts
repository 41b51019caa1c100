// The programs in the documents, held against the package as it is.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as ts from "typescript";
import { ModelEndpoint } from "../../components/model-endpoint";
import { record } from "../../testing";
import { codeOf, documentAt, DOCUMENTS, ROOT } from "./markdown";
import { base } from "../components/model-endpoint/recorded-endpoint";
import { PYTHON, readPython } from "../examples/python-program";
import { problemsWith } from "../generated/schema-values";

const { load } = createRequire(__filename)("js-yaml") as { load(text: string): unknown };

/** What a program that does not say so imports. */
const IMPORTS = `
import * as pulumi from "@pulumi/pulumi";
import { InferenceExecutionMode, InternetAccess, ModelEndpoint, PrivateInference, type PrivateInferenceArgs } from "sagemaker-private-registry";
`;
/** What programs take from where they stand. */
const GIVEN = `
declare const config: import("@pulumi/pulumi").Config;
declare const args: import("sagemaker-private-registry").ModelEndpointArgs;
declare const aws: { cloudwatch: { LogGroup: new (name: string, args: object) => import("@pulumi/pulumi").Resource } };
declare const credentialsSecretArn: string, validationZoneId: string, vpcId: string, subnetIds: string[];
`;

/** A program made of what a document shows: a whole one, statements, or some arguments. */
function programOf(code: string): string {
  if (/^import /m.test(code)) return GIVEN + code;
  const isArguments = /^\w+:/.test(code);
  return (
    IMPORTS + GIVEN + (isArguments ? `export const given: Partial<PrivateInferenceArgs> = {${code}};` : code)
  );
}

/** What the compiler says of programs, by their names. */
function errorsIn(programs: ReadonlyMap<string, string>): Map<string, readonly string[]> {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ["node"],
    paths: {
      "sagemaker-private-registry": [join(ROOT, "index.ts")],
      "sagemaker-private-registry/*": [join(ROOT, "*", "index.ts")],
    },
  };
  const texts = new Map([...programs].map(([name, text]) => [join(ROOT, `${name}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const onDisk = { getSourceFile: host.getSourceFile, fileExists: host.fileExists };
  host.fileExists = (file) => texts.has(file) || onDisk.fileExists(file);
  host.getSourceFile = (file, version, ...more) => {
    const text = texts.get(file);
    return text === undefined
      ? onDisk.getSourceFile(file, version, ...more)
      : ts.createSourceFile(file, text, version);
  };
  // No argument has a type of the providers', which take long to read.
  host.resolveModuleNameLiterals = (literals, file, redirected, given, source) =>
    literals.map((literal) => {
      if (/^@pulumi\/(aws|awsx|random)\b/.test(literal.text)) return { resolvedModule: undefined };
      const mode = ts.getModeForUsageLocation(source, literal, given);
      return ts.resolveModuleName(literal.text, file, given, host, undefined, redirected, mode);
    });
  const program = ts.createProgram([...texts.keys()], options, host);
  return new Map(
    [...programs.keys()].map((name) => [
      name,
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(join(ROOT, `${name}.ts`)))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    ]),
  );
}

describe("the programs in the documents", function () {
  this.timeout(60_000);

  it("in TypeScript compile, and would not with an argument that there is not", () => {
    const shown = DOCUMENTS.flatMap((document) =>
      codeOf(document, "ts").map((code, index): [string, string] => [
        `${document.path.replaceAll(/\W/g, "-")}-${index}`,
        programOf(code),
      ]),
    );
    assert.ok(shown.length >= 5, "the pattern has lost the programs");
    const [[, first = ""] = []] = shown;
    const errors = errorsIn(new Map([...shown, ["mistaken", first.replace("cidrBlocks:", "cidrBlock:")]]));
    assert.match(errors.get("mistaken")?.join() ?? "", /'cidrBlock' does not exist/);
    errors.delete("mistaken");
    assert.deepEqual(
      [...errors].filter(([, found]) => found.length > 0),
      [],
    );
  });

  it("in Python have arguments that the schema has", function () {
    const programs = DOCUMENTS.flatMap((document) => codeOf(document, "python")).map(readPython);
    assert.ok(programs.length > 0);
    for (const program of programs) {
      if (program === undefined) {
        console.log("      skipped: python3 is not installed");
        return this.skip();
      }
      assert.ok(program.components.length > 0);
      for (const { class: name, arguments: given } of program.components)
        assert.deepEqual(problemsWith(name, given, program.exported, PYTHON), []);
    }
  });

  it("in JSON, YAML and for a shell can be read", () => {
    const shell = (code: string): string =>
      spawnSync("bash", ["-n"], { input: code, encoding: "utf8" }).stderr;
    const problem = (read: () => unknown): string => {
      try {
        read();
        return "";
      } catch (error) {
        return String(error);
      }
    };
    const readers: Readonly<Record<string, (code: string) => string>> = {
      json: (code) => problem(() => JSON.parse(code)),
      yaml: (code) => problem(() => load(code)),
      sh: shell,
      bash: shell,
    };
    // A placeholder that is not quoted would be a redirection.
    assert.ok(shell("aws describe <name>\n") !== "" && readers.json?.("{") !== "");
    const blocks = Object.entries(readers).flatMap(([language, read]) =>
      DOCUMENTS.flatMap((document) =>
        codeOf(document, language).map((code) => ({ path: document.path, code, said: read(code) })),
      ),
    );
    assert.ok(blocks.length > 30, "the pattern has lost the blocks");
    assert.deepEqual(
      blocks.filter(({ said }) => said !== ""),
      [],
    );
  });

  it("in YAML give names that the component takes, and without their exceptions it refuses them", async () => {
    const [yaml = assert.fail(), ...more] = codeOf(documentAt("docs/updates.md"), "yaml");
    assert.deepEqual(more, []);
    const { "pulumi:autonaming": naming } = load(yaml) as { "pulumi:autonaming": Record<string, unknown> };
    const refusal = async (autonaming: object): Promise<unknown> => {
      let refused: unknown;
      await record(
        () => {
          try {
            new ModelEndpoint("fraud", base);
          } catch (error) {
            refused = error;
          }
        },
        { config: { "pulumi:autonaming": JSON.stringify(autonaming) } },
      );
      return refused;
    };
    assert.equal(await refusal(naming), undefined);
    assert.match(String(await refusal({ mode: naming.mode })), /without a random part/);
  });
});
