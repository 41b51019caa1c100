import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PYTHON, readPython } from "./python-program";
import { EXPRESSION, problemsWith, type Language } from "../generated/schema-values";

const { load } = createRequire(__filename)("js-yaml") as { load(text: string): unknown };
const examples = join(__dirname, "../../examples");
const read = (...path: string[]): string => readFileSync(join(examples, ...path), "utf8");

/** What a project says of a key of its configuration. */
interface Key {
  readonly type?: string;
  readonly items?: { readonly type: string };
  readonly default?: unknown;
}

interface Project {
  readonly packages: Record<string, string>;
  readonly config: Record<string, Key>;
  readonly resources: Record<string, { type: string; properties: Record<string, unknown> }>;
  readonly outputs: Record<string, string>;
}

const projectOf = (example: string): Project => load(read(example, "Pulumi.yaml")) as Project;

const YAML: Language = { nameOf: (name) => name, enumOf: () => undefined };

describe("the examples in other languages", () => {
  for (const example of ["python", "python-new-registry"])
    it(`${example} makes a component with arguments that the schema has, and exports outputs that it has`, function () {
      const program = readPython(read(example, "__main__.py"));
      if (program === undefined) {
        console.log("      skipped: python3 is not installed");
        return this.skip();
      }
      const { components, exported, config } = program;
      assert.equal(components.length, 1);
      for (const { class: name, arguments: given } of components)
        assert.deepEqual(problemsWith(name, given, exported, PYTHON), []);
      assert.deepEqual(config.sort(), Object.keys(projectOf(example).config).sort());
    });

  for (const example of ["yaml", "yaml-new-registry"])
    it(`${example} makes components with properties that the schema has, of outputs and configuration that are there`, () => {
      const { resources, outputs, config } = projectOf(example);
      const references = [...JSON.stringify({ resources, outputs }).matchAll(/\$\{([^}]+)\}/g)].map(
        ([, to = ""]) => to,
      );
      assert.deepEqual(
        Object.keys(config).filter((key) => !references.includes(key)),
        [],
        "unused configuration",
      );
      for (const reference of references)
        assert.ok(String(reference.split(".")[0]) in { ...resources, ...config }, reference);
      for (const [name, { type, properties }] of Object.entries(resources)) {
        const [, component = ""] = /^sagemaker-private-registry:(\w+)$/.exec(type) ?? [];
        const taken = references.flatMap((each) =>
          each.startsWith(`${name}.`) ? [each.slice(name.length + 1)] : [],
        );
        const given = JSON.parse(
          JSON.stringify(properties)
            .replace(/"\$\{([^}]+)\}"/g, `{"${EXPRESSION}":"$1"}`)
            .replace(/\{"fn::(\w+)":"[^"]*"\}/g, `{"${EXPRESSION}":"$1"}`),
        ) as Record<string, unknown>;
        assert.deepEqual(problemsWith(component, given, taken, YAML), []);
      }
    });

  for (const example of ["go", "python", "yaml"])
    it(`${example} takes the package of this repository, and the configuration of the example in TypeScript`, () => {
      const { packages, config } = projectOf(example);
      assert.deepEqual(packages, { "sagemaker-private-registry": "../../plugin" });
      const keys = (of: Project["config"]) =>
        Object.entries(of).map(([key, { type = "string", items, default: given }]) => ({
          key,
          type,
          items: items?.type,
          given,
        }));
      assert.deepEqual(keys(config), keys(projectOf("existing-registry").config));
    });

  it("arguments that the schema does not have are found", () => {
    const given = {
      image: 1,
      instanceTyp: "ml.m5.large",
      registry: { cidrBlocks: ["10.0.0.0/8"], cidr: [] },
      network: { lambdaRoute: { kind: "Nowhere" } },
    };
    assert.deepEqual(problemsWith("PrivateInference", given, ["endpointNam"], YAML), [
      "endpointNam: is no output of PrivateInference",
      "image: is no string",
      "instanceTyp: is not known",
      "network.lambdaRoute.kind: is none of Create, Adopt, PrivateZone, ExternalDns, Provided",
      "registry.cidr: is not known",
    ]);
  });
});
