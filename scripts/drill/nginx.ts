import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../cli/local/loopback";

/** nginx that serves the files of a folder. */
export interface Nginx {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export function isNginxInstalled(): boolean {
  return spawnSync("nginx", ["-v"]).status === 0;
}

/** Starts one nginx with a worker for each processor. */
export async function startNginx(folder: string, root: string): Promise<Nginx> {
  const home = join(folder, "nginx-home");
  mkdirSync(home);
  const port = await freePort();
  const file = join(home, "nginx.conf");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `  ${name}_temp_path ${home}/${name};`,
  );
  const isRoot = process.getuid?.() === 0;
  writeFileSync(
    file,
    `${isRoot ? "user root;\n" : ""}worker_processes auto;
daemon off;
pid ${home}/pid;
error_log ${home}/error.log;
events { worker_connections 1024; }
http {
${paths.join("\n")}
  access_log off;
  sendfile on;
  tcp_nopush on;
  server {
    listen 127.0.0.1:${port};
    root ${root};
  }
}
`,
  );
  const child = spawn("nginx", ["-c", file, "-e", join(home, "error.log")], { stdio: "inherit" });
  await listening(port, child);
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`nginx ended with status ${child.exitCode}`);
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
    if (isThere) return;
    await pause(50);
  }
  throw new Error("nginx does not listen");
}
