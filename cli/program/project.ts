import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { DEFAULT_REGION } from "../../plan/recording/record";
import { readRehearsalSettings, type RehearsalSettings } from "./rehearsal-settings";
import { ProgramNotFoundError } from "./program-not-found";
import { findStack } from "./stack-files";

/** A Pulumi program with the settings of its project and stack. */
export interface Project {
  /** The file that Node runs. */
  readonly file: string;
  readonly name: string;
  readonly stack: string;
  /** The file with the stack's configuration; absent where there is none. */
  readonly stackFile?: string;
  /** The configuration, with full keys as `project:image`. */
  readonly config: Readonly<Record<string, string>>;
  /** The keys whose values are secret. */
  readonly secretConfig: readonly string[];
  /** The keys with encrypted values, which are replaced by placeholders. */
  readonly encryptedConfig: readonly string[];
  /** The keys with values from `rehearsal.json`, because stack and project have none. */
  readonly missingConfig: readonly string[];
  /** The settings of the program's rehearsal. */
  readonly preparation: RehearsalSettings;
}

/** The command line's settings of a program. */
export interface ProjectOptions {
  readonly stack: string | undefined;
  /** Configuration that overrides the stack's; keys without a project belong to this project. */
  readonly config: Readonly<Record<string, string>>;
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml"];
const ENTRIES = ["index.ts", "index.js", "index.mjs", "index.cjs"];
/** The placeholder of an encrypted value. */
const STAND_IN = "rehearsed-secret-value";

/**
 * Finds a program: a file, or a folder with a Pulumi.yaml or an index file.
 * @throws ProgramNotFoundError where there is none, or its files are malformed
 */
export function findProject(path: string, options: ProjectOptions): Project {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new ProgramNotFoundError(`${absolute} does not exist`);
  const isFile = statSync(absolute).isFile();
  const folder = isFile ? dirname(absolute) : absolute;
  const projectFile = PROJECT_FILES.map((name) => join(folder, name)).find((name) => existsSync(name));
  const project = projectFile === undefined ? {} : fields(parseYaml(projectFile));
  const file = isFile && !PROJECT_FILES.includes(basename(absolute)) ? absolute : entryOf(folder, project);
  const name = typeof project.name === "string" ? project.name : basename(folder);
  const { stackConfigDir } = project;
  const stackFolder = typeof stackConfigDir === "string" ? resolve(folder, stackConfigDir) : folder;
  const { stack, file: stackFile } = findStack(stackFolder, options.stack);
  const preparation = readRehearsalSettings(dirname(file));
  const stackConfig = stackFile === undefined ? undefined : fields(fields(parseYaml(stackFile)).config);
  const sources = { project, preparation, stack: stackConfig, given: options.config };
  return {
    file,
    name,
    stack,
    ...(stackFile === undefined ? {} : { stackFile }),
    preparation,
    ...configuration(name, sources),
  };
}

/** The title of a report: project, stack, configuration file and region. */
export function titleOf(
  what: string,
  { name, stack, stackFile, config }: Pick<Project, "name" | "stack" | "stackFile" | "config">,
): string {
  const region = config["aws:region"];
  const place = region === undefined ? `${DEFAULT_REGION} (aws:region is not set)` : region;
  const file = stackFile === undefined ? `no Pulumi.${stack}.yaml` : basename(stackFile);
  return `${what} of ${name}, stack ${stack} (${file}), in ${place}`;
}

function entryOf(folder: string, project: Fields): string {
  const runtime = typeof project.runtime === "string" ? project.runtime : fields(project.runtime).name;
  if (runtime !== undefined && runtime !== "nodejs") {
    throw new ProgramNotFoundError(
      `the project in ${folder} has the runtime ${String(runtime)}; this command runs nodejs programs. \`check --state\` checks deployed stacks of any language`,
    );
  }
  const main = typeof project.main === "string" ? resolve(folder, project.main) : (mainOf(folder) ?? folder);
  if (existsSync(main) && statSync(main).isFile()) return main;
  const entry = ENTRIES.map((name) => join(main, name)).find((name) => existsSync(name));
  if (entry === undefined) {
    const below = programsBelow(main);
    throw new ProgramNotFoundError(
      `there is no program in ${main}: neither ${ENTRIES.join(", nor ")}` +
        (below.length === 0 ? "" : `; specify one of the programs below it: ${below.join(", ")}`),
    );
  }
  return entry;
}

/** The program in `main` of package.json, if it exists: Pulumi runs it where the project file has no `main`. */
function mainOf(folder: string): string | undefined {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return undefined;
  const { exports: exported, main } = fields(JSON.parse(readFileSync(manifest, "utf8")));
  const root = fields(exported)["."] ?? exported;
  const conditions = fields(root);
  const named = [root, conditions.default, conditions.require, conditions.import, main].find(
    (each) => typeof each === "string",
  );
  if (typeof named !== "string") return undefined;
  const file = resolve(folder, named);
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

/** The folders below a folder that contain projects. */
function programsBelow(folder: string): readonly string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .filter((path) => PROJECT_FILES.some((file) => existsSync(join(path, file))))
    .sort();
}

/** The sources of configuration; later ones override earlier ones. */
interface Sources {
  readonly project: Fields;
  readonly preparation: RehearsalSettings;
  /** Nothing where the stack has no file. */
  readonly stack: Fields | undefined;
  /** On the command line. */
  readonly given: Readonly<Record<string, string>>;
}

function configuration(
  name: string,
  { project, preparation, stack, given }: Sources,
): Pick<Project, "config" | "secretConfig" | "encryptedConfig" | "missingConfig"> {
  const config: Record<string, string> = {};
  const encrypted = new Set<string>();
  const missing = new Set<string>();
  const qualified = (key: string) => (key.includes(":") ? key : `${name}:${key}`);
  const set = (key: string, value: unknown): void => {
    const full = qualified(key);
    encrypted.delete(full);
    missing.delete(full);
    const plain = withoutEncryption(value, () => encrypted.add(full));
    config[full] = typeof plain === "string" ? plain : JSON.stringify(plain);
  };
  for (const [key, value] of Object.entries(fields(project.config))) {
    // An object declares a key: with a value, with a default, or as one that each stack gives.
    const declared = fields(value);
    const known = declared === value ? (declared.value ?? declared.default) : value;
    if (known !== undefined && known !== null) set(key, known);
  }
  for (const [key, value] of Object.entries(preparation.config)) {
    const isMissing = stack !== undefined && !(qualified(key) in config);
    set(key, value);
    if (isMissing) missing.add(qualified(key));
  }
  for (const [key, value] of Object.entries(stack ?? {})) set(key, value);
  const secret = new Set(encrypted);
  for (const [key, value] of Object.entries(given)) set(key, value);
  return {
    config,
    secretConfig: [...secret],
    encryptedConfig: [...encrypted],
    missingConfig: [...missing],
  };
}

/** A configuration value with placeholders for its encrypted parts. */
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
