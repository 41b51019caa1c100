// Load generator of the drill, in a process of its own: many connections that each send requests one after the other.
import { connect, type Socket } from "node:net";

/** What a load generator is told to do. */
export interface LoadSettings {
  /** The servers on loopback; connections go to them in turn. */
  readonly ports: readonly number[];
  readonly connections: number;
  /** Requests of one round, as text. */
  readonly requests: readonly string[];
  /** When no more requests are sent. */
  readonly end: { readonly afterSeconds: number } | { readonly afterRounds: number };
}

/** What it did. */
export interface LoadResult {
  readonly responses: number;
  readonly otherStatuses: number;
  readonly bytes: number;
  readonly ms: number;
  /** CPU time of the load generator. */
  readonly cpuMs: number;
}

const END_OF_HEADER = "\r\n\r\n";
const READ_BUFFER = 256 * 1024;

/** Reads responses with a `Content-Length` and counts the bytes of their bodies, without keeping them. */
class ResponseReader {
  private header = "";
  private left = -1;
  bytes = 0;
  status = 0;

  /** Whether a response ends with these bytes. Nothing follows it: the next request is not sent before. */
  read(chunk: Buffer): boolean {
    let body = chunk.length;
    if (this.left < 0) {
      this.header += chunk.toString("latin1");
      const end = this.header.indexOf(END_OF_HEADER);
      if (end < 0) return false;
      body = this.header.length - end - END_OF_HEADER.length;
      this.status = Number(this.header.slice(9, 12));
      this.left = Number(/\r\ncontent-length: *(\d+)/i.exec(this.header)?.[1] ?? NaN);
      this.header = "";
      if (Number.isNaN(this.left)) throw new Error("A response has no Content-Length");
    }
    this.bytes += body;
    this.left -= body;
    if (this.left > 0) return false;
    this.left = -1;
    return true;
  }
}

async function generateLoad({ ports, connections, requests, end }: LoadSettings): Promise<LoadResult> {
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  const totals = { responses: 0, otherStatuses: 0, bytes: 0 };
  const isOver = (round: number): boolean =>
    "afterRounds" in end ? round >= end.afterRounds : performance.now() - started >= end.afterSeconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, (_, index) => {
      const port = ports[index % ports.length] ?? 0;
      return sendAll(port, requests, isOver, (reader) => {
        totals.responses += 1;
        if (reader.status !== 200) totals.otherStatuses += 1;
        totals.bytes += reader.bytes;
        reader.bytes = 0;
      });
    }),
  );
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ...totals, ms: performance.now() - started, cpuMs: (user + system) / 1000 };
}

function sendAll(
  port: number,
  requests: readonly string[],
  isOver: (round: number) => boolean,
  onResponse: (reader: ResponseReader) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const reader = new ResponseReader();
    let sent = 0;
    const buffer = Buffer.allocUnsafe(READ_BUFFER);
    const socket: Socket = connect({
      host: "127.0.0.1",
      port,
      onread: {
        buffer,
        callback: (length: number) => {
          if (!reader.read(buffer.subarray(0, length))) return true;
          onResponse(reader);
          sendNext();
          return true;
        },
      },
    });
    const sendNext = (): void => {
      const isRoundOver = sent % requests.length === 0;
      if (isRoundOver && isOver(sent / requests.length)) {
        socket.destroy();
        resolve();
        return;
      }
      socket.write(requests[sent++ % requests.length] ?? "");
    };
    socket.once("connect", sendNext);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The server closed the connection")));
  });
}

process.on("message", (settings: LoadSettings) => {
  void generateLoad(settings).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
