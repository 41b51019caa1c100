import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { authority, certificate } from "../../tests/registry-client/registries";

/** One request that went through, with times in milliseconds. */
export interface TimedRequest {
  readonly method: string;
  readonly path: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A server over TLS that hands requests on, each after a pause as on a way around the world, and takes their times. */
export class SlowProxy {
  readonly requests: TimedRequest[] = [];
  /** Where requests go, `host:port`, by the beginning of their path; the first that fits. */
  targets: Readonly<Record<string, string>> = {};
  private readonly agent = new https.Agent({ keepAlive: true, ca: authority.certificate });
  private readonly server: https.Server;

  private constructor(private readonly latencyMs: number) {
    const tls = { cert: certificate.certificate, key: certificate.key };
    this.server = https.createServer(tls, (request, response) => {
      const { method = "", url: path = "", headers } = request;
      const startedAt = performance.now();
      response.once("close", () =>
        this.requests.push({ method, path, startedAt, endedAt: performance.now() }),
      );
      const [, target = ""] = Object.entries(this.targets).find(([prefix]) => path.startsWith(prefix)) ?? [];
      const [host, port] = target.split(":");
      void sleep(this.latencyMs).then(() => {
        const onward = https.request({ host, port, method, path, headers, agent: this.agent }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        onward.on("error", () => response.destroy());
        request.pipe(onward);
      });
    });
  }

  static async start(latencyMs: number): Promise<SlowProxy> {
    const proxy = new SlowProxy(latencyMs);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  /** `127.0.0.1:port`. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** How many requests, at the most, began one after the end of the other: the rounds that they took. */
export function roundsOf(requests: readonly TimedRequest[]): number {
  let rounds = 0;
  let free = -Infinity;
  for (const { startedAt, endedAt } of [...requests].sort((a, b) => a.endedAt - b.endedAt)) {
    if (startedAt < free) continue;
    rounds += 1;
    free = endedAt;
  }
  return rounds;
}
