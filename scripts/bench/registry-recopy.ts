// Copies an image whose blobs are all there, through a proxy that makes every request slow, and counts requests and rounds.
import { copyImage, RegistrySource } from "../../registry-client";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { TestImage } from "../../tests/registry-client/images";
import { certificate, clientOf } from "../../tests/registry-client/registries";
import { roundsOf, SlowProxy } from "../bench-support/slow-proxy";
import type { Measurement } from "../measurement";

const LAYERS = 60;
const LATENCY_MS = 200;

/** Measures in a few seconds. */
export async function measure(): Promise<Measurement[]> {
  const [from, to] = [await SlowProxy.start(LATENCY_MS), await SlowProxy.start(LATENCY_MS)];
  const registries = [
    await EmbeddedRegistry.start({ certificate, relativeLocations: true }),
    await EmbeddedRegistry.start({ certificate, relativeLocations: true }),
  ] as const;
  const clients = [clientOf(from.host), clientOf(to.host)] as const;
  try {
    from.targets = { "/v2/": registries[0].host };
    to.targets = { "/v2/": registries[1].host };
    const image = new TestImage({ layers: LAYERS, layerSize: 1_000 });
    await copyImage(image, { client: clients[0], repository: "from", tag: "v1" }, { format: "preserve" });
    const source = new RegistrySource(clients[0], "from", "v1");
    const destination = { client: clients[1], repository: "to", tag: "v1" };
    await copyImage(source, destination, { format: "preserve" });
    for (const { requests } of [from, to]) requests.splice(0);
    await copyImage(source, destination, { format: "preserve" });
    const requests = [...from.requests, ...to.requests];
    const count = (method: string, path: RegExp) =>
      requests.filter((request) => request.method === method && path.test(request.path)).length;
    const heads = count("HEAD", /\/blobs\//);
    const needed = count("GET", /^\/v2\/from\/manifests\//) + count("PUT", /^\/v2\/to\/manifests\//);
    return [
      {
        title: `requests for each blob that is there, of ${LAYERS + 1}`,
        value: (requests.length - needed) / image.blobs.size,
        bar: 1,
        unit: "requests",
        detail: `${heads} HEAD, ${needed} for the manifest, ${requests.length - heads - needed} others`,
      },
      {
        title: "copy with all blobs there",
        value: roundsOf(requests),
        bar: 3,
        unit: "rounds",
        detail: `of ${LATENCY_MS} ms for each request`,
      },
    ];
  } finally {
    for (const client of clients) client.close();
    for (const server of [from, to, ...registries]) await server.stop();
  }
}
