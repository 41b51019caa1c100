import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Lifetime } from "../lifetime";
import { FunctionFailure, Functions } from "./functions";
import type { PlannedFunction } from "./planned-function";

describe("a function of a plan in a process of its own", function () {
  this.timeout(60_000);
  let lifetime: Lifetime;
  let folder: string;
  beforeEach(() => {
    lifetime = new Lifetime();
    folder = lifetime.folder("test");
  });
  afterEach(() => lifetime.end());

  /** Calls a function of this code. */
  function invoke(code: string, timeoutInSeconds: number): Promise<string> {
    const file = join(folder, "index.js");
    writeFileSync(file, code);
    const planned: PlannedFunction = {
      name: "fraud",
      physicalName: "fraud",
      arn: "arn",
      region: "eu-west-1",
      file,
      handler: "handler",
      environment: { ONE: "1" },
      timeoutInSeconds,
    };
    return new Functions({ lifetime, routes: [], authorities: [], reachElsewhere: false }).invoke(planned, {
      event: 1,
    });
  }
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
