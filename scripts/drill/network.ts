import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { RegistryEndpoint } from "../../components/registry-host/configuration";
import type { Certificate } from "../../cli/local/embedded-registry/certificates";
import type { GateState } from "./s3-fault-proxy";

/** What the process with the load balancer and the S3 gate is told to do. */
export type NetworkCommand =
  | {
      readonly kind: "start";
      readonly certificate: Certificate;
      readonly listeners: Readonly<Record<RegistryEndpoint, number>>;
      readonly gatePort: number;
      readonly s3Port: number;
    }
  | { readonly kind: "register" | "deregister"; readonly group: RegistryEndpoint; readonly port: number }
  | { readonly kind: "gate"; readonly state: GateState };

/** What it replies when a command is done, or has failed. */
export interface NetworkReply {
  readonly id: number;
  readonly error?: string;
}

const TYPESCRIPT = join(__dirname, "..", "register-typescript.cjs");

/** Starts a TypeScript file of the drill as a process with a channel for messages. */
export function startProcess(file: string): ChildProcess {
  return fork(join(__dirname, file), {
    execArgv: ["-r", TYPESCRIPT],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Load balancer and S3 gate, which can be ended and started again on the same ports. */
export class Network {
  private child: ChildProcess | undefined;
  private readonly pending = new Map<number, (reply: NetworkReply) => void>();
  private lastId = 0;

  constructor(private readonly settings: Omit<Extract<NetworkCommand, { kind: "start" }>, "kind">) {}

  async start(): Promise<void> {
    const child = startProcess("network-process.ts");
    this.child = child;
    child.on("message", (reply: NetworkReply) => this.pending.get(reply.id)?.(reply));
    child.on("exit", () => {
      for (const [id, settle] of this.pending) settle({ id, error: "the load balancer's process ended" });
    });
    await this.send({ kind: "start", ...this.settings });
  }

  async send(command: NetworkCommand): Promise<void> {
    const id = (this.lastId += 1);
    const reply = await new Promise<NetworkReply>((resolve) => {
      this.pending.set(id, resolve);
      if (this.child?.connected !== true) return resolve({ id, error: "the load balancer does not run" });
      this.child.send({ id, command });
    });
    this.pending.delete(id);
    if (reply.error !== undefined) throw new Error(`${command.kind}: ${reply.error}`);
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
}
