// How much of the preflight's time, memory and connections a registry can take, whatever it sends.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { PreflightReport } from "../../preflight";
import { authority } from "../registry-client/registries";
import { NODE_ARGUMENTS } from "../support/commands";
import { check, checked, ids, Scene } from "./environment";

const LIMIT_MS = 4_000;

/** What a preflight in a process of its own took. */
interface Taken {
  readonly report: PreflightReport;
  readonly ms: number;
  readonly megabytes: number;
}

describe("preflight, bounds", function () {
  this.timeout(60_000);
  const scene = new Scene();
  afterEach(() => scene.stop());

  const apart = async (image: string, timeoutMs: number): Promise<Taken> => {
    const child = fork(join(__dirname, "bounds-process.ts"), {
      execArgv: NODE_ARGUMENTS,
      serialization: "json",
    });
    child.send({ image, timeoutMs, certificateAuthority: authority.certificate });
    const [message] = (await once(child, "message")) as [Taken];
    child.kill();
    return message;
  };

  /** An image of so many layers, none of which is ever sent. */
  const silent = async (layers: number) => {
    const registry = await scene.registry();
    const digest = (index: number) => `sha256:${index.toString(16).padStart(64, "0")}`;
    const described = (mediaType: string, index: number) => ({
      mediaType,
      digest: digest(index),
      size: 1_000,
    });
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.docker.distribution.manifest.v2+json",
        config: described("application/vnd.docker.container.image.v1+json", 0),
        layers: Array.from({ length: layers }, (_, index) =>
          described("application/vnd.docker.image.rootfs.diff.tar.gzip", index + 1),
        ),
      }),
    );
    const sockets = new Set<unknown>();
    let most = 0;
    registry.intercept = (request, response, path) => {
      sockets.add(request.socket);
      request.socket.once("close", () => sockets.delete(request.socket));
      most = Math.max(most, sockets.size);
      if (path.includes("/blobs/")) return true;
      if (!path.includes("/manifests/")) return false;
      response
        .writeHead(200, { "content-type": "application/vnd.docker.distribution.manifest.v2+json" })
        .end(bytes);
      return true;
    };
    const taken = await apart(`${registry.host}/ml/fraud:1`, LIMIT_MS);
    return { ...taken, most: () => most };
  };

  it("of 500 layers that never come, ends within a second of its time, in little memory and few connections", async () => {
    const { report, ms, megabytes, most } = await silent(500);
    assert.deepEqual(ids(report, "failed").includes("blobs"), true);
    assert(ms < LIMIT_MS + 1_000, `${ms} ms`);
    assert(megabytes < 150, `${megabytes} MB`);
    assert(most() < 32, `${most()} connections`);
  });

  it("of 5,000 layers, more than any image has, is over at once", async () => {
    const { report, ms, megabytes, most } = await silent(5_000);
    assert.match(check(report, "manifest").seen, /layers has 5000 entries, at most 500 are supported/);
    assert(ms < LIMIT_MS + 1_000, `${ms} ms`);
    assert(megabytes < 150, `${megabytes} MB`);
    assert(most() < 32, `${most()} connections`);
  });

  it("says at most 2,000 characters of each check, and names at most ten of many", async () => {
    const registry = await scene.registry();
    const platform = (index: number) => ({ os: "linux", architecture: `${"x".repeat(3_000)}${index}` });
    const bytes = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.index.v1+json",
        manifests: Array.from({ length: 900 }, (_, index) => ({
          mediaType: "application/vnd.oci.image.manifest.v1+json",
          digest: `sha256:${index.toString(16).padStart(64, "0")}`,
          size: 100,
          platform: platform(index),
        })),
      }),
    );
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/manifests/")) return false;
      response.writeHead(200, { "content-type": "application/vnd.oci.image.index.v1+json" }).end(bytes);
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    assert.match(check(report, "platform").seen, /and 890 more/);
    for (const { seen, remedy = "" } of report.checks) {
      assert(seen.length <= 2_001 && remedy.length <= 2_001, `${seen.length}, ${remedy.length} characters`);
    }
    assert(JSON.stringify(report).length < 60_000);
  });

  it("shows nothing of what registries say that a terminal would obey", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, response, path) => {
      if (!path.includes("/manifests/")) return false;
      const errors = [{ code: "MANIFEST\u001b[2J", message: "\u202egnp\u009b31m\u2066 is unknown" }];
      response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify({ errors }));
      return true;
    };
    const report = await checked(`${registry.host}/ml/fraud:1`);
    const { seen } = check(report, "manifest");
    assert.match(seen, /MANIFEST\uFFFD\[2J \(\uFFFDgnp\uFFFD31m\uFFFD is unknown\)/);
    assert.doesNotMatch(report.summary, /(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
