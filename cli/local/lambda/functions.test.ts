import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tar from "tar";
import { Cleanup } from "../cleanup";
import * as pulumi from "@pulumi/pulumi";
import { FunctionFailure, FunctionNotRunError, Functions } from "./functions";
import type { PlannedFunction } from "./planned-function";

describe("a function of a plan in a process of its own", function () {
  this.timeout(60_000);
  let cleanup: Cleanup;
  let folder: string;
  beforeEach(() => {
    cleanup = new Cleanup();
    folder = cleanup.folder("test");
  });
  afterEach(() => cleanup.end());

  /** Calls a function of this code. */
  function invoke(code: string, timeoutInSeconds: number): Promise<string> {
    const file = join(folder, "index.js");
    writeFileSync(file, code);
    return run({ code: file, timeoutInSeconds });
  }

  /** Calls a function. */
  function run(of: Partial<PlannedFunction>, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
    const planned: PlannedFunction = {
      name: "fraud",
      physicalName: "fraud",
      arn: "arn",
      region: "eu-west-1",
      language: "nodejs",
      code: "",
      handler: "index.handler",
      environment: { ONE: "1" },
      timeoutInSeconds: 20,
      ...of,
    };
    const surroundings = { cleanup, routes: [], authorities: [], reachElsewhere: false, environment };
    return new Functions({ ...surroundings, folders: [folder] }).invoke(planned, { event: 1 });
  }
  const archive = (files: Readonly<Record<string, string>>): pulumi.asset.AssetArchive =>
    new pulumi.asset.AssetArchive(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, new pulumi.asset.StringAsset(text)]),
      ),
    );
  const notRun = (reason: RegExp, remedy: RegExp) => (error: unknown) =>
    error instanceof FunctionNotRunError && reason.test(error.message) && remedy.test(error.remedy);

  it("runs folders, texts, archives in archives and ZIP files, with nothing else beside", async () => {
    const answer = "exports.handler = async () => require('./lib/answer');";
    mkdirSync(join(folder, "code", "lib"), { recursive: true });
    writeFileSync(join(folder, "code", "index.js"), answer);
    writeFileSync(join(folder, "code", "lib", "answer.js"), "module.exports = 42;");
    execFileSync("python3", ["-m", "zipfile", "-c", "../code.zip", "index.js", "lib"], {
      cwd: join(folder, "code"),
    });
    await tar.create({ file: join(folder, "code.tgz"), gzip: true, cwd: join(folder, "code") }, ["."]);
    const codes = [
      new pulumi.asset.FileArchive("code"),
      new pulumi.asset.FileArchive("code.zip"),
      new pulumi.asset.FileArchive("code.tgz"),
      archive({ "index.js": answer, "lib/answer.js": "module.exports = 42;" }),
      new pulumi.asset.AssetArchive({
        "index.js": new pulumi.asset.FileAsset("code/index.js"),
        lib: new pulumi.asset.FileArchive("code/lib"),
      }),
    ];
    for (const code of codes) assert.equal(await run({ code }), "42");
    mkdirSync(join(folder, "node_modules", "bcryptjs"), { recursive: true });
    writeFileSync(join(folder, "node_modules", "bcryptjs", "index.js"), "");
    const lacking = { code: archive({ "index.js": "require('bcryptjs'); exports.handler = 1;" }) };
    await assert.rejects(run(lacking), failsWith(/^Cannot find module 'bcryptjs'/));
    await assert.rejects(
      run({ ...lacking, hasLayers: true }),
      notRun(/bcryptjs is not in its code, and its layers are not here/, /Test the function itself/),
    );
  });

  it("runs handlers in folders, of ES modules, in objects, and those that answer by a callback", async () => {
    const handlers: readonly (readonly [string, string, string])[] = [
      ["src/app.handler", "src/app.mjs", "export const handler = async () => 42;"],
      ["app.lambda.handler", "app.js", "exports.lambda = { handler: () => 42 };"],
      ["index.handler", "index.js", "exports.handler = (event, context, callback) => callback(null, 42);"],
    ];
    for (const [handler, file, text] of handlers) {
      assert.equal(await run({ handler, code: archive({ [file]: text }) }), "42");
    }
    await assert.rejects(
      run({ code: archive({ "index.js": "exports.handler = (e, c, callback) => callback('no');" }) }),
      failsWith(/^no$/),
    );
    await assert.rejects(run({ code: archive({}) }), failsWith(/Cannot find the file index\.js/));
  });

  it("does not run what is not on this machine, and says what to do", async () => {
    await assert.rejects(
      run({ code: new pulumi.asset.RemoteArchive("https://example.com/code.zip") }),
      notRun(/its code is at https:\/\/example\.com\/code\.zip/, /Download it/),
    );
    await assert.rejects(
      run({ code: new pulumi.asset.FileArchive("not-built") }),
      notRun(/not-built does not exist$/, /Build the function first/),
    );
    const sdk = { code: archive({ "index.js": "require('@aws-sdk/client-not-there');" }) };
    await assert.rejects(run(sdk), notRun(/client-not-there is part of Lambda's runtime/, /npm install/));
    await assert.rejects(
      run({ language: "python", code: archive({ "app.py": "" }) }, { PATH: folder }),
      notRun(/no `python3` is on the PATH/, /Install Python 3/),
    );
  });

  it("runs Python as Lambda does: its event, context and environment, its errors, and nothing of this machine", async () => {
    const python = (text: string, of: Partial<PlannedFunction> = {}): Promise<string> =>
      run({ language: "python", handler: "src/app.handler", code: archive({ "src/app.py": text }), ...of });
    const answered = await python(
      "import os\ndef handler(event, context):\n    print('logged')\n" +
        "    return [event, os.environ['ONE'], os.environ.get('HOME'), context.function_name, context.get_remaining_time_in_millis() > 1000]\n",
    );
    assert.deepEqual(JSON.parse(answered), [{ event: 1 }, "1", null, "fraud", true]);
    await assert.rejects(python("raise ValueError('no such model')"), failsWith(/^no such model$/));
    await assert.rejects(python("import yaml"), failsWith(/^No module named 'yaml'$/));
    await assert.rejects(
      python("import time\ndef handler(event, context):\n    time.sleep(30)\n", { timeoutInSeconds: 1 }),
      failsWith(/^Task timed out after 1\.00 seconds$/),
    );
    await assert.rejects(
      python("import os\ndef handler(event, context):\n    os._exit(3)\n"),
      failsWith(/^The function's process ended \(status 3\)$/),
    );
    await assert.rejects(
      python(
        "import urllib.request\ndef handler(e, c):\n    urllib.request.urlopen('https://sts.eu-west-1.amazonaws.com')\n",
      ),
      (error) => error instanceof FunctionFailure && error.refused.includes("sts.eu-west-1.amazonaws.com"),
    );
  });

  const failsWith = (message: RegExp) => (error: unknown) =>
    error instanceof FunctionFailure && error.functionName === "fraud" && message.test(error.message);

  it("answers with what it makes of the event and its environment", async () => {
    const code = "exports.handler = async (event) => [event, process.env.ONE, process.env.HOME ?? null];";
    assert.deepEqual(JSON.parse(await invoke(code, 20)), [{ event: 1 }, "1", null]);
  });

  it("has its whole time from when its code is loaded on", async () => {
    const code = `
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_000);
      exports.handler = async (_, context) => context.getRemainingTimeInMillis();`;
    assert(Number(await invoke(code, 2)) > 1_000);
  });

  it("fails where it does not answer in time, cannot be loaded, or ends", async () => {
    await assert.rejects(
      invoke("exports.handler = () => new Promise(() => setInterval(() => 0, 1_000));", 1),
      failsWith(/^Task timed out after 1\.00 seconds$/),
    );
    await assert.rejects(invoke("throw new Error('no such model');", 20), failsWith(/^no such model$/));
    await assert.rejects(
      invoke("process.exit(3);", 20),
      failsWith(/^The function's process ended \(status 3\)$/),
    );
    await assert.rejects(
      invoke("exports.handler = () => process.kill(process.pid, 'SIGKILL');", 20),
      failsWith(/^The function's process ended \(SIGKILL\)$/),
    );
  });
});
