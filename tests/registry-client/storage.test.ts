import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyImage, RegistrySource, ResponseError } from "../../registry-client";
import { collected, digestOf, TestImage } from "./images";
import { freePort } from "../../cli/local/loopback";
import {
  answering,
  authority,
  certificate,
  clientOf,
  ended,
  installedRegistries,
  isInstalled,
  USER,
} from "./registries";

const hasMoto = isInstalled("moto_server");

for (const kind of installedRegistries) {
  (hasMoto ? describe : describe.skip)(`S3 storage (moto), ${kind.name}`, () => {
    const BUCKET = "registry-bucket";
    let folder: string;
    let moto: ChildProcess;
    let port: number;

    before(async function () {
      this.timeout(60_000);
      folder = await mkdtemp(join(tmpdir(), "moto-"));
      await writeFile(join(folder, "certificate.pem"), certificate.certificate);
      await writeFile(join(folder, "key.pem"), certificate.key, { mode: 0o600 });
      port = await freePort();
      const files = ["-s", "-c", join(folder, "certificate.pem"), "-k", join(folder, "key.pem")];
      moto = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port), ...files], { stdio: "ignore" });
      await answering(port, moto);
      await new Promise<void>((resolve, reject) => {
        const options = {
          host: "127.0.0.1",
          port,
          method: "PUT",
          path: `/${BUCKET}`,
          ca: authority.certificate,
        };
        const request = https.request({ ...options, agent: false }, (response) => {
          response.resume();
          response.on("end", resolve);
        });
        request.on("error", reject).end();
      });
    });
    after(async () => {
      await ended(moto);
      await rm(folder, { recursive: true });
    });

    for (const redirects of [true, false]) {
      it(`copies in and out, ${redirects ? "with" : "without"} redirects to the bucket`, async () => {
        const registry = await kind.start({
          authentication: "basic",
          storage: {
            s3: {
              bucket: BUCKET,
              region: "us-east-1",
              regionendpoint: `https://localhost:${port}`,
              forcepathstyle: true,
              accesskey: "test",
              secretkey: "test",
            },
            redirect: { disable: !redirects },
          },
        });
        const client = clientOf(registry.host, { credentials: USER });
        try {
          const image = new TestImage({ layerSize: 300_000 });
          const repository = redirects ? "with" : "without";
          await copyImage(image, { client, repository, tag: "v1" }, { format: "preserve" });
          const source = new RegistrySource(client, repository, "v1");
          const copy = { client, repository: `${repository}/copy`, tag: "v1" };
          assert.equal((await copyImage(source, copy, { format: "preserve" })).blobs.mounted, 4);
          for (const [digest, bytes] of image.blobs) {
            assert.deepEqual(await collected(client.blob(repository, { digest, size: bytes.length })), bytes);
            const { redirectedTo } = await client.blobStart(repository, digest, 1);
            assert.equal(
              redirectedTo?.startsWith(`https://localhost:${port}/${BUCKET}/`),
              redirects || undefined,
            );
          }
        } finally {
          client.close();
          await registry.stop();
        }
      }).timeout(60_000);
    }
  });

  describe(`two instances over one storage, ${kind.name}`, () => {
    const bytes = randomBytes(30_000);
    const blob = {
      digest: digestOf(bytes),
      size: bytes.length,
      open: async function* (start: number) {
        yield bytes.subarray(start);
      },
    };

    // An upload begins at one instance and goes on at the other, as behind a load balancer.
    async function uploadThroughTwo(secrets: readonly [string, string]): Promise<void> {
      const rootdirectory = await mkdtemp(join(tmpdir(), "shared-"));
      const storage = { filesystem: { rootdirectory } };
      const instances = await Promise.all(
        secrets.map((httpSecret) =>
          kind.start({ authentication: "none", storage, httpSecret, relativeLocations: true }),
        ),
      );
      let requests = 0;
      const balancer = https.createServer(
        { cert: certificate.certificate, key: certificate.key },
        (request, response) => {
          const [host, port] = (instances[requests++ % 2]?.host ?? "").split(":");
          const { method, url: path, headers } = request;
          const options = { host, port, method, path, headers, ca: authority.certificate, agent: false };
          const onward = https.request(options, (answer) => {
            response.writeHead(answer.statusCode ?? 0, answer.headers);
            answer.pipe(response);
          });
          request.pipe(onward);
        },
      );
      const port = await freePort();
      await new Promise<void>((resolve) => balancer.listen(port, "127.0.0.1", resolve));
      const client = clientOf(`127.0.0.1:${port}`);
      try {
        await client.uploadBlob("a", blob, { chunkSize: 10_000 });
        assert.deepEqual(await collected(client.blob("a", blob)), bytes);
      } finally {
        client.close();
        balancer.closeAllConnections();
        await new Promise((resolve) => balancer.close(resolve));
        for (const instance of instances) await instance.stop();
        await rm(rootdirectory, { recursive: true });
      }
    }

    it("upload with the same HTTP secret", () => uploadThroughTwo(["5ec7e7", "5ec7e7"]));

    it("fail with different HTTP secrets, and say what is to be set", async () => {
      await assert.rejects(
        uploadThroughTwo(["5ec7e7", "0f4e12"]),
        (error) =>
          error instanceof ResponseError &&
          error.errors[0]?.code === "BLOB_UPLOAD_INVALID" &&
          /several instances behind one name need the same HTTP secret/.test(error.message),
      );
    });
  });
}
