import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import type { Context } from "mocha";
import { imageArchive } from "../cli/test-images";
import type { RunResult } from "./cli";
import type { Project, ProjectOptions, Result } from "./engine";
import { root } from "./plugins";
import { assertNoChange, assertNothingLeft, assertSucceeded, describeEngine } from "./scenario";
import { isOnPath } from "./setup";

/** A text in a program and what takes its place. */
type Edit = readonly [string | RegExp, string];

interface Language {
  readonly name: string;
  /** The file with the program. */
  readonly program: string;
  /** Takes the secret's ARN out of another component, which is unknown at the first preview. */
  readonly unknownSecret: readonly Edit[];
  /** Two mistakes: an instance type that SageMaker does not have, and a name that is misspelled where the compiler allows it. */
  readonly mistakes: readonly Edit[];
  /** How the language writes the names of arguments in errors. */
  readonly misspelled?: RegExp;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "python",
    program: "__main__.py",
    unknownSecret: [
      [
        `config.require("credentialsSecretArn")`,
        `private_registry.CredentialsProvider("own", credentials={"username": "u", "password": "hunter2hunter2"}).credentials_secret_arn`,
      ],
    ],
    mistakes: [
      [`"ml.m5.large"`, `"m5.large"`],
      [`"subnet_ids"`, `"subnet_id"`],
    ],
    misspelled: /network\.subnet_id: is an unknown property; did you mean subnet_ids\?/,
  },
  {
    name: "go",
    program: "main.go",
    unknownSecret: [
      [
        "fraud, err :=",
        `own, err := registry.NewCredentialsProvider(ctx, "own", &registry.CredentialsProviderArgs{
			Credentials: &registry.RegistryCredentialsArgs{
				Username: pulumi.String("u"),
				Password: pulumi.String("hunter2hunter2"),
			},
		})
		if err != nil {
			return err
		}
		fraud, err :=`,
      ],
      [`pulumi.String(conf.Require("credentialsSecretArn"))`, "own.CredentialsSecretArn"],
    ],
    mistakes: [[`"ml.m5.large"`, `"m5.large"`]],
  },
  {
    name: "yaml",
    program: "Pulumi.yaml",
    unknownSecret: [
      // A project's copy of it is JSON.
      [
        `"resources":{`,
        `"resources":{"own":{"type":"sagemaker-private-registry:CredentialsProvider","properties":{"credentials":{"username":"u","password":"hunter2hunter2"}}},`,
      ],
      ["${credentialsSecretArn}", "${own.credentialsSecretArn}"],
    ],
    mistakes: [["ml.m5.large", "m5.large"]],
  },
];

const EXISTING_REGISTRY = join(root, "examples", "existing-registry", "rehearsal.json");
const files = { "image.tar": imageArchive({ layers: [[{ path: "serve", content: "#!/bin/sh" }]] }) };
const CHANGED = `sha256:${"b".repeat(64)}`;

/** Images outlive their registry. */
const IMAGES = /^aws:s3\/bucket\w*:\w+ demo-registry-images-/;

const edit = (project: Project, program: string, edits: readonly Edit[]): void => {
  const file = join(project.folder, program);
  const before = readFileSync(file, "utf8");
  const after = edits.reduce((text, [from, to]) => text.replace(from, to), before);
  if (edits.length > 0) assert.notEqual(after, before);
  writeFileSync(file, after);
};

const typesOf = ({ changes }: Result, op: RegExp): string[] =>
  changes.filter((step) => op.test(step.op)).map(({ type }) => type.replace(/^.*:/, ""));

/** As each language writes it. */
const WRONG_TYPE = /(instanceType|instance_type|InstanceType): is "m5\.large"/;

/**
 * What the SDKs of Go and Python add to an error, as docs/troubleshooting.md says: the engine has stopped by then, which they do
 * not expect. Python's comes with a traceback, and is no error to the engine.
 */
const SHUT_DOWN = /resource monitor shut down/;

/** Holds that bad input is one error, before anything is made. */
function assertOneError(result: Result): void {
  const errors = result.errors.filter(
    ({ message }) => !/^(update|preview) failed$/.test(message) && !SHUT_DOWN.test(message),
  );
  assert.notEqual(result.exitCode, 0);
  assert.equal(errors.length, 1, errors.map(({ message }) => message).join("\n"));
  assert.deepEqual(result.operations, []);
}

/** Hosts of YAML are released apart from the CLI: one that is older than the CLI cannot start a plugin in Node.js. */
const OLD_HOST = /flag provided but not defined: -root|method Link not implemented/;

function skipOldHost(test: Context, { stdout, stderr }: RunResult): void {
  if (!OLD_HOST.test(stdout + stderr)) return;
  console.log(
    "SKIPPED: this pulumi-language-yaml is older than the CLI, and cannot start a plugin in Node.js",
  );
  test.skip();
}

for (const { name, program, unknownSecret, mistakes, misspelled } of LANGUAGES) {
  describeEngine(`a program in ${name}`, (createProject) => {
    before(function () {
      if (isOnPath(`pulumi-language-${name}`)) return;
      console.log(`SKIPPED: programs in ${name}: pulumi-language-${name} not found on PATH`);
      this.skip();
    });

    async function installed(test: Context, options: ProjectOptions): Promise<Project> {
      const project = await createProject({
        ...options,
        // Nobody's npm may need to run scripts.
        environment: { npm_config_ignore_scripts: "true", GOFLAGS: "-mod=mod" },
      });
      const install = await project.run(["install"], 900_000);
      skipOldHost(test, install);
      assert.equal(install.exitCode, 0, `${install.stdout}${install.stderr}`);
      // The first time it compiles Pulumi's SDK, which takes minutes.
      if (name === "go")
        execFileSync("go", ["build", "-o", devNull, "."], {
          cwd: project.folder,
          env: project.environment(),
        });
      return project;
    }

    it("with a registry that exists: preview with unknown values, up, no change, a new image, destroy", async function () {
      const { config = {} } = JSON.parse(readFileSync(EXISTING_REGISTRY, "utf8")) as Pick<
        ProjectOptions,
        "config"
      >;
      const project = await installed(this, { example: `examples/${name}`, config });
      edit(project, program, mistakes);
      const refused = await project.preview();
      const said = refused.stdout + refused.stderr;
      assert.match(said, WRONG_TYPE);
      if (misspelled !== undefined) assert.match(said, misspelled);
      assertOneError(refused);
      edit(
        project,
        program,
        mistakes.map(([from, to]) => [to, String(from)]),
      );

      edit(project, program, unknownSecret);
      assertSucceeded(await project.preview());
      assertSucceeded(await project.up());
      assertNoChange(await project.up());
      project.setConfig({ image: String(config.image).replace(/sha256:.*/, CHANGED) });
      const changed = await project.up();
      assertSucceeded(changed);
      assert.ok(typesOf(changed, /^replace|create/).includes("Model"));
      assert.deepEqual(typesOf(changed, /^update$/).includes("Endpoint"), true);
      assert.ok((await project.outputs()).endpointName !== undefined);
      assertSucceeded(await project.destroy());
      assertNothingLeft(project.account());
    });

    it("with a registry of its own: preview, up, no change, another instance type, destroy", async function () {
      const config = { domainName: "registry.ml.example.com", validationZoneId: "Z0123456789ABCDEFGHIJ" };
      const project = await installed(this, { example: `examples/${name}-new-registry`, config, files });
      project.setConfig({ instanceType: "m5.large" });
      const refused = await project.preview();
      assertOneError(refused);
      assert.match(refused.stdout + refused.stderr, WRONG_TYPE);
      project.setConfig({ instanceType: "ml.m5.large" });
      assertSucceeded(await project.preview());
      assertSucceeded(await project.up());
      assertNoChange(await project.up());
      project.setConfig({ instanceType: "ml.c5.large" });
      const changed = await project.up();
      assertSucceeded(changed);
      assert.deepEqual(
        changed.operations.map(({ kind, name }) => `${kind} ${name}`),
        ["create demo-config", "update demo-endpoint", "delete demo-config"],
      );
      assertSucceeded(await project.destroy());
      assertNothingLeft(project.account(), IMAGES);
    });
  });
}
