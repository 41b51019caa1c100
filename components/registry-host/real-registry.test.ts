import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "../../cli/local/loopback";
import {
  CONFIGURATION_FOLDER,
  registryConfiguration,
  START_SCRIPT,
  type RegistryEndpoint,
} from "./configuration";
import { htpasswd, type RegistryUser } from "./htpasswd";

const MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

const user = (username: string): RegistryUser => ({
  username,
  password: randomBytes(16).toString("hex"),
  salt: randomBytes(16).toString("base64"),
});

describe("both services, with the CNCF registry on this machine", function () {
  this.timeout(60_000);
  const [pullA, pullB, push] = [user("pull-a"), user("pull-b"), user("push")];
  const processes: ChildProcess[] = [];
  let folder = "";
  let pullUrl = "";
  let pushUrl = "";

  before(async function () {
    if (!isOnPath("registry")) {
      const skipped =
        "no `registry` on the PATH: the generated configurations and password hashes are not tried out";
      if (process.env.REQUIRE_REGISTRIES === "1") throw new Error(skipped);
      console.log(`      skipped: ${skipped}`);
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "registry-host-"));
    pullUrl = await start("pull", [pullA, pullB], {});
    pushUrl = await start("push", [push], { REGISTRY_HTTP_SECRET: randomBytes(32).toString("hex") });
  });

  after(async () => {
    await Promise.all(
      processes.map(
        (child) => new Promise((resolve) => (child.once("exit", resolve).kill() ? undefined : resolve(0))),
      ),
    );
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  /** Starts a service as its container does, on a free port and with the bucket swapped for a folder. */
  async function start(
    endpoint: RegistryEndpoint,
    users: readonly RegistryUser[],
    environment: NodeJS.ProcessEnv,
  ): Promise<string> {
    const port = await freePort();
    const home = join(folder, endpoint);
    mkdirSync(home);
    const generated = registryConfiguration({
      endpoint,
      bucketName: "b",
      region: "eu-west-1",
      dnsSuffix: "amazonaws.com",
      blobRedirects: false,
    });
    const storage = generated.storage as Record<string, unknown>;
    const configuration = {
      ...generated,
      storage: { ...storage, s3: undefined, filesystem: { rootdirectory: join(folder, "images") } },
      http: { ...(generated.http as object), addr: `127.0.0.1:${port}` },
    };
    const inFolder = (text: string): string => text.replaceAll(CONFIGURATION_FOLDER, home);
    const child = spawn("sh", ["-c", inFolder(START_SCRIPT)], {
      env: {
        PATH: process.env.PATH,
        OTEL_TRACES_EXPORTER: "none",
        CONFIGURATION: inFolder(JSON.stringify(configuration)),
        HTPASSWD: htpasswd(users),
        ...environment,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    processes.push(child);
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
    const url = `http://127.0.0.1:${port}`;
    for (let attempt = 0; attempt < 800; attempt++) {
      if (child.exitCode !== null) throw new Error(`the registry ended: ${log}`);
      if (
        await fetch(url).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        return url;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the registry does not answer: ${log}`);
  }

  function request(
    method: string,
    url: string,
    by?: RegistryUser,
    body?: Buffer,
    type?: string,
  ): Promise<Response> {
    const token = by && Buffer.from(`${by.username}:${by.password}`).toString("base64");
    return fetch(url, {
      method,
      body,
      headers: {
        ...(token && { Authorization: `Basic ${token}` }),
        ...(body && { "Content-Type": type ?? "application/octet-stream" }),
      },
    });
  }

  async function pushBlob(content: Buffer): Promise<string> {
    const started = await request("POST", `${pushUrl}/v2/ml/fraud/blobs/uploads/`, push);
    assert.equal(started.status, 202);
    const location = started.headers.get("Location") ?? "";
    assert.match(location, /^\/v2\/ml\/fraud\/blobs\/uploads\//, "a location without a host");
    const digest = digestOf(content);
    const finished = await request("PUT", `${pushUrl}${location}&digest=${digest}`, push, content);
    assert.equal(finished.status, 201);
    return digest;
  }

  async function pushImage(layerText: string): Promise<{ layer: string; manifest: string }> {
    const [config, content] = [Buffer.from("{}"), Buffer.from(layerText)];
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST_TYPE,
        config: {
          mediaType: "application/vnd.docker.container.image.v1+json",
          size: config.length,
          digest: await pushBlob(config),
        },
        layers: [
          {
            mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip",
            size: content.length,
            digest: await pushBlob(content),
          },
        ],
      }),
    );
    const answer = await request("PUT", `${pushUrl}/v2/ml/fraud/manifests/v1`, push, manifest, MANIFEST_TYPE);
    assert.equal(answer.status, 201);
    return { layer: digestOf(content), manifest: digestOf(manifest) };
  }

  it("answers the load balancer's health check, and nobody else, without credentials", async () => {
    for (const url of [pullUrl, pushUrl]) {
      assert.equal((await request("GET", `${url}/`)).status, 200);
      const refused = await request("GET", `${url}/v2/`);
      assert.equal(refused.status, 401);
      assert.match(refused.headers.get("WWW-Authenticate") ?? "", /^Basic realm="registry"$/);
    }
  });

  it("knows at each endpoint only the users of that endpoint, by passwords that no line reveals", async () => {
    const statuses = async (url: string): Promise<number[]> =>
      Promise.all(
        [pullA, pullB, push, { ...pullA, password: push.password }].map(
          async (by) => (await request("GET", `${url}/v2/`, by)).status,
        ),
      );
    assert.deepEqual(await statuses(pullUrl), [200, 200, 401, 401]);
    assert.deepEqual(await statuses(pushUrl), [401, 401, 200, 401]);
  });

  it("serves at the one endpoint what came in by the other", async () => {
    const { layer, manifest } = await pushImage("layer one");
    for (const by of [pullA, pullB]) {
      const answer = await request("GET", `${pullUrl}/v2/ml/fraud/manifests/${manifest}`, by);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("Docker-Content-Digest"), manifest);
      const blob = await request("GET", `${pullUrl}/v2/ml/fraud/blobs/${layer}`, by);
      assert.equal(await blob.text(), "layer one");
    }
  });

  it("refuses writes and deletions at the pull endpoint", async () => {
    const { layer, manifest } = await pushImage("layer two");
    const attempts: [string, string, Buffer?, string?][] = [
      ["POST", "blobs/uploads/"],
      ["DELETE", `blobs/${layer}`],
      ["DELETE", `manifests/${manifest}`],
      ["PUT", "manifests/v2", Buffer.from("{}"), MANIFEST_TYPE],
    ];
    for (const [method, path, body, type] of attempts) {
      const answer = await request(method, `${pullUrl}/v2/ml/fraud/${path}`, pullA, body, type);
      assert.equal(answer.status, 405, `${method} ${path}`);
    }
    assert.equal((await request("GET", `${pullUrl}/v2/ml/fraud/manifests/${manifest}`, pullA)).status, 200);
  });

  it("stops serving at once what is deleted at the endpoint for pushes", async () => {
    const { layer, manifest } = await pushImage("layer three");
    const [image, blob] = [`/v2/ml/fraud/manifests/${manifest}`, `/v2/ml/fraud/blobs/${layer}`];
    for (const path of [image, blob]) {
      assert.equal((await request("GET", pullUrl + path, pullA)).status, 200);
      assert.equal((await request("DELETE", pushUrl + path, push)).status, 202);
      assert.equal((await request("GET", pullUrl + path, pullA)).status, 404);
    }
  });

  it("keeps what it writes for its process from other users of the machine", () => {
    for (const file of ["config.yml", "htpasswd"]) {
      assert.equal(statSync(join(folder, "pull", file)).mode & 0o777, 0o600);
    }
  });
});

function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((path) => {
    try {
      accessSync(join(path, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
