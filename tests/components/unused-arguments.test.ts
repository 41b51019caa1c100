import assert from "node:assert/strict";
import ts from "typescript";
import forms from "../../components/common/forms.json";

/** The name of a property that the test adds to an interface, and that nothing uses. */
const unusedProperty = (name: string): string => `unusedPropertyOf${name}`;

const INTERFACE = /^export interface (\w+)(?: extends ([\w, ]+))? \{$/gm;

/** The interfaces of arguments, as the schema has them, and those that they extend. */
function argumentInterfaces(sources: readonly string[]): ReadonlySet<string> {
  const parents = new Map(
    sources.flatMap((text) =>
      [...text.matchAll(INTERFACE)].map(([, name = "", list = ""]) => [name, list.split(/, */)] as const),
    ),
  );
  const published = [
    ...Object.keys(forms.components).map((component) => `${component}Args`),
    ...Object.entries(forms.types).flatMap(([token, type]) =>
      "properties" in type ? [token.slice(token.lastIndexOf(":") + 1)] : [],
    ),
  ];
  const found = new Set<string>();
  const add = (name: string): void => {
    if (!parents.has(name)) return;
    found.add(name);
    parents.get(name)?.forEach(add);
  };
  published.forEach(add);
  return found;
}

/** Compiles the components with a property more in each of the interfaces, and returns what the compiler says. */
function compileWithUnusedProperties(): { readonly names: ReadonlySet<string>; readonly errors: string } {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path)).config,
    ts.sys,
    ".",
  );
  const files = ts.sys.readDirectory("components", [".ts"], ["**/*.test.ts"]);
  const names = argumentInterfaces(files.map((file) => ts.sys.readFile(file) ?? ""));
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const readFile = host.readFile.bind(host);
  host.getSourceFile = (path, languageVersionOrOptions) => {
    const text = readFile(path);
    if (text === undefined) return undefined;
    const changed = path.includes("node_modules")
      ? text
      : text.replace(INTERFACE, (line, name: string) =>
          names.has(name) ? `${line} ${unusedProperty(name)}?: number;` : line,
        );
    return ts.createSourceFile(path, changed, languageVersionOrOptions);
  };
  const program = ts.createProgram(files, { ...options, noEmit: true }, host);
  const diagnostics = program
    .getSourceFiles()
    .filter(({ fileName }) => !fileName.includes("node_modules"))
    .flatMap((file) => program.getSemanticDiagnostics(file));
  const errors = diagnostics
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))
    .join("\n");
  return { names, errors };
}

/** Interfaces that are not checked by a table yet. */
const WITHOUT_TABLE: readonly string[] = [
  "AutoRollbackConfiguration",
  "BlueGreenUpdatePolicy",
  "CapacitySize",
  "CustomizedScalingMetric",
  "DashboardRegistry",
  "DeploymentConfig",
  "EndpointAlarm",
  "EndpointAlarmRule",
  "EndpointDashboard",
  "EndpointMonitoring",
  "ImageDelivery",
  "InferencePreflight",
  "InferenceRegistry",
  "MetricIdentity",
  "PrivateInferenceArgs",
  "RollingUpdatePolicy",
  "ScalingAdjustment",
  "ScalingMetricQuery",
  "ScheduledScaling",
  "StepScaling",
  "TargetTracking",
  "TrafficRoutingConfiguration",
  "VariantScaling",
];

describe("A declared argument that nothing uses", () => {
  it("does not compile, whichever interface declares it", function () {
    this.timeout(120_000);
    const { names, errors } = compileWithUnusedProperties();
    assert.ok(names.size > 50, `only ${names.size} interfaces`);
    const compiled = [...names].filter((name) => !new RegExp(`\\b${unusedProperty(name)}\\b`).test(errors));
    assert.deepEqual(compiled.sort(), WITHOUT_TABLE, "these interfaces take a property that nothing uses");
  });
});
