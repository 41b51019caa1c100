import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { extract } from "tar";
import {
  copyImage,
  MediaType,
  openLocalArchive,
  parseManifest,
  RegistryClient,
  type ImageManifest,
} from "../../../registry-client";
import { freePort } from "../../../cli/local/loopback";
import { CertificateAuthority } from "../../../cli/local/embedded-registry/certificates";
import { EmbeddedRegistry } from "../../../cli/local/embedded-registry/embedded-registry";
import { imageArchive, temporaryFolder } from "../../../tests/cli/test-images";
import { buildImage, type ImageOptions } from "./build";

const ROOT = join(__dirname, "..", "..", "..");

describe("the evidence kit's image", function () {
  this.timeout(60_000);
  const authority = new CertificateAuthority();
  let place: ReturnType<typeof temporaryFolder>;
  let registry: EmbeddedRegistry;
  before(async function () {
    if (!existsSync(join(ROOT, "dist", "tools", "evidence", "image", "serve.js"))) {
      throw new Error("the package is not built: run `npm ci` or `npm run build`");
    }
    place = temporaryFolder();
    registry = await EmbeddedRegistry.start({ certificate: authority.issue({ names: ["127.0.0.1"] }) });
    const base = join(place.folder, "base.tar");
    const layers = [[{ path: "usr/local/bin/node", content: "node" }]];
    const config = { Env: ["PATH=/usr/local/bin"], Labels: { kept: "yes" }, Cmd: ["sh"] };
    writeFileSync(base, imageArchive({ layers, config }));
    const client = connect();
    const archive = await openLocalArchive(base);
    await copyImage(archive.source, { client, repository: "node", tag: "22" }, { format: "preserve" });
    await archive.close();
    client.close();
  });
  after(async () => {
    await registry.stop();
    place.remove();
  });

  const connect = (): RegistryClient =>
    new RegistryClient({ registry: registry.host, ca: authority.certificate, environment: {} });
  const options = (name: string): ImageOptions => ({
    path: join(place.folder, name),
    base: `${registry.host}/node:22`,
    platform: "linux/amd64",
    connect,
  });

  it("is the program on the base, once alone and once in an index, as the publisher finds them", async () => {
    const { path, manifestDigest, indexDigest } = await buildImage(options("image.tar"));
    const single = await openLocalArchive(path, manifestDigest);
    const { bytes, mediaType } = await single.source.root();
    const manifest = parseManifest(bytes, mediaType, "image") as ImageManifest;
    assert.equal(mediaType, MediaType.OciManifest);
    assert.equal(manifest.layers.length, 2);
    const chunks: Buffer[] = [];
    for await (const chunk of single.source.blob(manifest.config, 0)) chunks.push(chunk);
    const { config, rootfs } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
      config: { Entrypoint: string[]; Cmd: unknown; Env: string[]; Labels: Record<string, string> };
      rootfs: { diff_ids: string[] };
    };
    assert.deepEqual(config.Entrypoint, ["node", "/opt/evidence/serve.js"]);
    assert.equal(config.Cmd, null);
    assert.deepEqual(config.Env, ["PATH=/usr/local/bin"]);
    assert.deepEqual(config.Labels, {
      kept: "yes",
      "com.amazonaws.sagemaker.capabilities.accept-bind-to-port": "true",
      "com.amazonaws.sagemaker.capabilities.multi-models": "true",
    });
    assert.equal(rootfs.diff_ids.length, 2);
    await single.close();

    const whole = await openLocalArchive(path, indexDigest);
    const root = await whole.source.root();
    const index = parseManifest(root.bytes, root.mediaType, "index");
    assert(index.kind === "index");
    assert.deepEqual(
      index.manifests.map(({ digest }) => digest),
      [manifestDigest],
    );
    const client = connect();
    await copyImage(whole.source, { client, repository: "evidence/index", tag: "1" }, { format: "preserve" });
    assert.equal((await client.manifest("evidence/index", "1")).mediaType, MediaType.OciIndex);
    client.close();
    await whole.close();
  });

  it("is built once, and again for another base", async () => {
    const first = await buildImage(options("again.tar"));
    const { mtimeMs } = statSync(first.path);
    const unreachable = {
      ...options("again.tar"),
      connect: () => assert.fail("asked the base's registry again"),
    };
    assert.deepEqual(await buildImage(unreachable), first);
    assert.equal(statSync(first.path).mtimeMs, mtimeMs);
    await assert.rejects(buildImage({ ...unreachable, base: `${registry.host}/node:23` }), /asked the base/);
  });

  describe("running", () => {
    let child: ChildProcess;
    let url: string;
    before(async () => {
      const program = join(place.folder, "serve.js");
      await build({
        entryPoints: [join(__dirname, "serve.ts")],
        outfile: program,
        platform: "node",
        format: "cjs",
      });
      const port = await freePort();
      url = `http://127.0.0.1:${port}`;
      child = spawn(process.execPath, [program, "serve"], {
        env: { SAGEMAKER_BIND_TO_PORT: String(port) },
        stdio: "inherit",
      });
      for (let attempt = 0; attempt < 800; attempt++) {
        if (
          await fetch(`${url}/ping`).then(
            ({ ok }) => ok,
            () => false,
          )
        )
          return;
        await sleep(50);
      }
      assert.fail("it does not answer /ping");
    });
    after(async () => {
      child.kill("SIGTERM");
      const [status] = (await once(child, "exit")) as [number | null];
      assert.equal(status, 0);
    });

    const ask = async (method: string, path: string, body?: object): Promise<readonly [number, unknown]> => {
      const response = await fetch(url + path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return [response.status, await response.json()];
    };

    it("answers requests, on the port that SageMaker names", async () => {
      assert.deepEqual(await ask("POST", "/invocations", { question: 1 }), [
        200,
        { answer: "yes", bytes: 14 },
      ]);
      assert.equal((await ask("GET", "/other"))[0], 404);
    });

    it("loads, lists, asks and unloads models, as multi-model endpoints have it", async () => {
      const one = { modelName: "one", modelUrl: "/opt/ml/models/one/model" };
      const load = { model_name: one.modelName, url: one.modelUrl };
      assert.equal((await ask("POST", "/models/one/invoke", {}))[0], 404);
      assert.equal((await ask("POST", "/models", load))[0], 200);
      assert.equal((await ask("POST", "/models", load))[0], 409);
      assert.deepEqual(await ask("GET", "/models"), [200, { models: [one] }]);
      assert.deepEqual(await ask("GET", "/models/one"), [200, one]);
      assert.deepEqual(await ask("POST", "/models/one/invoke", {}), [200, { answer: "yes", model: "one" }]);
      assert.equal((await ask("DELETE", "/models/one"))[0], 200);
      assert.deepEqual(await ask("GET", "/models"), [200, { models: [] }]);
    });
  });

  it("has a layer that is an archive like any other", async () => {
    const { path } = await buildImage(options("image.tar"));
    const names: string[] = [];
    await extract({ file: path, cwd: place.folder, filter: (name) => (names.push(name), false) });
    assert(names.includes("oci-layout") && names.includes("index.json"));
  });
});
