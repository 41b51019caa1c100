import { getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import type { PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";
import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, sep } from "node:path";
import * as ts from "typescript";
import * as exported from "../../index";
import type { Schema } from "../../scripts/schema-additions";
import { analyze, FORMS_PATH, print, printForms, SCHEMA_PATH, type Analysis } from "../../scripts/schema";

const PACKAGE = "sagemaker-private-registry";
const root = join(__dirname, "..", "..");

/**
 * The arguments that must be known before the deployment starts, each with the reason. Everything else is an Input, so
 * that it can come out of another resource.
 */
const PLAIN: Record<string, string> = {
  "AutoRollbackConfiguration.alarms": "names the alarms that are made",
  "CredentialsProviderArgs.credentials": "decides whether a secret is made",
  "CredentialsProviderArgs.function": "decides whether the function is in a VPC",
  "DeploymentConfig.autoRollbackConfiguration": "decides which alarms are made",
  "EndpointAlarm.variant": "names one of the variants that are made",
  "EndpointAlarmRule.metric": "decides whether the alarm is of a variant",
  "EndpointAlarmRule.statistic": "goes with the metric, and decides what thresholds mean",
  "EndpointDashboard.registry": "decides which graphs are made, and holds Inputs",
  "EndpointMonitoring.alarms": "names the alarms that are made",
  "EndpointMonitoring.dashboard": "decides whether a dashboard is made",
  "ExecutionRoleSettings.managedPolicyArns": "decides which attachments are made",
  "ExistingRegistry.anonymous": "decides whether a function is made",
  "ExistingRegistry.authorizationServer": "decides which rules are made",
  "ExistingRegistry.credentials": "decides whether a secret is made",
  "ExistingRegistry.credentialsFunction": "decides whether the function is in a VPC",
  "FunctionSettings.vpc": "decides whether the function is in a VPC, and so what its role may do",
  "HostedModel.containers": "decides which checks of the images are made",
  "HostedModel.inferenceExecutionMode": "decides which containers must have a name",
  "HostingSettings.asyncInference": "decides whether shadow variants may be given, and holds Inputs",
  "HostingSettings.dataCapture": "is one block of the configuration, and holds Inputs",
  "HostingSettings.deploymentConfig": "decides which alarms are made",
  "HostingSettings.modelDataSource": "excludes modelDataUrl, and holds Inputs",
  "HostingSettings.models": "decides which models are made",
  "HostingSettings.monitoring": "decides which alarms are made",
  "HostingSettings.scaling": "decides which policies are made",
  "HostingSettings.shadowVariants": "names the model that each variant serves",
  "HostingSettings.variants": "names the model that each variant serves",
  "ImageDelivery.sourceRegistries": "decides whether the function is made that brings the image",
  "ImageDelivery.stagingFunction": "decides whether the function is in a VPC",
  "ImagePublisherArgs.internetEgress": "decides whether the rule is made",
  "ImagePublisherArgs.sourceRegistries": "decides whether the function is made that brings images of them",
  "ImagePublisherArgs.stagingFunction": "decides whether the function is in a VPC",
  "InferenceRegistry.credentialsFunction": "decides whether the function is in a VPC",
  "ModelContainer.additionalModelDataSources": "names the channels, and holds Inputs",
  "ModelContainer.mode": "decides what model data may be",
  "ModelContainer.modelDataSource": "excludes modelDataUrl, and holds Inputs",
  "ModelEndpointArgs.preflight": "is about what else is made, and holds Inputs",
  "ModelEndpointArgs.waitForNetworkInterfaces": "decides whether the group is made",
  "NetworkLambdaRoute.kind": "decides which resources make the route",
  "NetworkLocation.admitModels": "decides whether the rule is made",
  "NetworkLocation.internet": "decides whether another location must be named",
  "NetworkSettings.availabilityZoneCount": "decides how many subnets are made",
  "NetworkSettings.availabilityZoneIds": "decides how many subnets are made",
  "NetworkSettings.availabilityZoneNames": "decides how many subnets are made",
  "NetworkSettings.cidrBlock": "is divided among the subnets before they are made, and plain in awsx",
  "NetworkSettings.interfaceEndpointPolicyJson": "is about the endpoints that are made, and holds Inputs",
  "NetworkSettings.interfaceEndpoints": "names the endpoints that are made",
  "NetworkSettings.internetAccess": "decides which gateways are made",
  "NetworkSettings.lambdaRoute": "decides which resources make the route",
  "NetworkSettings.s3Endpoint": "decides whether the endpoint is made",
  "NewRegistry.egressCidrBlocks": "decides which rules are made",
  "NewRegistry.imageMirror": "decides whether a repository and the function that fills it are made",
  "NewRegistry.imageMirrorFunction": "decides whether the function is in a VPC",
  "NewRegistry.internetEgress": "decides whether the rule is made",
  "NewRegistry.onDelete": "is an option of the bucket, and options must be known",
  "NewRegistry.pullCidrBlocks": "decides which rules are made",
  "NewRegistry.pullSecurityGroupIds": "decides which rules are made",
  "NewRegistry.pushCidrBlocks": "decides which rules are made",
  "NewRegistry.pushSecurityGroupIds": "decides which rules are made",
  "PreflightFunction.enabled": "decides whether the function is made",
  "PreflightFunction.scheduled": "decides whether a role and an alarm are made",
  "PrivateInferenceArgs.executionRole": "decides whether a role is made",
  "PrivateInferenceArgs.lambdaAccess": "decides which rules are made",
  "PrivateInferenceArgs.network": "decides whether a VPC is made",
  "PrivateInferenceArgs.newRegistry": "decides whether a registry is made",
  "PrivateInferenceArgs.preflight": "decides whether the function is made",
  "PrivateInferenceArgs.publish": "decides whether a publisher is made",
  "PrivateInferenceArgs.registry": "decides whether a registry is made",
  "PrivateInferenceArgs.s3Access": "decides whether the rule is made",
  "ProductionVariant.coreDump": "is one block of the variant, and holds Inputs",
  "ProductionVariant.model": "names one of the models that are made",
  "ProductionVariant.scaling": "decides which policies are made",
  "RegistryAccessArgs.lambdaAccess": "decides which rules are made",
  "RegistryAccessArgs.preflight": "decides whether the function is made",
  "StepScaling.alarm": "is about an alarm that is made, and holds Inputs",
  "TargetTracking.metric": "decides which other arguments there are",
  "VariantScaling.minCapacity": "decides whether the policy that starts the first instance is made",
  "VariantScaling.scheduledActions": "names the actions that are made",
  "VariantScaling.stepScaling": "names the policies that are made",
  "VariantScaling.targetTracking": "names the policies that are made",
};

type Property = NonNullable<PackageSpec["types"][string]["properties"]>[string] & {
  readonly secret?: boolean;
};
interface Place {
  /** `Component.property`, `Component → property` for an output, or `Type.property`. */
  readonly path: string;
  readonly property: Property;
}

describe("the package schema", () => {
  let schema: Schema;
  let program: ts.Program;
  let places: { inputs: Place[]; outputs: Place[]; nested: Place[] };

  before(function () {
    this.timeout(120_000);
    const analysis: Analysis = analyze();
    ({ schema, program } = analysis);
    places = { inputs: [], outputs: [], nested: [] };
    for (const [token, resource] of Object.entries(schema.resources)) {
      for (const [name, property] of Object.entries(resource.inputProperties ?? {})) {
        places.inputs.push({ path: `${nameOf(token)}.${name}`, property });
      }
      for (const [name, property] of Object.entries(resource.properties ?? {})) {
        places.outputs.push({ path: `${nameOf(token)} → ${name}`, property });
      }
    }
    for (const [token, type] of Object.entries(schema.types)) {
      for (const [name, property] of Object.entries(type.properties ?? {})) {
        places.nested.push({ path: `${nameOf(token)}.${name}`, property });
      }
    }
  });

  it("is the committed one", () => {
    assert.equal(
      readFileSync(SCHEMA_PATH, "utf8"),
      print(schema),
      "sdk/schema.json is not what the components say: run `npm run generate`",
    );
    assert.equal(
      readFileSync(FORMS_PATH, "utf8"),
      printForms(schema),
      "components/common/forms.json is not what the components say: run `npm run generate`",
    );
  });

  it("holds every component that the package exports", () => {
    assert.deepEqual(
      Object.keys(schema.resources).sort(),
      getPulumiComponents(exported)
        .map((component) => `${PACKAGE}:index:${component.name}`)
        .sort(),
    );
    assert.notEqual(Object.keys(schema.resources).length, 0);
  });

  it("has the tokens under which the components register themselves", () => {
    const registered = sources().flatMap((source) => superTokens(source));
    assert.deepEqual(
      registered.map(({ token }) => token).sort(),
      registered.map(({ name }) => `${PACKAGE}:index:${name}`).sort(),
    );
    for (const token of Object.keys(schema.resources)) {
      assert.equal(
        registered.filter((each) => each.token === token).length,
        1,
        `${token} is registered by no class`,
      );
    }
  });

  it("describes every component, argument, output and nested property", () => {
    const silent = [
      ...Object.entries(schema.resources).map(([token, { description }]) => ({ path: token, description })),
      ...everywhere().map(({ path, property }) => ({ path, description: property.description })),
    ];
    assert.deepEqual(
      silent.filter(({ description }) => !isSentence(description)).map(({ path }) => path),
      [],
      "each needs a sentence above it: no {@link …}, and not on the line of the brace",
    );
  });

  it("describes every interface, closed set and member of one", () => {
    const silent = Object.entries(schema.types).flatMap(([token, type]) => [
      ...(isSentence(type.description) ? [] : [nameOf(token)]),
      ...(type.enum ?? [])
        .filter((member) => !isSentence(member.description))
        .map((member) => `${nameOf(token)}.${member.name}`),
    ]);
    assert.deepEqual(silent, []);
  });

  it("says what an optional argument is by default", () => {
    const ofInputs = reachable(places.inputs);
    const nested = places.nested.filter(({ path }) => ofInputs.has(tokenOf(path)));
    const silent = [...places.inputs, ...nested]
      .filter(
        ({ path, property }) =>
          !required(path) && !/default|required|must be given/i.test(property.description ?? ""),
      )
      .map(({ path }) => path);
    assert.deepEqual(
      silent,
      [],
      "each needs a sentence that says the default, or when it is required or must be given",
    );
  });

  it("types everything", () => {
    const untyped = everywhere()
      .filter(({ property }) => JSON.stringify(property).includes("pulumi.json#/Any"))
      .map(({ path }) => path);
    assert.deepEqual(untyped, []);
  });

  it("refers to nothing outside the package but assets and archives", () => {
    const foreign = references(schema).filter(
      (reference) => !reference.startsWith("#/types/") && !/^pulumi\.json#\/(Asset|Archive)$/.test(reference),
    );
    assert.deepEqual(foreign, []);
    assert.deepEqual(schema.dependencies, []);
  });

  it("takes plain values only where they decide what is made", () => {
    const plain = [...places.inputs, ...places.nested]
      .filter(({ property }) => JSON.stringify(property).includes('"plain":true'))
      .map(({ path }) => declaredAs(path));
    assert.deepEqual(
      [...new Set(plain)].sort(),
      Object.keys(PLAIN).sort(),
      "the plain arguments are not those listed in PLAIN",
    );
  });

  it("keeps the types of arguments and of outputs apart", () => {
    const ofInputs = reachable(places.inputs);
    const shared = [...reachable(places.outputs)].filter(
      (token) => ofInputs.has(token) && schema.types[token]?.enum === undefined,
    );
    assert.deepEqual(shared, []);
  });

  it("has no two interfaces of one name, which the analyzer would merge", () => {
    const twice = Object.keys(schema.types).filter((token) => {
      const files = declarationsOf(nameOf(token)).map((declaration) => declaration.getSourceFile().fileName);
      return new Set(files).size !== 1;
    });
    assert.deepEqual(twice, []);
  });

  it("names only interfaces and closed sets that the package exports", () => {
    const names = exportedNames();
    const hidden = [...Object.keys(schema.types), ...Object.keys(schema.resources)].flatMap((token) => {
      const name = nameOf(token);
      const wanted = schema.resources[token] === undefined ? [name] : [name, `${name}Args`];
      return wanted.filter((each) => !names.has(each));
    });
    assert.deepEqual(hidden, []);
    for (const [token, { enum: members }] of Object.entries(schema.types)) {
      if (members === undefined) continue;
      const set = (exported as Record<string, unknown>)[nameOf(token)];
      assert.deepEqual(
        set,
        Object.fromEntries(members.map((member) => [member.name, member.value])),
        `${nameOf(token)} is exported as a type only`,
      );
    }
  });

  it("names nested types so that no SDK calls them …ArgsArgs", () => {
    assert.deepEqual(
      Object.keys(schema.types).filter((token) => token.endsWith("Args")),
      [],
    );
  });

  it("names the members of closed sets so that no SDK has two things of one name", () => {
    // Go puts the set's name in front of the member's, and behind the names of types: https://github.com/pulumi/pulumi
    const generated = [...Object.keys(schema.types), ...Object.keys(schema.resources)].flatMap((token) =>
      ["", "Args", "Array", "Input", "Map", "Output", "Ptr", "State"].map((suffix) => nameOf(token) + suffix),
    );
    const members = Object.entries(schema.types).flatMap(([token, type]) =>
      (type.enum ?? []).map(({ name }) => nameOf(token) + name),
    );
    assert.deepEqual(
      members.filter((name) => generated.includes(name)),
      [],
    );
    assert.equal(new Set(members).size, members.length);
  });

  it("says who publishes the package, where, and under which license", () => {
    const { publisher, homepage, repository, license, keywords, logoUrl, displayName } = schema;
    for (const each of [publisher, license, displayName]) assert.ok(isSentence(each) || each === "MIT", each);
    for (const url of [homepage, repository, logoUrl]) assert.equal(new URL(url).protocol, "https:");
    assert.ok(logoUrl.startsWith(repository) && existsSync(join(root, "sdk", basename(logoUrl))));
    assert.ok(keywords.includes("kind/component"));
  });

  it("has every number as a whole one, but those that may have a fraction", () => {
    const fractions = everywhere().filter(({ property }) => JSON.stringify(property).includes('"number"'));
    assert.deepEqual(fractions.map(({ path }) => path).sort(), [
      "EndpointAlarm.threshold",
      "EndpointAlarmRule.threshold",
      "ProductionVariant.initialVariantWeight",
      "PublishedImage → size",
      "ScalingAdjustment.metricIntervalLowerBound",
      "ScalingAdjustment.metricIntervalUpperBound",
      "TargetTracking.requestsPerSecond",
      "TargetTracking.safetyFactor",
      "TargetTracking.targetValue",
    ]);
  });

  it("marks every value that is a secret", () => {
    const named = everywhere().filter(({ path }) => /(password|secret|token|credential)$/i.test(path));
    const marked = everywhere().filter(({ property }) => property.secret === true);
    assert.deepEqual(
      marked.map(({ path }) => path),
      named.map(({ path }) => path),
    );
    assert.deepEqual(
      marked.map(({ path }) => path),
      ["RegistryCredentials.password"],
    );
  });

  function everywhere(): Place[] {
    return [...places.inputs, ...places.outputs, ...places.nested];
  }

  function required(path: string): boolean {
    const property = path.split(".").at(-1) ?? "";
    const token = tokenOf(path);
    return (schema.resources[token]?.requiredInputs ?? schema.types[token]?.required ?? []).includes(
      property,
    );
  }

  /** The object types and closed sets that some properties lead to. */
  function reachable(from: readonly Place[]): Set<string> {
    const found = new Set<string>();
    const queue = from.flatMap(({ property }) => references(property));
    for (let reference = queue.pop(); reference !== undefined; reference = queue.pop()) {
      const token = reference.replace("#/types/", "");
      if (found.has(token)) continue;
      found.add(token);
      queue.push(...references(schema.types[token]));
    }
    return found;
  }

  /** The package's own sources that can hold components and their types. */
  function sources(): readonly ts.SourceFile[] {
    return program
      .getSourceFiles()
      .filter(
        ({ fileName }) =>
          fileName.startsWith(join(root, "components") + sep) && !fileName.endsWith(".test.ts"),
      );
  }

  /** Where an interface, a type or a constant of this name is declared. */
  /** A property by the interface that declares it: a component's arguments take over those of others. */
  function declaredAs(path: string): string {
    const [owner = "", name = ""] = path.split(".");
    const [declaration] = [...declarationsOf(`${owner}Args`), ...declarationsOf(owner)];
    assert.ok(declaration !== undefined, path);
    const checker = program.getTypeChecker();
    const property = checker.getPropertyOfType(checker.getTypeAtLocation(declaration), name);
    const parent = property?.declarations?.[0]?.parent;
    assert.ok(parent !== undefined && ts.isInterfaceDeclaration(parent), path);
    return `${parent.name.text}.${name}`;
  }

  function declarationsOf(name: string): ts.Statement[] {
    return sources().flatMap((source) =>
      source.statements.filter(
        (statement) =>
          ((ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
            statement.name.text === name) ||
          (ts.isVariableStatement(statement) &&
            statement.declarationList.declarations.some((each) => each.name.getText() === name)),
      ),
    );
  }

  function exportedNames(): Set<string> {
    const checker = program.getTypeChecker();
    const index = program.getSourceFile(join(root, "index.ts"));
    const symbol = index === undefined ? undefined : checker.getSymbolAtLocation(index);
    assert(symbol !== undefined, "index.ts exports nothing");
    return new Set(checker.getExportsOfModule(symbol).map((each) => each.name));
  }
});

/** The token of the component or type that a path begins with. */
function tokenOf(path: string): string {
  return `${PACKAGE}:index:${path.split(".")[0] ?? ""}`;
}

function nameOf(token: string): string {
  return token.split(":").at(-1) ?? token;
}

function isSentence(text: string | undefined): boolean {
  return text !== undefined && text.trim().length > 3 && !text.includes("[object Object]");
}

function references(value: unknown): string[] {
  return [...JSON.stringify(value ?? {}).matchAll(/"\$ref":"([^"]*)"/g)].map(
    ([, reference = ""]) => reference,
  );
}

/** The classes of a file that extend `ComponentResource`, with the token that each gives to `super`. */
function superTokens(source: ts.SourceFile): { name: string; token: string | undefined }[] {
  return source.statements.filter(ts.isClassDeclaration).flatMap((declaration) => {
    const parent = declaration.heritageClauses?.[0]?.types[0]?.expression.getText() ?? "";
    if (!/\bComponentResource$/.test(parent)) return [];
    return [{ name: declaration.name?.text ?? "", token: superArgument(declaration, source) }];
  });
}

function superArgument(declaration: ts.ClassDeclaration, source: ts.SourceFile): string | undefined {
  let token: string | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) {
      token = literalOf(node.arguments[0], source);
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return token;
}

/** The text of a literal, or of the constant of the same file that names one. */
function literalOf(expression: ts.Expression | undefined, source: ts.SourceFile): string | undefined {
  if (expression === undefined) return undefined;
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (!ts.isIdentifier(expression)) return undefined;
  const constant = source.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find((each) => each.name.getText() === expression.text);
  return literalOf(constant?.initializer, source);
}
