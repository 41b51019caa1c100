import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { copyImage, openLocalArchive, type RegistryClient, RegistrySource } from "../../registry-client";
import { dockerSaveOf, layoutOf, tarOf, TestImage, TestIndex } from "./images";
import { authority, clientOf, isInstalled, registryKinds, type RunningRegistry } from "./registries";

const run = promisify(execFile);
const hasCrane = isInstalled("crane");
const hasSkopeo = isInstalled("skopeo");

async function writeFiles(folder: string, files: Readonly<Record<string, Buffer>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

for (const kind of registryKinds) {
  describe(`other tools, ${kind.name}`, () => {
    let registry: RunningRegistry;
    let client: RegistryClient;
    let folder: string;

    before(async () => {
      registry = await kind.start({ authentication: "none" });
      client = clientOf(registry.host);
      folder = await mkdtemp(join(tmpdir(), "tools-"));
      await writeFile(join(folder, "ca.crt"), authority.certificate);
    });
    after(async () => {
      client?.close();
      await registry?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const crane = (...args: readonly string[]) =>
      run("crane", args, { env: { ...process.env, SSL_CERT_FILE: join(folder, "ca.crt") } });
    const skopeo = (...args: readonly string[]) => run("skopeo", ["--insecure-policy", ...args]);

    const forms = {
      "an image in OCI form": () => ({ source: new TestImage(), format: "preserve" as const }),
      "an image converted to Docker schema 2": () => ({ source: new TestImage(), format: "docker" as const }),
      "an index": () => ({
        source: new TestIndex([
          new TestImage(),
          new TestImage({ platform: { os: "linux", architecture: "arm64", variant: "v8" } }),
        ]),
        format: "preserve" as const,
      }),
      "an image with layers compressed by us": () => ({
        source: new TestImage({ compression: "none" }),
        format: "docker" as const,
      }),
    };
    for (const [form, make] of Object.entries(forms)) {
      (hasCrane ? it : it.skip)(`crane finds ${form} valid`, async () => {
        const { source, format } = make();
        const { digest } = await copyImage(source, { client, repository: "ours", tag: "v1" }, { format });
        await crane("validate", "--remote", `${registry.host}/ours@${digest}`);
        assert.equal((await crane("digest", `${registry.host}/ours:v1`)).stdout.trim(), digest);
      });

      (hasSkopeo ? it : it.skip)(`skopeo copies ${form}`, async () => {
        const { source, format } = make();
        const { digest } = await copyImage(source, { client, repository: "ours", tag: "v2" }, { format });
        const target = join(folder, `layout-${digest.slice(7, 19)}`);
        const reference = `docker://${registry.host}/ours@${digest}`;
        await skopeo("copy", "--all", "--src-cert-dir", folder, reference, `oci:${target}:v2`);
      });
    }

    (hasCrane ? it : it.skip)("reads what crane pushed, and the archives that it writes", async () => {
      const image = new TestImage();
      await writeFiles(join(folder, "layout"), layoutOf([image]));
      await crane("push", join(folder, "layout"), `${registry.host}/crane:v1`);
      assert.equal((await client.manifest("crane", "v1")).digest, image.content.digest);
      for (const format of ["tarball", "oci"]) {
        const path = join(folder, `crane-${format}`);
        await crane("pull", "--format", format, `${registry.host}/crane:v1`, path);
        const archive = await openLocalArchive(path);
        const destination = { client, repository: `from-crane/${format}`, tag: "v1" };
        await copyImage(archive.source, destination, { format: "docker" });
        await archive.close();
        await crane("validate", "--remote", `${registry.host}/from-crane/${format}:v1`);
      }
    });

    (hasSkopeo ? it : it.skip)("reads what skopeo pushed, and the archives that it writes", async () => {
      await writeFile(join(folder, "saved.tar"), tarOf(dockerSaveOf(new TestImage(), ["skopeo:v1"])));
      const pushed = `docker://${registry.host}/skopeo:v1`;
      const source = `docker-archive:${join(folder, "saved.tar")}:skopeo:v1`;
      await skopeo("copy", "--dest-cert-dir", folder, source, pushed);
      const copied = await copyImage(
        new RegistrySource(client, "skopeo", "v1"),
        { client, repository: "from-skopeo/registry", tag: "v1" },
        { format: "preserve" },
      );
      assert.equal(copied.digest, await client.resolve("skopeo", "v1"));
      for (const [transport, path] of [
        ["docker-archive", join(folder, "skopeo.tar")],
        ["oci-archive", join(folder, "skopeo-oci.tar")],
        ["oci", join(folder, "skopeo-oci")],
      ] as const) {
        await skopeo("copy", "--src-cert-dir", folder, pushed, `${transport}:${path}`);
        const archive = await openLocalArchive(path);
        const destination = { client, repository: `from-skopeo/${transport}`, tag: "v1" };
        await copyImage(archive.source, destination, { format: "docker" });
        await archive.close();
        const target = `dir:${join(folder, `dir-${transport}`)}`;
        await skopeo(
          "copy",
          "--src-cert-dir",
          folder,
          `docker://${registry.host}/from-skopeo/${transport}:v1`,
          target,
        );
      }
    });
  });
}

describe("the tests' certificates", () => {
  it("are valid for OpenSSL, where it is installed", function () {
    const { error, stdout } = spawnSync("openssl", ["x509", "-noout", "-text"], {
      input: authority.certificate,
      encoding: "utf8",
    });
    if (error) this.skip();
    assert.match(stdout, /CA:TRUE/);
  });
});
