import { setTimeout as pause } from "node:timers/promises";
import type { RegistryEndpoint } from "../../components/registry-host/configuration";
import type { Network } from "./network";
import { endTask, type RegistryTask, startRegistryTask, type TaskSettings } from "./registry-task";

/** How long it takes until a task that died is deregistered, and another one starts in its place. */
export const REPLACEMENT_DELAY_MS = 1_000;

/** Service that keeps a number of tasks running behind the load balancer, as ECS does. */
export class RegistryService {
  private readonly tasks: RegistryTask[] = [];
  private readonly replacements = new Set<Promise<void>>();
  private isStopping = false;
  private turn = 0;

  constructor(
    private readonly network: Network,
    private readonly settings: TaskSettings,
    private readonly count: number,
  ) {}

  async start(): Promise<void> {
    this.isStopping = false;
    await Promise.all(Array.from({ length: this.count }, () => this.startTask()));
  }

  /** Kills a task, another one each time. */
  kill(): void {
    this.tasks[this.turn++ % this.tasks.length]?.child.kill("SIGKILL");
  }

  /** Deregisters all tasks and ends them after that, as ECS does, and starts no other ones. */
  async drain(): Promise<void> {
    this.isStopping = true;
    await Promise.all(
      this.tasks.map(({ port }) => this.network.send({ kind: "deregister", group: this.group, port })),
    );
    await this.stop("SIGTERM");
  }

  /** Ends all tasks at once, and starts no other ones. */
  async stop(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.replacements]);
    await Promise.all(this.tasks.map((task) => endTask(task, signal)));
    this.tasks.splice(0);
  }

  private get group(): RegistryEndpoint {
    return this.settings.service;
  }

  private async startTask(): Promise<void> {
    const task = await startRegistryTask(this.settings);
    this.tasks.push(task);
    task.child.once("exit", () => {
      if (this.isStopping) return;
      const replacement = this.replace(task).finally(() => this.replacements.delete(replacement));
      this.replacements.add(replacement);
    });
    await this.network.send({ kind: "register", group: this.group, port: task.port });
  }

  private async replace(task: RegistryTask): Promise<void> {
    await pause(REPLACEMENT_DELAY_MS);
    this.tasks.splice(this.tasks.indexOf(task), 1);
    await this.network.send({ kind: "deregister", group: this.group, port: task.port });
    if (!this.isStopping) await this.startTask();
  }
}
