import { spawn, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../cli/local/loopback";

/** A running moto server: AWS's services, as far as moto knows them, on loopback. */
export interface MotoServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts moto's server where it is installed. Where it is not, says so on the console.
 * @throws Error where it is not installed and the environment has REQUIRE_MOTO=1
 */
export async function startMotoServer(): Promise<MotoServer | undefined> {
  const commands = [["moto_server"], ["python3", "-m", "moto.server"]] as const;
  const command = commands.find(([program, ...rest]) => spawnSync(program, [...rest, "--help"]).status === 0);
  if (command === undefined) {
    if (process.env.REQUIRE_MOTO === "1") throw new Error("REQUIRE_MOTO=1, but there is no moto_server");
    process.stdout.write("      skipped: there is no moto_server (pip install 'moto[server]')\n");
    return undefined;
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(command[0], [...command.slice(1), "-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  for (let attempt = 0; ; attempt++) {
    try {
      await fetch(url);
      break;
    } catch (error) {
      if (attempt === 200 || child.exitCode !== null) throw error;
      await sleep(100);
    }
  }
  return {
    url,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}
