import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";

/** What the user gave is no program: says why, and what one is. */
export class ProgramNotFoundError extends Error {
  override readonly name = "ProgramNotFoundError";
}

/** A Pulumi program with what its project and stack say of it. */
export interface Project {
  /** The file that Node runs. */
  readonly file: string;
  readonly name: string;
  readonly stack: string;
  /** The configuration, with full keys as `project:image`. */
  readonly config: Readonly<Record<string, string>>;
  /** The keys whose values are secret. */
  readonly secretConfig: readonly string[];
  /** The keys whose values are encrypted, so that a stand-in is used. */
  readonly encryptedConfig: readonly string[];
}

/** What the command line says of a program. */
export interface ProjectOptions {
  readonly stack: string | undefined;
  /** Configuration in place of the stack's own; keys without a project are this project's. */
  readonly config: Readonly<Record<string, string>>;
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];
const ENTRIES = ["index.ts", "index.js", "index.mjs", "index.cjs"];
const DEFAULT_STACK = "rehearsal";
/** Stands in for a value that only the stack's own key opens. */
const STAND_IN = "rehearsed-secret-value";

/**
 * Finds a program: a file, or a folder with a Pulumi.yaml or an index file.
 * @throws ProgramNotFoundError where there is none
 */
export function findProject(path: string, options: ProjectOptions): Project {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new ProgramNotFoundError(`there is nothing at ${absolute}`);
  const isFile = statSync(absolute).isFile();
  const folder = isFile ? dirname(absolute) : absolute;
  const projectFile = PROJECT_FILES.map((name) => join(folder, name)).find((name) => existsSync(name));
  const project = projectFile === undefined ? {} : fields(parseYaml(projectFile));
  const file = isFile && !PROJECT_FILES.includes(basename(absolute)) ? absolute : entryOf(folder, project);
  const name = typeof project.name === "string" ? project.name : basename(folder);
  const stack = options.stack ?? onlyStack(folder) ?? DEFAULT_STACK;
  return { file, name, stack, ...configuration(folder, name, stack, project, options.config) };
}

function entryOf(folder: string, project: Fields): string {
  const runtime = typeof project.runtime === "string" ? project.runtime : fields(project.runtime).name;
  if (runtime !== undefined && runtime !== "nodejs") {
    throw new ProgramNotFoundError(`the project in ${folder} runs on ${String(runtime)}, not on nodejs`);
  }
  const main = typeof project.main === "string" ? resolve(folder, project.main) : folder;
  if (existsSync(main) && statSync(main).isFile()) return main;
  const entry = ENTRIES.map((name) => join(main, name)).find((name) => existsSync(name));
  if (entry === undefined) {
    const below = programsBelow(main);
    throw new ProgramNotFoundError(
      `there is no program in ${main}: neither ${ENTRIES.join(", nor ")}` +
        (below.length === 0
          ? ""
          : `; but there are some below it, of which to name one: ${below.join(", ")}`),
    );
  }
  return entry;
}

/** The folders in a folder that hold projects. */
function programsBelow(folder: string): readonly string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .filter((path) => PROJECT_FILES.some((file) => existsSync(join(path, file))))
    .sort();
}

/** The stack of a project with just one. */
function onlyStack(folder: string): string | undefined {
  const stacks = readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? []);
  return stacks.length === 1 ? stacks[0] : undefined;
}

function configuration(
  folder: string,
  name: string,
  stack: string,
  project: Fields,
  given: Readonly<Record<string, string>>,
): Pick<Project, "config" | "secretConfig" | "encryptedConfig"> {
  const config: Record<string, string> = {};
  const encrypted = new Set<string>();
  const qualified = (key: string) => (key.includes(":") ? key : `${name}:${key}`);
  const set = (key: string, value: unknown): void => {
    const full = qualified(key);
    encrypted.delete(full);
    const plain = withoutEncryption(value, () => encrypted.add(full));
    config[full] = typeof plain === "string" ? plain : JSON.stringify(plain);
  };
  for (const [key, value] of Object.entries(fields(project.config))) {
    // A project's configuration holds values, or declares types with defaults.
    const declared = fields(value);
    const known = "value" in declared ? declared.value : "default" in declared ? declared.default : undefined;
    const isDeclaration = "type" in declared || "value" in declared || "default" in declared;
    if (!isDeclaration) set(key, value);
    else if (known !== undefined) set(key, known);
  }
  const stackFile = ["yaml", "yml"]
    .map((extension) => join(folder, `Pulumi.${stack}.${extension}`))
    .find((file) => existsSync(file));
  if (stackFile !== undefined) {
    for (const [key, value] of Object.entries(fields(fields(parseYaml(stackFile)).config))) set(key, value);
  }
  const secret = new Set(encrypted);
  for (const [key, value] of Object.entries(given)) set(key, value);
  return { config, secretConfig: [...secret], encryptedConfig: [...encrypted] };
}

/** A configuration value with stand-ins for what is encrypted in it. */
function withoutEncryption(value: unknown, found: () => void): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutEncryption(item, found));
  if (value === null || typeof value !== "object") return value;
  if (typeof (value as Fields).secure === "string" && Object.keys(value).length === 1) {
    found();
    return STAND_IN;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, withoutEncryption(field, found)]),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
}

function parseYaml(file: string): unknown {
  // The SDK reads its project files with the same parser; it has no types of its own.
  const yaml = createRequire(__filename)("js-yaml") as { load(text: string): unknown };
  try {
    return yaml.load(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ProgramNotFoundError(
      `${file} is malformed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
