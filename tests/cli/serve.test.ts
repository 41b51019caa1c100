import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { printSummary } from "../../cli/report/print-summary";
import { Cleanup } from "../../cli/local/cleanup";
import type { PulledForServing } from "../../cli/local/pull/pull-options";
import { serve, type ServeOptions } from "../../cli/local/container";
import { findIsolation, isRoot } from "../../cli/local/container/isolation";
import type { ServeResult } from "../../cli/local/container/serve-result";
import { ResourceGraph } from "../../testing";
import { layerFiles, temporaryFolder, type Entry } from "./test-images";
import { NO_PROGRAMS, rehearsed, processesWith, QUICKSTART } from "./run-rehearsal";

const PLATFORM = process.arch === "arm64" ? "arm64" : "amd64";

/** A program that answers as SageMaker's documentation wants it, in Node.js. */
const program = (body: string): Entry => ({
  path: "opt/program/serve",
  mode: 0o755,
  content: `#!/usr/bin/env node
const { createServer } = require("node:http");
const port = Number(process.env.SAGEMAKER_BIND_TO_PORT ?? 8080);
${body}
`,
});
const ANSWERS = "createServer((_, response) => response.end()).listen(port);";
const SERVER = (answer: string) =>
  program(`createServer((request, response) => { ${answer} }).listen(port);`);

describe("serve", function () {
  this.timeout(60_000);
  let place: ReturnType<typeof temporaryFolder>;
  let cleanup: Cleanup;
  beforeEach(() => {
    place = temporaryFolder();
    cleanup = new Cleanup();
  });
  afterEach(async () => {
    await cleanup.end();
    place.remove();
  });

  /** Serves an image of one layer, as a pull leaves it. */
  function served(
    entries: readonly Entry[],
    options: Partial<ServeOptions> & { config?: object; modelEnvironment?: object } = {},
  ): Promise<ServeResult> {
    const { config = { Entrypoint: ["/opt/program/serve"] }, modelEnvironment = {}, ...rest } = options;
    const inputs = { primaryContainer: { environment: modelEnvironment } };
    const model = { resource: { name: "fraud", inputs, outputs: {} } };
    const image = {
      pull: { container: { model, path: "primaryContainer" }, platform: `linux/${PLATFORM}` },
      files: {
        image: { digest: "sha256:0", mediaType: "", sizeInBytes: 0, layers: 1 },
        config: Buffer.from(JSON.stringify({ architecture: PLATFORM, config })),
        layers: layerFiles(place.folder, [entries]),
      },
      archive: undefined,
    } as unknown as PulledForServing;
    return serve({
      graph: new ResourceGraph([]),
      image,
      payload: undefined,
      startupTimeoutInSeconds: 10,
      serveAsProcess: true,
      environment: NO_PROGRAMS,
      cleanup,
      progress: () => undefined,
      ...rest,
    });
  }

  it("starts the quickstart's image, and has its example answered", async () => {
    const { report } = await rehearsed();
    assert.equal(report.serve?.status, "passed", report.serve?.seen);
    assert.equal(report.serve.runtime, "process");
    assert((report.serve.pingMs ?? -1) >= 0);
    const { invocation } = report.serve;
    assert.equal(invocation?.status, 200);
    assert.equal(invocation.contentType, "application/json");
    assert.equal(invocation.payload, readFileSync(join(QUICKSTART, "model", "payload.json"), "utf8"));
    const { predictions } = JSON.parse(invocation.answer) as { predictions: { fraud: boolean }[] };
    assert.deepEqual(
      predictions.map(({ fraud }) => fraud),
      [false, true],
    );
    const printed = printSummary("x", report, { colours: false, width: 100 });
    assert.match(printed, /→ \{ "instances"/);
    assert.match(printed, /← 200 \{"predictions"/);
    assert.match(printed, /a placeholder for the image was pulled, and it responded\./);
    assert(printed.split("\n").length <= 40, `${printed.split("\n").length} lines are more than a screen`);
  });

  it("starts the program as SageMaker does: with `serve`, the image's environment and folder", async () => {
    const payload = join(place.folder, "payload.csv");
    writeFileSync(payload, "1,2");
    const answer = SERVER(
      `response.end(JSON.stringify([process.argv.slice(2), process.env.ONE, process.cwd().split("/").pop(), process.env.HOME ?? null, request.headers["content-type"]]))`,
    );
    const config = {
      Entrypoint: ["/opt/program/serve", "-x"],
      Env: ["ONE=1"],
      WorkingDir: "/opt/program",
      Cmd: ["no"],
    };
    const result = await served([answer], { config, payload: { file: payload, contentType: "text/csv" } });
    assert.equal(result.status, "passed", result.seen);
    assert.deepEqual(JSON.parse(result.invocation?.answer ?? ""), [
      ["-x", "serve"],
      "1",
      "program",
      null,
      "text/csv",
    ]);
  });

  it("fails for a program that never answers the ping, when its time is over", async () => {
    const silent = await served([program("createServer(() => undefined).listen(port);")], {
      startupTimeoutInSeconds: 5,
    });
    assert.equal(silent.status, "failed");
    assert.match(
      silent.seen,
      /GET \/ping did not return 200 within 5 s; last result: no response within \d(\.\d+)? s/,
    );
    assert.match(silent.seen, /the image of fraud/);
    assert.match(silent.remedy ?? "", /return 200 for GET \/ping on port 8080 within 2 s/);
    assert(silent.ms < 20_000);
    const deaf = await served([program("setInterval(() => undefined, 1000);")], {
      startupTimeoutInSeconds: 1,
    });
    assert.match(deaf.seen, /nothing listens/);
    const unwell = await served([SERVER("response.writeHead(503).end()")], { startupTimeoutInSeconds: 5 });
    assert.match(unwell.seen, /it answers 503/);
  });

  it("fails for a program that ends, with its last lines", async () => {
    const result = await served([
      program('console.error("first"); console.error("no model at /opt/ml"); process.exit(3);'),
    ]);
    assert.equal(result.status, "failed");
    assert.match(result.seen, /it ended with status 3\. Its last lines:\nfirst\nno model at \/opt\/ml$/);
    assert(result.ms < 9_000, "it is not waited for");
  });

  it("fails for an answer that is none, and shows it", async () => {
    const payload = { file: join(place.folder, "p.json"), contentType: "application/json" };
    writeFileSync(payload.file, "{}");
    const answer = SERVER(
      `response.writeHead(request.url === "/ping" ? 200 : 422).end("features are missing")`,
    );
    const result = await served([answer], { payload });
    assert.equal(result.status, "failed");
    assert.match(result.seen, /but 422 for \/invocations/);
    assert.equal(result.invocation?.answer, "features are missing");
    const gone = SERVER(`if (request.url === "/ping") response.end(); else process.exit(1)`);
    const broken = await served([gone], { payload });
    assert.match(broken.seen, /but \/invocations failed: socket hang up/);
    const missing = await served([answer], { payload: { ...payload, file: `${payload.file}.no` } });
    assert.match(missing.seen, /cannot be read \(ENOENT\)/);
  });

  it("only asks whether it is well without a payload", async () => {
    const result = await served([SERVER("response.end()")]);
    assert.equal(result.status, "passed");
    assert.equal(result.invocation, undefined);
    assert.match(result.seen, /there is no example payload: pass one with --payload/);
  });

  it("ends all that the program started, also a process with a session of its own", async () => {
    const child = (detached: boolean): string =>
      `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "ignore", detached: ${detached} }).unref();`;
    let during: readonly number[] = [];
    const result = await served([program(`${child(false)} ${child(true)} ${ANSWERS}`)], {
      modelEnvironment: { FOLDER_OF_THE_TEST: place.folder },
      progress: () => (during = processesWith(place.folder)),
    });
    assert.equal(result.status, "passed", result.seen);
    assert(during.length >= 1, "they are found while they run");
    for (let attempt = 0; attempt < 100 && processesWith(place.folder).length > 0; attempt++) await sleep(50);
    assert.deepEqual(processesWith(place.folder), []);
  });

  it("runs as another user than root, and sees neither the rehearsal's processes nor its environment", async () => {
    const payload = { file: join(place.folder, "p.json"), contentType: "application/json" };
    writeFileSync(payload.file, "{}");
    const about = `const fs = require("node:fs");
      const read = (pid) => { try { return fs.readFileSync("/proc/" + pid + "/environ", "latin1"); } catch { return ""; } };
      const all = fs.readdirSync("/proc").filter((each) => /^[0-9]+$/.test(each)).map(read).join("");`;
    process.env["CANARY_OF_THE_REHEARSAL"] = "canary-4711";
    // What is started from now on has it in its environment, as a shell that a user works in.
    const other = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "ignore" });
    try {
      const answer = `${about} createServer((_, r) => r.end(JSON.stringify([process.getuid(), all.includes("canary-4711")]))).listen(port);`;
      const result = await served([program(answer)], { payload });
      assert.equal(result.status, "passed", result.seen);
      const [uid, sees] = JSON.parse(result.invocation?.answer ?? "") as [number, boolean];
      assert.notEqual(uid, 0);
      const isApart = isRoot() || findIsolation(process.env).prefix.length > 0;
      assert.equal(sees, !isApart);
    } finally {
      delete process.env["CANARY_OF_THE_REHEARSAL"];
      other.kill("SIGKILL");
    }
  });

  it("starts no image on this machine that the program's rehearsal.json does not make, unless told to", async () => {
    const mark = join(place.folder, "started");
    const code = program(`require("node:fs").writeFileSync(${JSON.stringify(mark)}, ""); ${ANSWERS}`);
    const refused = await served([code], { serveAsProcess: false });
    assert.equal(refused.status, "skipped");
    assert.match(refused.seen, /No container engine works here, .* The image of fraud was not started\./);
    assert.match(refused.remedy ?? "", /Start Docker or Podman, .* --serve-as-process runs its program/);
    assert.equal(refused.runtime, undefined);
    assert(!existsSync(mark));
  });

  it("takes another port where 8080 is taken, and several at once", async () => {
    const taken = await listening(8080);
    try {
      const results = await Promise.all([
        served([SERVER("response.end()")]),
        served([SERVER("response.end()")]),
      ]);
      assert.deepEqual(
        results.map(({ status }) => status),
        ["passed", "passed"],
      );
      const stubborn = await served([program("createServer((_, r) => r.end()).listen(8080);")], {
        startupTimeoutInSeconds: 1,
      });
      assert.match(stubborn.remedy ?? "", /Port 8080 is in use on this machine/);
    } finally {
      taken?.close();
    }
  });

  it("says what only an engine can start, and what no engine should", async () => {
    const skipped = await served([{ path: "opt/program/serve", mode: 0o755, content: "no program" }]);
    assert.equal(skipped.status, "skipped");
    assert.match(skipped.seen, /No container engine works here/);
    assert.match(skipped.remedy ?? "", /Start Docker or Podman/);
    const outside = await served([{ path: "../outside", content: "x" }]);
    assert.equal(outside.status, "failed");
    assert.match(outside.seen, /a path outside the image/);
  });

  it("has Docker start it where Docker works, and takes container and image away again", async () => {
    const http = createHttpServer((_request, response) => response.end("ok"));
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { port } = http.address() as AddressInfo;
    const [log, tar] = [join(place.folder, "log"), join(place.folder, "loaded.tar")];
    // Stands for an engine: notes how it is called, keeps what it loads, and knows a port.
    const docker = join(place.folder, "docker");
    writeFileSync(
      docker,
      `#!/bin/sh
printf '%s\\n' "$*" >> "${log}"
case "$1" in
  load) /bin/cat > "${tar}" ;;
  run)
    while [ "$1" != --env-file ]; do shift; done
    { /usr/bin/stat -c %a "$2"; /bin/cat "$2"; } > "${place.folder}/variables" ;;
  port) echo "127.0.0.1:${port}" ;;
  wait) exec /bin/sleep 60 ;;
  logs) echo "from the container"; exec /bin/sleep 60 ;;
esac
`,
    );
    chmodSync(docker, 0o755);
    try {
      const result = await served([SERVER("response.end()")], {
        environment: { PATH: place.folder, HF_TOKEN: "secret-of-this-machine" },
        modelEnvironment: { HF_TOKEN: "token-of-the-program", LOG_LEVEL: "a b" },
        serveAsProcess: false,
      });
      assert.equal(result.status, "passed", result.seen);
      assert.equal(result.runtime, "docker");
      const calls = readFileSync(log, "utf8").trim().split("\n");
      const verbs = calls.map((call) => call.split(" ").slice(0, 2).join(" "));
      assert.equal(verbs[0], "info");
      assert(verbs.includes("load"));
      const run = calls.find((call) => call.startsWith("run ")) ?? "";
      assert.match(
        run,
        /^run --detach --name (\S+) --platform linux\/\w+ --publish 127\.0\.0\.1::8080 --network \1 --security-opt no-new-privileges --cap-drop ALL --memory \d+m --pids-limit 4096 --env-file \S+\/variables \1:latest serve$/,
      );
      const name = /--name (\S+)/.exec(run)?.[1] ?? "";
      assert(calls.includes(`rm --force --volumes ${name}`));
      assert(calls.includes(`image rm --force ${name}:latest`));
      assert(
        calls.includes(
          `network create --driver bridge --opt com.docker.network.bridge.enable_ip_masquerade=false --opt com.docker.network.bridge.enable_icc=false ${name}`,
        ),
      );
      assert(calls.includes(`network rm ${name}`));
      assert.equal(
        readFileSync(join(place.folder, "variables"), "utf8"),
        "600\nHF_TOKEN=token-of-the-program\nLOG_LEVEL=a b\n",
      );
      const loaded = readFileSync(tar).toString("latin1");
      assert.match(
        loaded,
        /"RepoTags":\["sagemaker-rehearsal-[0-9a-f]+:latest"\],"Layers":\["layer-0\.tar"\]/,
      );
    } finally {
      http.close();
    }
  });

  it("tells how a container ended that was too quick for its port, with its last lines", async () => {
    const docker = join(place.folder, "docker");
    // Its lines come after its end.
    writeFileSync(
      docker,
      `#!/bin/sh
case "$1" in
  load) /bin/cat > /dev/null ;;
  port) echo "No public port '8080' published" >&2; exit 1 ;;
  wait) echo 3 ;;
  logs) /bin/sleep 0.5; echo "no model at /opt/ml" ;;
esac
`,
    );
    chmodSync(docker, 0o755);
    const result = await served([SERVER("response.end()")], { environment: { PATH: place.folder } });
    assert.equal(result.status, "failed");
    assert.match(result.seen, /it ended with status 3\. Its last lines:\nno model at \/opt\/ml$/);
  });
});

function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
