import { LocalWorkspace, type EngineEvent, type Stack } from "@pulumi/pulumi/automation";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Interruption } from "./interruption";
import { endpointNames } from "./endpoint-names";
import { PROJECT } from "./plan";
import {
  endpointOf,
  logicalName,
  deployedResources,
  type DeployedResources,
  type StateResource,
} from "./deployed-resources";
import type { EndpointId } from "./questions";

/** That there is no Pulumi command line. */
export class NoPulumiError extends Error {
  constructor() {
    super(
      "there is no `pulumi` on the PATH, which deploys the kit and takes it away again: install the Pulumi CLI " +
        "(https://www.pulumi.com/docs/install/) and log in with `pulumi login`, or `pulumi login --local`",
    );
  }
}

/** What the deployment said of endpoints that failed. */
export type Errors = Partial<Record<EndpointId, string[]>>;

/** What came of a deployment. */
export interface Deployed {
  readonly errors: Errors;
  /** Whatever failed that is no endpoint's own, or all of it. */
  readonly failure: string | undefined;
}

/** The kit's stack, in a folder that holds its project and configuration. */
export class EvidenceStack {
  private constructor(
    private readonly stack: Stack,
    private readonly holder: { program: () => void },
    private readonly tell: (message: string) => void,
  ) {}

  /**
   * Opens the stack, which is made if there is none.
   * @throws NoPulumiError; what `pulumi` says where it knows no backend or passphrase
   */
  static async open(
    folder: string,
    name: string,
    configuration: Readonly<Record<string, string>>,
    tell: (message: string) => void,
  ): Promise<EvidenceStack> {
    if (spawnSync("pulumi", ["version"], { stdio: "ignore" }).status !== 0) throw new NoPulumiError();
    const holder = { program: (): void => undefined };
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: PROJECT, program: () => Promise.resolve(holder.program()) },
      { workDir: folder },
    );
    for (const [key, value] of Object.entries(configuration)) await stack.setConfig(key, { value });
    return new EvidenceStack(stack, holder, tell);
  }

  /** The configuration, without the project's name before its own keys. */
  async configuration(): Promise<Readonly<Record<string, string>>> {
    const all = Object.entries(await this.stack.getAllConfig());
    return Object.fromEntries(
      all.map(([key, { value }]) => [
        key.startsWith(`${PROJECT}:`) ? key.slice(PROJECT.length + 1) : key,
        value,
      ]),
    );
  }

  /** What tells its endpoints from those of others in the account; made where there is none yet. */
  async runId(): Promise<string> {
    const { [RUN_ID]: known } = await this.configuration();
    if (known !== undefined) return known;
    const value = randomBytes(4).toString("hex");
    await this.stack.setConfig(`${PROJECT}:${RUN_ID}`, { value });
    return value;
  }

  /** The deployed resources of the stack. */
  async deployedResources(): Promise<DeployedResources> {
    return deployedResources(await this.resources(), endpointNames(await this.runId()));
  }

  /** Deploys a program as far as that goes: what fails does not keep the rest from being made. */
  async deploy(program: () => void, signal: AbortSignal): Promise<Deployed> {
    this.holder.program = program;
    const errors: Errors = {};
    const others: string[] = [];
    const onEvent = (event: EngineEvent): void => {
      this.tellOf(event);
      const { severity, urn, message = "" } = event.diagnosticEvent ?? {};
      const text = plain(message);
      if (severity !== "error" || text === "" || text === SUMMARY) return;
      const id = urn === undefined || urn === "" ? undefined : endpointOf(urn);
      if (id === undefined) others.push(text);
      else (errors[id] ??= []).push(text);
    };
    // What the program itself throws late ends a process of its own; in this one Pulumi would wait for it for ever.
    const broken = new AbortController();
    const onThrown = (error: unknown): void => {
      others.push(messageOf(error));
      broken.abort();
    };
    for (const event of THROWN) process.on(event, onThrown);
    try {
      await this.stack.up({
        onEvent,
        continueOnError: true,
        color: "never",
        signal: AbortSignal.any([signal, broken.signal]),
      });
      return { errors, failure: undefined };
    } catch (error) {
      const [first] = others;
      return { errors, failure: first ?? (Object.keys(errors).length === 0 ? messageOf(error) : undefined) };
    } finally {
      for (const event of THROWN) process.off(event, onThrown);
    }
  }

  /** Takes everything away; a second time where the first has left something, as what AWS lets go of late. */
  async destroy(interruption: Interruption): Promise<void> {
    const { childSignal: signal } = interruption;
    for (let attempt = 1; ; attempt++) {
      try {
        const onEvent = (event: EngineEvent): void => this.tellOf(event);
        await this.stack.destroy({ onEvent, continueOnError: true, color: "never", signal });
        return;
      } catch (error) {
        if (attempt === 2 || interruption.signal.aborted) throw error;
        this.tell("not everything is gone yet: trying once more");
      }
    }
  }

  private async resources(): Promise<readonly StateResource[]> {
    const { deployment } = (await this.stack.exportStack()) as {
      deployment?: { resources?: StateResource[] };
    };
    return deployment?.resources ?? [];
  }

  private tellOf({ resourcePreEvent, resOpFailedEvent }: EngineEvent): void {
    const metadata = resourcePreEvent?.metadata ?? resOpFailedEvent?.metadata;
    if (metadata === undefined || !SLOW.has(metadata.type)) return;
    const { op, urn } = metadata;
    if (resOpFailedEvent !== undefined) this.tell(`${logicalName(urn)}: failed`);
    else if (op === "create" || op === "delete") this.tell(`${logicalName(urn)}: ${op}`);
  }
}

/** The key of the configuration that tells the run's endpoints from others'. */
const RUN_ID = "runId";

const THROWN = ["unhandledRejection", "uncaughtException"] as const;

/** What the engine says at the end of what failed, after what has failed. */
const SUMMARY = "update failed";

/** Operations that take minutes and are reported. */
const SLOW: ReadonlySet<string> = new Set([
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ecs/service:Service",
  "aws:lambda/invocation:Invocation",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:sagemaker/endpoint:Endpoint",
]);

/** A message of the engine without the marks of its colours. */
const plain = (message: string): string => message.replace(/<\{%[^%]*%\}>/g, "").trim();

/** What an error says, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
