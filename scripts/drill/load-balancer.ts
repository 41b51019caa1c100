import * as http from "node:http";
import * as https from "node:https";
import type { Certificate } from "../../cli/local/embedded-registry/certificates";
import { TargetGroup } from "./target-group";

/** Headers of one connection, which a proxy does not pass on. RFC 9110, section 7.6.1. */
const HOP_BY_HOP: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);

/** Load balancer on loopback: ends TLS, forwards each request to one target of a group, and retries nothing. */
export class LoadBalancer {
  private readonly servers: https.Server[] = [];
  private readonly groups = new Map<string, TargetGroup>();
  private readonly agent = new http.Agent({ keepAlive: true });

  constructor(private readonly certificate: Certificate) {}

  /** Opens a listener that forwards to a group of its own. */
  async listen(port: number, group: string): Promise<void> {
    const targets = new TargetGroup();
    this.groups.set(group, targets);
    const server = https.createServer(
      { cert: this.certificate.certificate, key: this.certificate.key },
      (request, response) => this.forward(request, response, targets),
    );
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  }

  group(name: string): TargetGroup {
    const group = this.groups.get(name);
    if (group === undefined) throw new Error(`There is no target group ${name}`);
    return group;
  }

  close(): void {
    for (const group of this.groups.values()) group.close();
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
    this.agent.destroy();
  }

  private forward(request: http.IncomingMessage, response: http.ServerResponse, targets: TargetGroup): void {
    const port = targets.next();
    if (port === undefined) return this.refuse(request, response, 503);
    const passedOn = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name));
    const headers = { ...Object.fromEntries(passedOn), "x-forwarded-proto": "https" };
    const { method, url: path } = request;
    const onward = http.request({ host: "127.0.0.1", port, method, path, headers, agent: this.agent });
    onward.on("response", (received) => {
      response.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(response);
      // The target broke off: the client must not take what came for complete.
      received.on("error", () => response.destroy());
    });
    onward.on("error", () =>
      response.headersSent ? response.destroy() : this.refuse(request, response, 502),
    );
    response.on("close", () => onward.destroy());
    request.on("error", () => onward.destroy());
    request.pipe(onward);
  }

  private refuse(request: http.IncomingMessage, response: http.ServerResponse, status: number): void {
    request.unpipe();
    request.resume();
    response.writeHead(status, { "content-length": "0" }).end();
  }
}
