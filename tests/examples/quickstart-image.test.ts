import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyImage, openLocalArchive, parseManifest, RegistryClient, sha256 } from "../../registry-client";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { imageArchive, temporaryFolder } from "../cli/test-images";
import { QUICKSTART } from "../cli/run-rehearsal";

/** Builds the quickstart's image without Docker, as a user does. */
function build(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ status: number | null; stderr: string }> {
  const { ARCHIVE: _archive, ...rest } = process.env;
  const child = spawn(process.execPath, [join(QUICKSTART, "model", "build-image.mjs"), ...args], {
    env: { ...rest, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, stderr })));
}

describe("the quickstart's image without Docker", function () {
  this.timeout(60_000);
  let place: ReturnType<typeof temporaryFolder>;
  before(() => {
    place = temporaryFolder();
  });
  after(() => place.remove());

  it("is the same each time", async () => {
    const files = ["one.tar", "two.tar"].map((name) => join(place.folder, name));
    for (const output of files) {
      const { status, stderr } = await build(["--output", output]);
      assert.equal(status, 0, stderr);
    }
    const [one, two] = files.map((file) => sha256(readFileSync(file)));
    assert.equal(one, two);
  });

  it("has the base's layers out of its registry below its own", async () => {
    const authority = new CertificateAuthority();
    const registry = await EmbeddedRegistry.start({ certificate: authority.issue({ names: ["127.0.0.1"] }) });
    const trust = join(place.folder, "authority.pem");
    writeFileSync(trust, authority.certificate);
    const base = join(place.folder, "base.tar");
    const layers = [[{ path: "usr/bin/node", content: "node" }], [{ path: "etc/os-release", content: "x" }]];
    writeFileSync(base, imageArchive({ layers, config: { Env: ["PATH=/usr/bin"], Cmd: ["node"] } }));
    const client = new RegistryClient({
      registry: registry.host,
      ca: authority.certificate,
      environment: {},
    });
    const archive = await openLocalArchive(base);
    try {
      await copyImage(archive.source, { client, repository: "node", tag: "22" }, { format: "preserve" });
      const output = join(place.folder, "image.tar");
      const { status, stderr } = await build(["--base", `${registry.host}/node:22`, "--output", output], {
        NODE_EXTRA_CA_CERTS: trust,
      });
      assert.equal(status, 0, stderr);
      const built = await openLocalArchive(output);
      const { bytes, mediaType } = await built.source.root();
      const manifest = parseManifest(bytes, mediaType, "image");
      assert("layers" in manifest);
      const { bytes: baseBytes } = await archive.source.root();
      const baseManifest = parseManifest(baseBytes, mediaType, "base");
      assert("layers" in baseManifest);
      assert.equal(manifest.layers.length, 3);
      assert.deepEqual(
        manifest.layers.slice(0, 2).map(({ digest }) => digest),
        baseManifest.layers.map(({ digest }) => digest),
      );
      const chunks: Buffer[] = [];
      for await (const chunk of built.source.blob(manifest.config, 0)) chunks.push(chunk);
      const { config, rootfs } = JSON.parse(Buffer.concat(chunks).toString()) as {
        config: Record<string, unknown>;
        rootfs: { diff_ids: string[] };
      };
      assert.deepEqual(config["Env"], ["PATH=/usr/bin"]);
      assert.deepEqual(config["Entrypoint"], ["/opt/program/serve"]);
      assert.equal(rootfs.diff_ids.length, 3);
      for (const layer of manifest.layers) {
        let size = 0;
        for await (const chunk of built.source.blob(layer, 0)) size += chunk.length;
        assert.equal(size, layer.size);
      }
      await built.close();
    } finally {
      client.close();
      await archive.close();
      await registry.stop();
    }
  });

  it("is not mistaken for what is deployed", async () => {
    const output = join(place.folder, "other", "image.tar");
    const { status, stderr } = await build(["--output", output]);
    assert.equal(status, 64);
    assert.match(stderr, /image\.tar is what is deployed.*give --base/);
    assert(!existsSync(output));
    assert.match((await build([])).stderr, /--output <file> says where/);
    assert.match((await build(["--platform", "x"])).stderr, /--platform takes os\/architecture/);
  });

  it("has the same program, port and folder as the Dockerfile", () => {
    const dockerfile = readFileSync(join(QUICKSTART, "model", "Dockerfile"), "utf8");
    assert.match(dockerfile, /^FROM docker\.io\/library\/node:/m);
    assert.match(dockerfile, /^COPY --chmod=0755 serve \/opt\/program\/serve$/m);
    assert.match(dockerfile, /^WORKDIR \/opt\/program$/m);
    assert.match(dockerfile, /^ENTRYPOINT \["\/opt\/program\/serve"\]$/m);
  });

  it("lies for the project at the root where it lies for the quickstart: Pulumi runs both in the quickstart's folder", () => {
    const { load } = createRequire(__filename)("js-yaml") as { load(text: string): unknown };
    const archiveOf = (project: string): unknown => {
      const { config } = load(readFileSync(join(__dirname, "..", "..", project, "Pulumi.yaml"), "utf8")) as {
        config: { archive: { default: unknown } };
      };
      return config.archive.default;
    };
    assert.equal(archiveOf("."), archiveOf("examples/quickstart"));
  });
});
