/**
 * The preflight of an image with 60 layers, with a token server, where every request takes long: in how many rounds of
 * requests it is done; and the bundles of the functions that carry the registry's client.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { preflight } from "../../preflight";
import { copyImage } from "../../registry-client";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { TokenServer } from "../../cli/local/embedded-registry/token-server";
import { TestImage, TestIndex } from "../../tests/registry-client/images";
import { authority, certificate, clientOf, USER } from "../../tests/registry-client/registries";
import { roundsOf, SlowProxy } from "../bench-support/slow-proxy";
import type { Measurement } from "../measurement";

const LAYERS = 60;
const LATENCY_MS = 200;
const BUNDLES = ["preflight", "copy-image"];

/** Measures in a few seconds. */
export async function measure(): Promise<Measurement[]> {
  return [...(await rounds()), ...BUNDLES.map(bundle)];
}

async function rounds(): Promise<Measurement[]> {
  const proxy = await SlowProxy.start(LATENCY_MS);
  const tokenServer = await TokenServer.start(certificate, USER);
  const registry = await EmbeddedRegistry.start({
    certificate,
    realm: `https://${proxy.host}/token`,
    relativeLocations: true,
  });
  const client = clientOf(proxy.host, { credentials: USER });
  try {
    proxy.targets = { "/v2/": registry.host, "/token": new URL(tokenServer.realm).host };
    const index = new TestIndex([new TestImage({ layers: LAYERS, layerSize: 1_000 })]);
    await copyImage(index, { client, repository: "ml/fraud", tag: "v1" }, { format: "preserve" });
    proxy.requests.splice(0);
    const report = await preflight({
      image: `${proxy.host}/ml/fraud:v1`,
      getCredentials: async () => USER,
      certificateAuthorities: [authority.certificate],
      allowLoopbackRedirects: true,
    });
    if (!report.passed) throw new Error(`The preflight found:\n${report.summary}`);
    const blobs = proxy.requests.filter(({ path }) => path.includes("/blobs/"));
    const detail = `${proxy.requests.length} requests of ${LATENCY_MS} ms in ${report.ms} ms, through an index, with a token`;
    return [
      {
        title: `preflight of an image with ${LAYERS} layers`,
        value: roundsOf(proxy.requests),
        bar: 11,
        unit: "rounds",
        detail,
      },
      {
        title: `blobs of the preflight, ${blobs.length} requests`,
        value: roundsOf(blobs),
        // 16 at once.
        bar: 4,
        unit: "rounds",
      },
    ];
  } finally {
    client.close();
    await registry.stop();
    await tokenServer.stop();
    await proxy.stop();
  }
}

function bundle(name: string): Measurement {
  const path = join(__dirname, "..", "..", "dist", "lambda", name, "index.js");
  return { title: `bundle of the ${name} function`, value: statSync(path).size / 1e6, bar: 1, unit: "MB" };
}
