// The files of a project: Pulumi.yaml, the program, its configuration and the modules that it takes.
import { transformSync } from "esbuild";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "./plugins";

const { load } = createRequire(__filename)("js-yaml") as { load(text: string): unknown };

/** What a Pulumi.yaml says. JSON is YAML: the project's own is written as JSON. */
type ProjectFile = Readonly<Record<string, unknown>> & {
  readonly name: string;
  readonly packages?: Readonly<Record<string, string>>;
};

const RUNTIME = { name: "nodejs", options: { typescript: false } };

/** Lays a project with a program of a scenario's own. */
export function layProgram(folder: string, name: string, program: string): void {
  writeProject(folder, { name, runtime: RUNTIME, main: "index.js" });
  writeProgram(folder, program);
}

/** Lays a copy of an example in any language; returns its name, and what `rehearsal.json` says of its configuration. */
export function layExample(folder: string, example: string): ExampleFiles {
  cpSync(join(root, example), folder, { recursive: true });
  const project = load(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as ProjectFile;
  if (project.packages !== undefined) {
    // The plugin is run from this checkout, as the example says.
    const packages = Object.entries(project.packages).map(
      ([name, path]) => [name, join(root, example, path)] as const,
    );
    writeProject(folder, { ...project, packages: Object.fromEntries(packages) });
  } else {
    writeProject(folder, { ...project, runtime: RUNTIME, main: "index.js" });
    for (const source of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
      const file = join(folder, source);
      writeModule(file.replace(/\.ts$/, ".js"), readFileSync(file, "utf8"));
      rmSync(file);
    }
  }
  const rehearsal = join(folder, "rehearsal.json");
  const { config = {} } = existsSync(rehearsal)
    ? (JSON.parse(readFileSync(rehearsal, "utf8")) as { readonly config?: Record<string, unknown> })
    : {};
  return { name: project.name, config };
}

export interface ExampleFiles {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Transpiled beforehand: the CLI would type-check it at each run. */
export function writeProgram(folder: string, program: string): void {
  writeModule(join(folder, "index.js"), program);
}

function writeModule(file: string, source: string): void {
  const { code } = transformSync(source, { loader: "ts", format: "cjs", target: "node20" });
  writeFileSync(file, code);
}

/** Writes the configuration of the stack `dev`; the CLI keeps there by what it encrypts secrets. */
export function writeConfig(folder: string, name: string, config: Readonly<Record<string, unknown>>): void {
  const keyed = Object.entries(config).map(
    ([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value] as const,
  );
  const file = join(folder, "Pulumi.dev.yaml");
  const salt = existsSync(file) ? /^encryptionsalt:.*$/m.exec(readFileSync(file, "utf8"))?.[0] : undefined;
  const written = `config: ${JSON.stringify(Object.fromEntries(keyed))}`;
  writeFileSync(file, [written, ...(salt === undefined ? [] : [salt]), ""].join("\n"));
}

/** The program takes the package from this checkout, with the very dependencies that it has there. */
export function linkModules(folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  symlinkSync(root, join(modules, "sagemaker-private-registry"));
  symlinkSync(join(root, "node_modules", "@pulumi"), join(modules, "@pulumi"));
}

const CHANGES = "changed-arguments.json";

/**
 * Lets the arguments of a program's components be changed by data, one change after another, whatever they are written like:
 * each component takes what `writeChanges` has written over its own arguments, member by member; null takes a member away.
 */
export function openArguments(folder: string): void {
  const file = join(folder, "index.js");
  const program = readFileSync(file, "utf8");
  const opened = program.replace(/new (import_sagemaker_private_registry\.\w+)\(/g, "new (open($1))(");
  if (opened === program) throw new Error("the program makes no component of the package");
  writeFileSync(file, `${OPEN}${opened}`);
  writeChanges(folder, []);
}

/** Arguments of components, by the components' names in the program. */
export type ArgumentChanges = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Writes changes that come one over the other. */
export function writeChanges(folder: string, changes: readonly ArgumentChanges[]): void {
  writeFileSync(join(folder, CHANGES), JSON.stringify(changes));
}

const OPEN = `
  const changes = JSON.parse(require("node:fs").readFileSync("${CHANGES}", "utf8"));
  const isPlain = (value) => value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
  const merged = (one, other) => {
    if (!isPlain(other)) return other === null ? undefined : other;
    return Object.entries(other).reduce((all, [key, value]) => ({ ...all, [key]: merged(all[key], value) }), isPlain(one) ? one : {});
  };
  const open = (Component) => class extends Component {
    constructor(name, args, opts) {
      super(name, changes.reduce((all, change) => merged(all, change[name] ?? {}), args ?? {}), opts);
    }
  };
`;

function writeProject(folder: string, project: ProjectFile): void {
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify(project));
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, JSON.stringify({ name: project.name, private: true }));
}

/** Writes files beside the program. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
