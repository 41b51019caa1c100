import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * What a rehearsal starts and must not leave behind: processes, servers, folders. It is taken away at the end, on Ctrl-C
 * and on whatever else ends this process, but SIGKILL.
 */
export class Lifetime {
  private readonly ends: (() => void)[] = [];
  private readonly exits: Promise<unknown>[] = [];
  private readonly onExit = (): void => this.endNow();
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    this.endNow();
    // Nobody but this process listens any more: it ends as the signal wants.
    process.kill(process.pid, signal);
  };

  constructor() {
    process.on("exit", this.onExit);
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  /** Has something done at the end, the latest first. It must not wait: a signal may be what ends it. */
  add(end: () => void): void {
    this.ends.push(end);
  }

  /** Makes a folder for this user alone, which is removed with all that is in it. */
  folder(purpose: string): string {
    const folder = mkdtempSync(join(tmpdir(), `sagemaker-rehearsal-${purpose}-`));
    this.add(() => {
      // What still ends may still write.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    });
    return folder;
  }

  /** Kills a process at the end; with `group`, and if it leads one, also those that it started. */
  process(child: ChildProcess, group = false): void {
    this.exits.push(
      new Promise((resolve) => {
        child.once("exit", resolve);
        child.once("error", resolve);
      }),
    );
    this.add(() => kill(child, group));
  }

  /** Takes everything away, and waits until it is gone. */
  async end(): Promise<void> {
    // Killed first, so that nothing writes into a folder while it is removed.
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

/** Kills a process that may have ended already. */
export function kill(child: ChildProcess, group: boolean): void {
  try {
    if (group && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch (error) {
    // The group has ended.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
