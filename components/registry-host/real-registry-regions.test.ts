import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, listenOnLoopback, type Listening } from "../../cli/local/loopback";
import { CONFIGURATION_FOLDER, registryConfiguration, type RegistryEndpoint } from "./configuration";
import { htpasswd, type RegistryUser } from "./htpasswd";

/** Regions of SageMaker that the SDK of distribution 3.1 does not list, and some that it does, of each kind of partition. */
const REGIONS = {
  unlisted: {
    "ap-southeast-5": "amazonaws.com",
    "ap-southeast-6": "amazonaws.com",
    "ap-southeast-7": "amazonaws.com",
    "ap-east-2": "amazonaws.com",
    "mx-central-1": "amazonaws.com",
    "eusc-de-east-1": "amazonaws.eu",
  },
  listed: {
    "us-east-1": "amazonaws.com",
    "eu-west-1": "amazonaws.com",
    "cn-north-1": "amazonaws.com.cn",
    "us-gov-west-1": "amazonaws.com",
    "us-iso-east-1": "c2s.ic.gov",
  },
} as const;

const user: RegistryUser = {
  username: "pull-a",
  password: "password-of-the-tests",
  salt: Buffer.alloc(16, 1).toString("base64"),
};

describe("the generated configuration, with its S3 storage, with the CNCF registry on this machine", function () {
  this.timeout(60_000);
  const children: ChildProcess[] = [];
  let folder = "";
  /** The proxy by which the registry would reach S3: it answers nothing, and keeps the names that it is asked for. */
  let proxy: Listening & { readonly asked: string[] };

  before(async function () {
    if (!hasRegistry()) {
      const skipped = "no `registry` of version 3 on the PATH: the storage configuration is not tried out";
      if (process.env.REQUIRE_REGISTRIES === "1") throw new Error(skipped);
      console.log(`      skipped: ${skipped}`);
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "registry-regions-"));
    const asked: string[] = [];
    const server: Server = createServer();
    server.on("connect", ({ url = "" }, socket) => {
      asked.push(url);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    proxy = { ...(await listenOnLoopback(server)), asked };
  });

  after(async () => {
    await proxy?.close();
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  afterEach(async () => {
    const running = children.splice(0).filter(({ exitCode }) => exitCode === null);
    const ended = running.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of running) child.kill("SIGKILL");
    await Promise.all(ended);
  });

  /** Starts a service with what is deployed, but for its address; returns its URL, or what it logged where it ended. */
  async function start(
    endpoint: RegistryEndpoint,
    region: string,
    dnsSuffix: string,
    change: (s3: object) => object = (s3) => s3,
  ): Promise<{ readonly url?: string; readonly log: string }> {
    const port = await freePort();
    const home = mkdtempSync(join(folder, "home-"));
    const settings = { endpoint, region, dnsSuffix, bucketName: "images", blobRedirects: true };
    const { storage, http, ...rest } = registryConfiguration(settings);
    const { s3, ...others } = storage as { s3: object };
    const deployed = {
      ...rest,
      storage: { ...others, s3: change(s3) },
      http: { ...(http as object), addr: `127.0.0.1:${port}` },
    };
    const file = join(home, "config.yml");
    writeFileSync(file, JSON.stringify(deployed).replaceAll(CONFIGURATION_FOLDER, home));
    writeFileSync(join(home, "htpasswd"), htpasswd([user]));
    const child = spawn("registry", ["serve", file], {
      env: {
        PATH: process.env.PATH,
        OTEL_TRACES_EXPORTER: "none",
        HTTPS_PROXY: proxy.url,
        AWS_ACCESS_KEY_ID: "AKIATEST",
        AWS_SECRET_ACCESS_KEY: "test",
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    children.push(child);
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
    const url = `http://127.0.0.1:${port}`;
    for (let attempt = 0; attempt < 800 && child.exitCode === null; attempt++) {
      const isThere = await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isThere) return { url, log };
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return { log };
  }

  for (const [kind, regions] of Object.entries(REGIONS)) {
    for (const [region, dnsSuffix] of Object.entries(regions)) {
      it(`starts in ${region}, which the SDK has ${kind}`, async () => {
        for (const endpoint of ["pull", "push"] as const) {
          const { url, log } = await start(endpoint, region, dnsSuffix);
          assert.notEqual(url, undefined, `${endpoint}: ${log}`);
        }
      });
    }
  }

  it("would not start in a region that the SDK does not list, without the endpoint", async () => {
    const { url, log } = await start("pull", "mx-central-1", "amazonaws.com", (s3) => ({
      ...s3,
      regionendpoint: undefined,
    }));
    assert.equal(url, undefined);
    assert.match(log, /invalid region provided: mx-central-1/);
  });

  it("reaches S3 by the bucket's own host name in its region", async () => {
    for (const [region, dnsSuffix] of [
      ["mx-central-1", "amazonaws.com"],
      ["us-east-1", "amazonaws.com"],
      ["cn-north-1", "amazonaws.com.cn"],
    ] as const) {
      proxy.asked.length = 0;
      const { url = "" } = await start("pull", region, dnsSuffix);
      const token = Buffer.from(`${user.username}:${user.password}`).toString("base64");
      const answer = await fetch(`${url}/v2/ml/fraud/manifests/v1`, {
        headers: { Authorization: `Basic ${token}` },
      });
      assert.ok(answer.status >= 500, `${answer.status}: S3 cannot be reached by this proxy`);
      assert.deepEqual([...new Set(proxy.asked)], [`images.s3.${region}.${dnsSuffix}:443`]);
    }
  });
});

function hasRegistry(): boolean {
  const { stdout } = spawnSync("registry", ["--version"], { encoding: "utf8" });
  return /distribution\S*\s+v?3\./.test(stdout ?? "");
}
