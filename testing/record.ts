import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockMonitor, MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import { awsCall } from "./aws-calls";
import { awsOutputs, type RecordedAccount } from "./aws-outputs";
import {
  ResourceGraph,
  type RecordedCall,
  type RecordedOutput,
  type RecordedResource,
} from "./resource-graph";
import { expandVpc, VPC_TYPE } from "./vpc-expansion";

/** How a program is recorded. */
export interface RecordOptions {
  /** The project's name; `project` by default. */
  readonly project?: string;
  /** The stack's name; `stack` by default. */
  readonly stack?: string;
  /** Whether the program is told that it runs a preview; `false` by default. */
  readonly preview?: boolean;
  /** The program's configuration, with full keys as `project:image`; none by default. */
  readonly config?: Readonly<Record<string, string>>;
  /** The account that the program is recorded in; account 123456789012, region eu-west-1 of partition aws by default. */
  readonly account?: Partial<RecordedAccount>;
  /** Answers lookups in place of the recorder; `undefined` leaves a lookup to the recorder. */
  readonly call?: (args: MockCallArgs) => Record<string, unknown> | undefined;
  /** Adds to, or replaces, outputs that the recorder makes up for a resource; nothing by default. */
  readonly outputs?: (args: MockResourceArgs) => Record<string, unknown> | undefined;
}

const ACCOUNT: RecordedAccount = {
  partition: "aws",
  dnsSuffix: "amazonaws.com",
  region: "eu-west-1",
  accountId: "123456789012",
};

/**
 * Runs a Pulumi program without engine, cloud or account, and records what it declares. Ids, ARNs and names are made up
 * in AWS's shape and are the same in every run. Programs are recorded one after the other: the Pulumi SDK holds one
 * deployment a process.
 * @param program the program; what it returns is its outputs
 * @throws whatever the program throws, at once or in an `apply`
 */
export async function record(program: () => unknown, options: RecordOptions = {}): Promise<ResourceGraph> {
  const account = { ...ACCOUNT, ...options.account };
  const recorder = new Recorder(account, options);
  await pulumi.runtime.setMocks(
    recorder,
    options.project ?? "project",
    options.stack ?? "stack",
    options.preview ?? false,
  );
  pulumi.runtime.setAllConfig({ "aws:region": account.region, ...options.config });
  recorder.observe(pulumi.runtime.getMonitor() as unknown as MockMonitor);

  const failures = collectFailures();
  let outputs: Record<string, RecordedOutput> = {};
  try {
    outputs = await resolveOutputs(await program());
    await pulumi.runtime.disconnect();
    await settle();
  } catch (error) {
    await pulumi.runtime.disconnect().catch(() => undefined);
    await settle();
    failures.add(error);
  } finally {
    failures.stop();
  }
  if (failures.first !== undefined) throw failures.first;
  return new ResourceGraph(recorder.resources(), recorder.calls, outputs);
}

/** The part of the engine's request that says what a resource is. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getProvider(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getDependenciesList(): string[];
}

type Callback = (error: unknown, response: unknown) => void;

/** The part of the mock monitor that the recorder listens to. */
interface Monitor {
  registerResource(request: RegisterRequest, callback: Callback): Promise<void>;
  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined },
    callback: Callback,
  ): void;
}

class Recorder {
  readonly calls: RecordedCall[] = [];
  readonly #resources = new Map<string, RecordedResource>();
  #latest: { inputs: Record<string, unknown>; outputs: Record<string, unknown> } | undefined;

  constructor(
    private readonly account: RecordedAccount,
    private readonly options: RecordOptions,
  ) {}

  resources(): RecordedResource[] {
    return [...this.#resources.values()];
  }

  newResource(args: MockResourceArgs): { id: string; state: Record<string, unknown> } {
    const { id, ...state } = {
      ...awsOutputs(args, this.account),
      ...(args.type === VPC_TYPE ? expandVpc(args, this.account).outputs : {}),
      ...this.options.outputs?.(args),
    };
    this.#latest = { inputs: args.inputs as Record<string, unknown>, outputs: { id, ...state } };
    return { id, state };
  }

  call(args: MockCallArgs): Record<string, unknown> {
    this.calls.push({ token: args.token, inputs: reveal(args.inputs).value as Record<string, unknown> });
    return this.options.call?.(args) ?? awsCall(args, this.account);
  }

  /** Listens to every request: the mocks alone are not told of parents, dependencies and options. */
  observe(mockMonitor: MockMonitor): void {
    const monitor = mockMonitor as unknown as Monitor;
    const register = monitor.registerResource.bind(monitor);
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResource = async (request, callback) => {
      let failure: unknown;
      let response: { getUrn(): string } | undefined;
      // The mock monitor calls newResource before its first await, so that the latest is this request's.
      const registered = register(request, (error, value) => {
        failure = error;
        response = value as { getUrn(): string };
      });
      const made = this.#latest;
      await registered;
      if (response !== undefined && made !== undefined) {
        const urn = response.getUrn();
        if (this.#resources.has(urn))
          failure = new Error(`two resources have the URN ${urn}: name them apart`);
        else this.#add(urn, request, made.inputs, made.outputs);
      }
      callback(failure ?? null, failure === undefined || failure === null ? response : undefined);
    };
    monitor.registerResourceOutputs = (request, callback) => {
      const resource = this.#resources.get(request.getUrn());
      const outputs = request.getOutputs()?.toJavaScript();
      if (resource !== undefined && outputs !== undefined) {
        this.#resources.set(resource.urn, {
          ...resource,
          outputs: reveal(outputs).value as Record<string, unknown>,
        });
      }
      registerOutputs(request, callback);
    };
  }

  #add(
    urn: string,
    request: RegisterRequest,
    rawInputs: Record<string, unknown>,
    rawOutputs: Record<string, unknown>,
  ): void {
    const { value, secretPaths } = reveal(rawInputs);
    const resource: RecordedResource = {
      urn,
      type: request.getType(),
      name: request.getName(),
      parent: request.getParent() === "" ? undefined : request.getParent(),
      custom: request.getCustom(),
      inputs: value as Record<string, unknown>,
      secretPaths,
      outputs: reveal(rawOutputs).value as Record<string, unknown>,
      dependencies: request.getDependenciesList(),
      options: {
        provider: request.getProvider() === "" ? undefined : request.getProvider(),
        protect: request.getProtect(),
        retainOnDelete: request.getRetainondelete(),
        deleteBeforeReplace: request.getDeletebeforereplace(),
        ignoreChanges: request.getIgnorechangesList(),
      },
    };
    this.#resources.set(urn, resource);
    if (resource.type === VPC_TYPE) {
      const args = { type: resource.type, name: resource.name, inputs: value };
      for (const child of expandVpc(args, this.account).resources(urn)) this.#resources.set(child.urn, child);
    }
  }
}

/** How the Pulumi protocol marks a secret value. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Takes the marks of secrets off a value, and says where they were. */
function reveal(value: unknown, path = ""): { value: unknown; secretPaths: string[] } {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => reveal(item, `${path}[${index}]`));
    return { value: items.map((item) => item.value), secretPaths: items.flatMap((item) => item.secretPaths) };
  }
  if (value === null || typeof value !== "object" || pulumi.asset.Asset.isInstance(value)) {
    return { value, secretPaths: [] };
  }
  if (pulumi.asset.Archive.isInstance(value) || pulumi.Resource.isInstance(value)) {
    return { value, secretPaths: [] };
  }
  const fields = value as Record<string, unknown>;
  if (fields[SIGNATURE] === SECRET) {
    return { value: reveal(fields.value, path).value, secretPaths: [path] };
  }
  const entries = Object.entries(fields).map(
    ([key, field]) => [key, reveal(field, path === "" ? key : `${path}.${key}`)] as const,
  );
  return {
    value: Object.fromEntries(entries.map(([key, field]) => [key, field.value])),
    secretPaths: entries.flatMap(([, field]) => field.secretPaths),
  };
}

/** Waits for what a program exports, and learns which of it is secret. */
async function resolveOutputs(exported: unknown): Promise<Record<string, RecordedOutput>> {
  if (exported === null || typeof exported !== "object") return {};
  const outputs: Record<string, RecordedOutput> = {};
  for (const [key, value] of Object.entries(exported)) {
    if (key === "__esModule" || pulumi.Resource.isInstance(value)) continue;
    const output: pulumi.Output<unknown> = pulumi.output(value as string);
    outputs[key] = {
      value: await new Promise<unknown>((resolve, reject) => {
        output.apply(resolve);
        // An output that never resolves because its source failed: its promise says so.
        (output as unknown as { promise(): Promise<unknown> }).promise().catch(reject);
      }),
      secret: await pulumi.isSecret(output),
    };
  }
  return outputs;
}

/** Lets callbacks that are due run, so that failures in an `apply` come to light. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Takes failures that nobody awaits (a throwing `apply`) from the process while a program runs. */
function collectFailures(): { first: unknown; add(error: unknown): void; stop(): void } {
  const event = "unhandledRejection";
  const others = process.listeners(event);
  const collected = {
    first: undefined as unknown,
    add(error: unknown) {
      collected.first ??= error;
    },
    stop() {
      process.off(event, collected.add);
      for (const listener of others) process.on(event, listener);
    },
  };
  process.removeAllListeners(event);
  process.on(event, collected.add);
  return collected;
}
