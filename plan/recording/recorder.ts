import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockMonitor, MockResourceArgs } from "@pulumi/pulumi/runtime/mocks";
import { awsCall, isComputed } from "./aws-lookups";
import { awsOutputs, type RecordedAccount } from "./aws-outputs";
import { lookUpInGraph } from "./graph-lookups";
import type { RecordOptions } from "./record-options";
import type { RecordedCall, RecordedResource } from "../graph";
import { containsResource, reveal, withIds } from "./protocol-values";
import { aliasUrns, newUrn, type AliasRequest } from "./urns";
import { expandVpc, isExpandable } from "./awsx-vpc";

/** The part of the engine's request that says what a resource is: `undefined` what only one kind of request has. */
interface ResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getCustom?(): boolean;
  getProtect?(): boolean;
  getRetainondelete?(): boolean;
  getDeletebeforereplace?(): boolean;
  getIgnorechangesList?(): string[];
  getAliasesList?(): AliasRequest[];
  getObject?(): { toJavaScript(): Record<string, unknown> } | undefined;
}

type Callback = (error: unknown, response: unknown) => void;
type Request = (request: ResourceRequest, callback: Callback) => Promise<void>;

/** The part of the mock monitor that the recorder listens to. */
interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource: Request;
  readResource: Request;
  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined },
    callback: Callback,
  ): void;
}

const STACK_TYPE = "pulumi:pulumi:Stack";
const STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference";

/** Answers what a program asks of the engine, and keeps what it declares. */
export class Recorder {
  readonly calls: RecordedCall[] = [];
  readonly #resources = new Map<string, RecordedResource>();
  #latest: { inputs: Record<string, unknown>; outputs: Record<string, unknown> } | undefined;
  #secretOutputs: readonly string[] = [];
  #stackUrn: string | undefined;
  /** The URNs by type and name: what another one has already gets an id of its own. */
  readonly #named = new Map<string, string>();
  #salt: string | undefined;

  constructor(
    private readonly account: RecordedAccount,
    private readonly options: RecordOptions,
  ) {}

  resources(): RecordedResource[] {
    return [...this.#resources.values()];
  }

  newResource(args: MockResourceArgs): { id: string; state: Record<string, unknown> } {
    const account = this.#accountOf(args.provider, args.inputs as Record<string, unknown>);
    const { id, ...state } = {
      ...awsOutputs(args, account, this.#salt),
      ...(isExpandable(args.type) ? expandVpc(args, account, this.#salt).outputs : {}),
      // What exists has the id by which it is read or imported.
      ...(args.id === undefined || args.id === "" ? {} : { id: args.id }),
      ...(args.type === STACK_REFERENCE_TYPE ? this.#stackOutputs(args.id ?? args.name) : {}),
      ...this.options.outputs?.(args),
    };
    this.#latest = { inputs: args.inputs as Record<string, unknown>, outputs: { id, ...state } };
    const secret = Object.fromEntries(
      this.#secretOutputs
        .filter((property) => property in state)
        .map((property) => [property, pulumi.secret((state as Record<string, unknown>)[property])]),
    );
    return { id, state: { ...state, ...secret } };
  }

  /** Makes a resource, and keeps it for lookups, where nobody listens to the requests. */
  newUnobserved(args: MockResourceArgs): { id: string; state: Record<string, unknown> } {
    const made = this.newResource(args);
    const { type, name } = args;
    const urn = newUrn("", type, name);
    const { inputs = {}, outputs = {} } = this.#taken() ?? {};
    const options = { protect: false, retainOnDelete: false, deleteBeforeReplace: false, ignoreChanges: [] };
    this.#resources.set(urn, {
      ...{ urn, type, name, parent: undefined, custom: true, read: false, secretPaths: [], dependencies: [] },
      inputs,
      outputs,
      options: { ...options, provider: undefined },
    });
    return made;
  }

  call(args: MockCallArgs): Record<string, unknown> {
    const inputs = reveal(args.inputs).value as Record<string, unknown>;
    const given = this.options.call?.(args);
    const all = [...this.resources(), ...(this.options.known ?? [])];
    const told = this.options.answer?.(args.token, inputs);
    const seen = lookUpInGraph(args.token, inputs, all);
    const found = given ?? (seen === undefined && told === undefined ? undefined : { ...seen, ...told });
    const outputs = given ?? { ...awsCall(args, this.#accountOf(args.provider, inputs)), ...found };
    const call: RecordedCall = {
      token: args.token,
      inputs,
      // Placeholders next to known values are no evidence.
      outputs: found ?? outputs,
      assumed: found === undefined && !isComputed(args.token),
    };
    this.calls.push(call);
    this.options.onCall?.(call);
    return outputs;
  }

  /** Listens to every request: mocks do not receive parents, dependencies and options. */
  observe(mockMonitor: MockMonitor): void {
    const monitor = mockMonitor as unknown as Monitor;
    monitor.newUrn = newUrn;
    monitor.registerResource = this.#observed(monitor.registerResource.bind(monitor), false);
    monitor.readResource = this.#observed(monitor.readResource.bind(monitor), true);
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
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

  #observed(send: Request, read: boolean): Request {
    return async (request, callback) => {
      let failure: unknown;
      let response: { getUrn(): string } | undefined;
      this.#secretOutputs = request.getAdditionalsecretoutputsList();
      const salt = this.#saltOf(request);
      this.#salt = salt;
      // The mock monitor calls newResource before its first await, so that the latest is this request's.
      const sent = send(request, (error, value) => {
        failure = error;
        response = value as { getUrn(): string };
      });
      const made = this.#taken();
      await sent;
      if (response !== undefined && made !== undefined) {
        const urn = response.getUrn();
        if (request.getType() === STACK_TYPE) this.#stackUrn = urn;
        else if (this.#resources.has(urn))
          failure = new Error(`two resources have the URN ${urn}: name them apart`);
        else this.#add(urn, request, made.inputs, made.outputs, read, salt);
      }
      callback(failure ?? null, failure === undefined || failure === null ? response : undefined);
    };
  }

  /** What sets a resource apart from one of the same type and name below another parent; `undefined` for the first. */
  #saltOf(request: ResourceRequest): string | undefined {
    const urn = newUrn(request.getParent(), request.getType(), request.getName());
    const key = `${request.getType()} ${request.getName()}`;
    const first = this.#named.get(key);
    if (first === undefined) this.#named.set(key, urn);
    return first === undefined || first === urn ? undefined : urn;
  }

  #taken(): { inputs: Record<string, unknown>; outputs: Record<string, unknown> } | undefined {
    const latest = this.#latest;
    this.#latest = undefined;
    return latest;
  }

  #add(
    urn: string,
    request: ResourceRequest,
    rawInputs: Record<string, unknown>,
    rawOutputs: Record<string, unknown>,
    read: boolean,
    salt: string | undefined,
  ): void {
    const sent = containsResource(rawInputs) ? request.getObject?.()?.toJavaScript() : undefined;
    const given = sent === undefined ? rawInputs : (withIds(rawInputs, sent) as Record<string, unknown>);
    const { value, secretPaths } = reveal(given);
    const parent = request.getParent();
    const provider = request.getProvider();
    const above = this.#resources.get(parent);
    const aliases = aliasUrns(
      { type: request.getType(), name: request.getName(), parent },
      request.getAliasesList?.() ?? [],
      above && { name: above.name, aliases: above.options.aliases ?? [] },
    );
    const resource: RecordedResource = {
      urn,
      type: request.getType(),
      name: request.getName(),
      parent: parent === "" || parent === this.#stackUrn ? undefined : parent,
      custom: read || request.getCustom?.() === true,
      read,
      inputs: value as Record<string, unknown>,
      secretPaths,
      outputs: reveal(sent === undefined ? rawOutputs : withIds(rawOutputs, sent)).value as Record<
        string,
        unknown
      >,
      dependencies: request.getDependenciesList(),
      options: {
        provider: provider === "" ? undefined : provider,
        protect: request.getProtect?.() ?? false,
        retainOnDelete: request.getRetainondelete?.() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplace?.() ?? false,
        ignoreChanges: request.getIgnorechangesList?.() ?? [],
        ...(aliases.length === 0 ? {} : { aliases }),
      },
    };
    this.#resources.set(urn, resource);
    if (isExpandable(resource.type)) {
      const args = { type: resource.type, name: resource.name, inputs: value };
      const account = this.#accountOf(provider, resource.inputs);
      for (const child of expandVpc(args, account, salt).resources(urn))
        this.#resources.set(child.urn, child);
    }
  }

  /** The account as an explicit provider, or a resource's own region, makes it. */
  #accountOf(provider: string | undefined, inputs: Readonly<Record<string, unknown>>): RecordedAccount {
    const urn = provider?.split("::").slice(0, 4).join("::") ?? "";
    const region = inputs.region ?? this.#resources.get(urn)?.inputs.region;
    return typeof region === "string" ? { ...this.account, region } : this.account;
  }

  #stackOutputs(stack: string): Record<string, unknown> {
    const outputs = this.options.stackOutputs?.(stack);
    if (outputs === undefined) {
      throw new Error(`the outputs of the stack "${stack}", which the program refers to, are not known`);
    }
    return {
      name: stack,
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, { value, secret }]) => [
          name,
          secret ? pulumi.secret(value) : value,
        ]),
      ),
      secretOutputNames: Object.keys(outputs).filter((name) => outputs[name]?.secret === true),
    };
  }
}
