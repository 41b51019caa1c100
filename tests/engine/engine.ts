// A Pulumi project on the real engine, over the fake AWS of provider/.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPulumi, type RunResult } from "./cli";
import { readEvents, type Diagnostic, type Events, type Step } from "./events";
import {
  layExample,
  layProgram,
  linkModules,
  openArguments,
  writeChanges,
  writeConfig,
  writeFiles,
  writeProgram,
  type ArgumentChanges,
} from "./project-files";
import type { Account } from "./provider/account";
import { changeAccount, readAccount } from "./provider/account-file";
import { readOperations, type Operation } from "./provider/operations";
import { FOLDER_VARIABLE, settingsFile, type Settings } from "./provider/settings";
import { HOME_VARIABLE } from "./setup";

export interface ProjectOptions {
  /** Source of the program, in TypeScript or JavaScript; or `example`. */
  readonly program?: string;
  /** Folder of an example in TypeScript, such as `examples/quickstart`: its program, files, and `config` of rehearsal.json. */
  readonly example?: string;
  /** Configuration; keys without a namespace are the project's. Lists and objects are written as such. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly region?: string;
  readonly settings?: Settings;
  /** Another project whose fake AWS and backend this one shares, as two stacks of one company do. */
  readonly beside?: Project;
  /** Name of the project; an example has its own. */
  readonly name?: string;
  /** Further files beside the program, such as an image's archive. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Further environment of the CLI and the program. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** How an update, a preview, a refresh or a destroy ended. */
export interface Result extends Events, RunResult {
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
  /** Steps that change something, without components' and the stack's. */
  readonly changes: readonly Step[];
  /** What the providers were asked for during it, but for previews and reads. */
  readonly operations: readonly Operation[];
}

/** The resources in a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly delete?: boolean;
  readonly initErrors?: readonly string[];
}

const DEFAULT_REGION = "eu-west-1";
const DEFAULT_TIMEOUT_IN_MILLISECONDS = 300_000;

export class Project {
  readonly name: string;
  /** The project's folder, with Pulumi.yaml and the program. */
  readonly folder: string;
  private readonly scenario: string;
  private readonly options: ProjectOptions;
  private config: Readonly<Record<string, unknown>> = {};
  private changes: readonly ArgumentChanges[] = [];

  private constructor(options: ProjectOptions) {
    const { example, program, name = "scenario", files, region, settings, beside } = options;
    this.options = options;
    const base = mkdtempSync(join(tmpdir(), "engine-project-"));
    this.folder = join(base, "project");
    this.scenario = beside?.scenario ?? base;
    mkdirSync(this.folder);
    mkdirSync(join(this.scenario, "backend"), { recursive: true });
    const laid = example === undefined ? { name, config: {} } : layExample(this.folder, example);
    this.name = laid.name;
    if (program !== undefined) layProgram(this.folder, this.name, program);
    writeFiles(this.folder, files ?? {});
    linkModules(this.folder);
    this.setConfig({ "aws:region": region ?? DEFAULT_REGION, ...laid.config, ...options.config });
    if (beside === undefined) this.setSettings(settings ?? {});
  }

  /** A project whose stack `dev` is there, and empty. */
  static async create(options: ProjectOptions): Promise<Project> {
    const project = new Project(options);
    await project.mustRun(["stack", "init", "dev"]);
    return project;
  }

  preview(...args: string[]): Promise<Result> {
    return this.operate(["preview", ...args]);
  }

  /** An update without a preview before it, as the Automation API does. */
  up(...args: string[]): Promise<Result> {
    return this.operate(["up", "--yes", "--skip-preview", ...args]);
  }

  /** An update that is interrupted, as by Ctrl-C, as soon as the fake AWS is in a certain state. */
  upUntil(isTime: (account: Account) => boolean): Promise<Result> {
    return this.operate(["up", "--yes", "--skip-preview"], () => isTime(this.account()));
  }

  /** An update after its preview, as `pulumi up --yes` does. */
  upWithPreview(...args: string[]): Promise<Result> {
    return this.operate(["up", "--yes", ...args]);
  }

  refresh(...args: string[]): Promise<Result> {
    return this.operate(["refresh", "--yes", "--skip-preview", ...args]);
  }

  destroy(...args: string[]): Promise<Result> {
    return this.operate(["destroy", "--yes", "--skip-preview", ...args]);
  }

  /** Runs any other command of the CLI. */
  run(
    args: readonly string[],
    timeout = DEFAULT_TIMEOUT_IN_MILLISECONDS,
    isInterrupted?: () => boolean,
  ): Promise<RunResult> {
    return runPulumi(args, this.folder, this.environment(), timeout, isInterrupted);
  }

  async state(): Promise<StateResource[]> {
    const exported = await this.mustRun(["stack", "export"]);
    const { deployment } = JSON.parse(exported.stdout) as { deployment: { resources?: StateResource[] } };
    return deployment.resources ?? [];
  }

  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { stdout } = await this.mustRun(["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** Takes another program. */
  setProgram(program: string): void {
    writeProgram(this.folder, program);
  }

  /** Replaces text in a module of the program, as it is transpiled. */
  editProgram(edit: (program: string) => string, module = "index.js"): void {
    const file = join(this.folder, module);
    const before = readFileSync(file, "utf8");
    const after = edit(before);
    if (after === before) throw new Error("the edit changes nothing of the program");
    writeFileSync(file, after);
  }

  /**
   * Changes arguments of one of the program's components from now on, member by member, over the changes before; null takes a
   * member away. Returns a function that takes the change back.
   */
  changeArguments(component: string, args: Readonly<Record<string, unknown>>): () => void {
    if (this.changes.length === 0) openArguments(this.folder);
    const before = this.changes;
    this.changes = [...before, { [component]: args }];
    writeChanges(this.folder, this.changes);
    return () => {
      this.changes = before;
      writeChanges(this.folder, before);
    };
  }

  /** Sets configuration; keys that are not given stay as they are. */
  setConfig(config: Readonly<Record<string, unknown>>): void {
    this.config = { ...this.config, ...config };
    writeConfig(this.folder, this.name, this.config);
  }

  /** Takes other settings of the fake AWS; all that are not given have their defaults. */
  setSettings(settings: Settings): void {
    writeFileSync(settingsFile(this.scenario), JSON.stringify(settings));
  }

  /** All operations so far, in order. */
  operations(): Operation[] {
    return readOperations(this.scenario);
  }

  /** The fake AWS as it is now. */
  account(): Account {
    return readAccount(this.scenario);
  }

  /** Changes the fake AWS behind Pulumi's back. */
  changeAccount(change: (account: Account) => void): void {
    changeAccount(this.scenario, change);
  }

  remove(): void {
    rmSync(join(this.folder, ".."), { recursive: true, force: true });
  }

  /** The environment of the CLI, for those who run it otherwise. */
  environment(): NodeJS.ProcessEnv {
    const home = process.env[HOME_VARIABLE];
    if (home === undefined)
      throw new Error("the scenarios' plugins are not there: run them by `npm run test:engine`");
    return {
      ...process.env,
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${join(this.scenario, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_COMMANDS: "true",
      [FOLDER_VARIABLE]: this.scenario,
      ...this.options.environment,
    };
  }

  private async operate(command: readonly string[], isInterrupted?: () => boolean): Promise<Result> {
    const log = join(this.folder, "..", "events.jsonl");
    rmSync(log, { force: true });
    const before = this.operations().length;
    const result = await this.run([...command, "--event-log", log], undefined, isInterrupted);
    const events = readEvents(log);
    const bySeverity = (severity: string): Diagnostic[] =>
      events.diagnostics.filter((each) => each.severity === severity);
    return {
      ...result,
      ...events,
      errors: bySeverity("error"),
      warnings: bySeverity("warning"),
      changes: events.steps.filter(({ op, type }) => !UNCHANGED.includes(op) && isCustom(type)),
      operations: this.operations()
        .slice(before)
        .filter(({ kind }) => kind !== "read" && kind !== "invoke"),
    };
  }

  private async mustRun(args: readonly string[]): Promise<RunResult> {
    const result = await this.run(args);
    if (result.exitCode !== 0) throw new Error(`pulumi ${args.join(" ")}:\n${result.stdout}${result.stderr}`);
    return result;
  }
}

const UNCHANGED = ["same", "read", "refresh-same"];

const isCustom = (type: string): boolean => /^(aws|random):/.test(type);
