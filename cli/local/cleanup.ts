import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Cleans up what a rehearsal starts, at the end, on Ctrl-C and on every other end of this process but SIGKILL: processes,
 * servers and folders.
 */
export class Cleanup {
  private readonly ends: (() => void)[] = [];
  private readonly exits: Promise<unknown>[] = [];
  private readonly onExit = (): void => this.endNow();
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    this.endNow();
    // The handlers are removed, so the signal ends this process.
    process.kill(process.pid, signal);
  };

  constructor() {
    process.on("exit", this.onExit);
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  /** Registers a clean-up, run in reverse order. It must be synchronous: a signal may trigger it. */
  add(end: () => void): void {
    this.ends.push(end);
  }

  /** Creates a temporary folder for this user alone. */
  folder(purpose: string): string {
    const folder = mkdtempSync(join(tmpdir(), `sagemaker-rehearsal-${purpose}-`));
    this.add(() => {
      // Processes that are ending may still write.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    });
    return folder;
  }

  /** Kills a process at the end; with `group`, also its process group. */
  process(child: ChildProcess, group = false): void {
    this.exits.push(
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.once("error", resolve);
      }),
    );
    this.add(() => kill(child, group));
  }

  /** Cleans up, and waits for the end of all processes. */
  async end(): Promise<void> {
    // Processes are killed first, so that none writes into a folder while it is removed.
    this.endNow();
    await Promise.all(this.exits);
  }

  private endNow(): void {
    process.off("exit", this.onExit);
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
    for (let end = this.ends.pop(); end !== undefined; end = this.ends.pop()) {
      try {
        end();
      } catch (error) {
        process.stderr.write(`warning: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }
}

/** Kills a process, if it runs. */
export function kill(child: ChildProcess, group: boolean): void {
  try {
    if (group && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch (error) {
    // The group has ended.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
