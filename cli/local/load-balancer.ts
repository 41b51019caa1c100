import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./embedded-registry/certificates";
import type { Cleanup } from "./cleanup";
import type { RequestLog } from "./request-log";

/** One listener of the local load balancer. */
export interface Listener {
  /** The registry's name and port in URLs, without `:443`. */
  readonly name: string;
  /** The port of loopback that the registry's process listens on. */
  readonly to: number;
  readonly certificate: Certificate;
}

/**
 * Terminates TLS in front of a registry as a load balancer does, records every request, and returns its local port.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
 */
export async function startListener(
  { name, to, certificate }: Listener,
  log: RequestLog,
  cleanup: Cleanup,
): Promise<number> {
  const agent = new http.Agent({ keepAlive: true });
  const tls = { cert: certificate.certificate, key: certificate.key };
  const server = https.createServer(tls, (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "https://registry");
    const end = log.begin(request.method ?? "", `https://${name}${pathname}`);
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
    };
    const outgoing = http.request(
      {
        host: "127.0.0.1",
        port: to,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, "x-forwarded-proto": "https" },
        agent,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on("data", count);
        answer.pipe(response);
        answer.on("error", () => response.destroy());
        response.once("close", () => {
          answer.destroy();
          end(answer.statusCode, bytes);
        });
      },
    );
    request.on("data", count);
    request.pipe(outgoing);
    request.on("error", () => outgoing.destroy());
    outgoing.on("error", () => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(502).end();
      end(502, bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanup.add(() => {
    agent.destroy();
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}
