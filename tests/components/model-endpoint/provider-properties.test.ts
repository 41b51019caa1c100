import assert from "node:assert/strict";
import { join } from "node:path";
import * as ts from "typescript";
import type { ModelEndpointArgs } from "../../../components/model-endpoint";
import { kindsOfModels, linearShift, shadowTest } from "./every-argument";
import { make } from "./recorded-endpoint";

const PACKAGE = join(__dirname, "..", "..", "..", "node_modules", "@pulumi", "aws", "sagemaker");
const REGION = "is the provider's, as for every other resource";
const NAME = "is left to Pulumi, so that a new one can be made before the old one is deleted";
const MODEL_PACKAGE = "model packages cannot say that their images are in a private registry";
const variantReasons = (list: string): Record<string, string> => ({
  [`${list}[].acceleratorType`]: "AWS no longer offers Elastic Inference",
  [`${list}[].managedInstanceScaling`]: "AWS refuses it where a variant names its model",
  [`${list}[].serverlessConfig`]: "AWS offers it neither for images of private registries nor in a VPC",
});

/** Each of the provider's resources: what it is called, and the properties that no argument reaches, with the reason. */
const RESOURCES: readonly { file: string; args: string; type: string; reasons: Record<string, string> }[] = [
  {
    file: "model.d.ts",
    args: "ModelArgs",
    type: "aws:sagemaker/model:Model",
    reasons: {
      name: NAME,
      region: REGION,
      "containers[].inferenceSpecificationName": MODEL_PACKAGE,
      "containers[].modelPackageName": MODEL_PACKAGE,
      "primaryContainer.containerHostname": "SageMaker ignores it where a model has one container",
      "primaryContainer.inferenceSpecificationName": MODEL_PACKAGE,
      "primaryContainer.modelPackageName": MODEL_PACKAGE,
    },
  },
  {
    file: "endpointConfiguration.d.ts",
    args: "EndpointConfigurationArgs",
    type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
    reasons: {
      executionRoleArn: "is for inference components; here each model has its role",
      name: NAME,
      namePrefix: NAME,
      region: REGION,
      ...variantReasons("productionVariants"),
      ...variantReasons("shadowProductionVariants"),
    },
  },
  {
    file: "endpoint.d.ts",
    args: "EndpointArgs",
    type: "aws:sagemaker/endpoint:Endpoint",
    reasons: { region: REGION },
  },
];

describe("every property of the provider's resources for hosting", () => {
  let program: ts.Program;
  const seen = new Map<string, Set<string>>();

  before(async function () {
    this.timeout(120_000);
    program = ts.createProgram(
      RESOURCES.map(({ file }) => join(PACKAGE, file)),
      { skipLibCheck: true, types: [] },
    );
    const programs: readonly ModelEndpointArgs[] = [kindsOfModels, shadowTest, linearShift];
    for (const args of programs) {
      const graph = await make(args);
      for (const { type } of RESOURCES) {
        const paths = seen.get(type) ?? new Set();
        for (const { inputs } of graph.ofType(type)) collect(inputs, "", paths);
        seen.set(type, paths);
      }
    }
  });

  for (const { file, args, type, reasons } of RESOURCES) {
    const isExcused = (path: string): boolean =>
      Object.keys(reasons).some((reason) => path === reason || path.startsWith(`${reason}.`));

    it(`${args}: is reached by an argument, or has a reason not to be`, () => {
      const { properties } = declared(program, join(PACKAGE, file), args);
      assert.ok(properties.length > 4, "the declarations were not read");
      const paths = seen.get(type) ?? new Set();
      assert.deepEqual(
        properties.filter((path) => !paths.has(path) && !isExcused(path)),
        [],
      );
    });

    it(`${args}: has no reason that is out of date, and is given nothing that it does not know`, () => {
      const { properties, maps } = declared(program, join(PACKAGE, file), args);
      const paths = [...(seen.get(type) ?? [])];
      assert.deepEqual(
        Object.keys(reasons).filter((path) => !properties.includes(path)),
        [],
      );
      assert.deepEqual(paths.filter(isExcused), []);
      assert.deepEqual(
        paths.filter((path) => !properties.includes(path) && !maps.some((map) => path.startsWith(`${map}.`))),
        [],
      );
    });
  }
});

/** The paths of all that resources were given, with `[]` for every item of a list. */
function collect(value: unknown, path: string, into: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collect(item, `${path}[]`, into);
  else if (value !== null && typeof value === "object") {
    for (const [name, each] of Object.entries(value)) {
      const below = path === "" ? name : `${path}.${name}`;
      into.add(below);
      collect(each, below, into);
    }
  }
}

/** The paths of all properties that an interface declares, and of those among them that are maps. */
function declared(
  program: ts.Program,
  fileName: string,
  interfaceName: string,
): { properties: string[]; maps: string[] } {
  const checker = program.getTypeChecker();
  const properties: string[] = [];
  const maps: string[] = [];
  const walkType = (type: ts.Type, path: string): void => {
    for (const property of type.getProperties()) {
      const declaration = property.valueDeclaration;
      assert.ok(declaration !== undefined && ts.isPropertySignature(declaration), property.name);
      const below = path === "" ? property.name : `${path}.${property.name}`;
      properties.push(below);
      if (declaration.type !== undefined) walkNode(declaration.type, below);
    }
  };
  const walkNode = (node: ts.TypeNode, path: string): void => {
    if (ts.isUnionTypeNode(node)) for (const each of node.types) walkNode(each, path);
    else if (ts.isArrayTypeNode(node)) walkNode(node.elementType, `${path}[]`);
    else if (ts.isTypeLiteralNode(node)) maps.push(path);
    else if (ts.isTypeReferenceNode(node)) {
      const [argument] = node.typeArguments ?? [];
      if (argument !== undefined) walkNode(argument, path);
      else walkType(checker.getTypeFromTypeNode(node), path);
    }
  };
  const source = program.getSourceFile(fileName);
  const declaration = source?.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  assert.ok(declaration !== undefined, `${fileName} declares no ${interfaceName}`);
  walkType(checker.getTypeAtLocation(declaration), "");
  return { properties, maps };
}
