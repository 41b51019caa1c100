import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtimeOf, spelled } from "../../plugin/language";

const NAMES = new Set([
  "network",
  "subnetIds",
  "credentialsSecretArn",
  "instanceType",
  "destinationS3Uri",
  "credentials",
]);
const MESSAGE = [
  'PrivateInference "subnetIds" has 3 problems in its arguments:',
  '  - network.subnetIds[0]: is "subnetIds", but must be the id of a subnet',
  "  - credentialsSecretArn: none is given, but exactly one of credentialsSecretArn, credentials must be",
  "  - environment.Key: is 1 (https://docs.aws.amazon.com/x/subnetIds)",
].join("\n");

describe("the names of arguments in the plugin's errors", () => {
  it("are in snake case for Python, in paths and sentences, but not in values and addresses", () => {
    assert.equal(
      spelled(MESSAGE, "python", NAMES),
      [
        'PrivateInference "subnetIds" has 3 problems in its arguments:',
        '  - network.subnet_ids[0]: is "subnetIds", but must be the id of a subnet',
        "  - credentials_secret_arn: none is given, but exactly one of credentials_secret_arn, credentials must be",
        "  - environment.Key: is 1 (https://docs.aws.amazon.com/x/subnetIds)",
      ].join("\n"),
    );
    assert.equal(
      spelled("  - destinationS3Uri: is missing", "python", NAMES),
      "  - destination_s3_uri: is missing",
    );
  });

  it("begin with a capital for Go and .NET", () => {
    for (const runtime of ["go", "dotnet"]) {
      assert.match(spelled(MESSAGE, runtime, NAMES), /- Network\.SubnetIds\[0\]: is "subnetIds"/);
      assert.match(
        spelled(MESSAGE, runtime, NAMES),
        /exactly one of CredentialsSecretArn, credentials must be/,
      );
    }
  });

  it("are those of the schema for all others", () => {
    for (const runtime of ["yaml", "nodejs", "java", "constructor", undefined])
      assert.equal(spelled(MESSAGE, runtime, NAMES), MESSAGE);
  });
});

describe("the runtime of a project", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "plugin-language-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [title, text, runtime] of [
    ["by its name", "name: a\nruntime: go\nmain: x\n", "go"],
    ["as an object", "name: a\nruntime:\n  name: python\n  options:\n    name: x\n", "python"],
    [
      "as an object whose name comes last",
      "runtime:\n  options:\n    toolchain: pip\n  name: python\n",
      "python",
    ],
    ["in JSON", '{"name":"a","runtime":{"name":"python","options":{}}}', "python"],
    ["in JSON by its name", '{"name":"a","runtime":"yaml"}', "yaml"],
    ["in quotes", 'runtime: "dotnet"\n', "dotnet"],
  ] as const)
    it(`is read ${title}, also from a folder below`, () => {
      writeFileSync(join(folder, "Pulumi.yaml"), text);
      mkdirSync(join(folder, "program"));
      assert.equal(runtimeOf(folder), runtime);
      assert.equal(runtimeOf(join(folder, "program")), runtime);
    });

  it("is unknown outside of projects", () => {
    assert.equal(runtimeOf(folder), undefined);
  });
});
