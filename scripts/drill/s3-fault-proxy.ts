import { connect, createServer, type Server, type Socket } from "node:net";

/** What becomes of connections to S3: passed on, refused, or accepted and left without a response. */
export type GateState = "open" | "refusing" | "silent";

/** TCP proxy in front of S3 that can cut it off. */
export class S3FaultProxy {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private state: GateState = "refusing";

  constructor(
    private readonly port: number,
    private readonly targetPort: number,
  ) {}

  async set(state: GateState): Promise<void> {
    this.state = state;
    if (state === "refusing") return this.close();
    if (this.server === undefined) await this.listen();
    // What was sent meanwhile arrives late, as packets that are sent again do.
    for (const socket of this.sockets) {
      if (state === "open") socket.resume();
      else socket.pause();
    }
  }

  close(): void {
    this.server?.close();
    this.server = undefined;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private listen(): Promise<void> {
    const server = createServer((client) => this.join(client));
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.port, "127.0.0.1", resolve);
    });
  }

  private join(client: Socket): void {
    const target = connect(this.targetPort, "127.0.0.1");
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      this.sockets.add(from);
      from.setNoDelay(true);
      from.on("data", (chunk) => {
        if (!to.write(chunk)) {
          from.pause();
          to.once("drain", () => this.state === "open" && from.resume());
        }
      });
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.state === "silent") from.pause();
    }
  }
}
