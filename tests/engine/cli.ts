// The `pulumi` command.
import { spawn } from "node:child_process";
import { watchMemory } from "./memory";

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationInSeconds: number;
  /** Peak of the program's process; 0 where the system has no /proc. */
  readonly peakMemoryInMegabytes: number;
}

/**
 * Runs a command of the CLI to its end.
 * @param isInterrupted whether the command is interrupted now, as by Ctrl-C; it is asked again and again
 */
export function runPulumi(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  timeout: number,
  isInterrupted: () => boolean = () => false,
): Promise<RunResult> {
  const startedAt = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
    });
    const texts = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
    const peak = watchMemory(child.pid ?? 0, (command) => command.includes("/cmd/run"));
    const interrupt = setInterval(() => {
      if (!isInterrupted()) return;
      clearInterval(interrupt);
      child.kill("SIGINT");
    }, INTERVAL_IN_MILLISECONDS);
    child.on("error", (error) => {
      clearInterval(interrupt);
      peak();
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearInterval(interrupt);
      resolve({
        exitCode: code ?? -1,
        stdout: texts.stdout,
        stderr: signal === null ? texts.stderr : `${texts.stderr}\nended by ${signal}`,
        durationInSeconds: (Date.now() - startedAt) / 1000,
        peakMemoryInMegabytes: peak(),
      });
    });
  });
}

const INTERVAL_IN_MILLISECONDS = 100;
