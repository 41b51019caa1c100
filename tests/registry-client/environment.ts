import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import {
  type ConnectionOptions,
  copyImage,
  type RegistryClient,
  RegistrySource,
  type RequestEvent,
} from "../../registry-client";
import {
  EmbeddedRegistry,
  type EmbeddedRegistryOptions,
  type Interceptor,
} from "../../cli/local/embedded-registry/embedded-registry";
import { TokenServer } from "../../cli/local/embedded-registry/token-server";
import { digestOf, TestImage } from "./images";
import { certificate, clientOf, USER } from "./registries";

/** An embedded registry and a client of its. */
export interface Started {
  readonly registry: EmbeddedRegistry;
  readonly client: RegistryClient;
  /** What the client asked for and was answered. */
  readonly events: RequestEvent[];
}

/** What a test starts, and what is stopped after it. */
export class Scene {
  private readonly toStop: Array<() => Promise<void> | void> = [];

  async start(
    options: Partial<EmbeddedRegistryOptions> = {},
    clientOptions: Partial<ConnectionOptions> = {},
  ): Promise<Started> {
    const registry = await EmbeddedRegistry.start({ certificate, ...options });
    this.after(async () => {
      // A connection that was given up while it was made is on its way to the server until its handshake is over.
      await new Promise((resolve) => setTimeout(resolve, 30));
      await registry.stop();
    });
    const events: RequestEvent[] = [];
    const client = this.clientOf(registry.host, {
      onRequest: (event) => events.push(event),
      ...clientOptions,
    });
    return { registry, client, events };
  }

  /** A registry that holds an image as `source:v1`. */
  async startWithImage(
    options: Partial<EmbeddedRegistryOptions> = {},
    clientOptions: Partial<ConnectionOptions> = {},
  ) {
    const image = new TestImage({ layers: 3, layerSize: 400_000 });
    const started = await this.start(options, clientOptions);
    const { registry, client, events } = started;
    await copyImage(image, { client, repository: "source", tag: "v1" }, { format: "preserve" });
    registry.requests.splice(0);
    events.splice(0);
    return { ...started, image, source: new RegistrySource(client, "source", "v1") };
  }

  async startTokenServer(): Promise<TokenServer> {
    const tokenServer = await TokenServer.start(certificate, USER);
    this.after(() => tokenServer.stop());
    return tokenServer;
  }

  /** A server over TLS, for what no registry does; returns its `127.0.0.1:port`. */
  async serve(listener: RequestListener): Promise<string> {
    const server = https.createServer({ cert: certificate.certificate, key: certificate.key }, listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.after(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  clientOf(host: string, options: Partial<ConnectionOptions> = {}): RegistryClient {
    const client = clientOf(host, options);
    this.after(() => client.close());
    return client;
  }

  /** Runs at the end of the test; the last one first. */
  after(stop: () => Promise<void> | void): void {
    this.toStop.push(stop);
  }

  async end(): Promise<void> {
    for (const stop of this.toStop.splice(0).reverse()) await stop();
  }
}

/** The first `times` requests that match are taken over. */
export function first(
  times: number,
  method: string,
  path: RegExp,
  action: (response: ServerResponse, request: IncomingMessage) => void,
): Interceptor {
  let left = times;
  return (request, response, requested) => {
    if (left <= 0 || request.method !== method || !path.test(requested)) return false;
    left -= 1;
    action(response, request);
    return true;
  };
}

/** Bytes to upload. */
export function blobOf(bytes: Buffer) {
  return {
    digest: digestOf(bytes),
    size: bytes.length,
    open: async function* (offset: number): AsyncGenerator<Buffer, void, undefined> {
      yield bytes.subarray(offset);
    },
  };
}
