import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Queue } from "./queue";

describe("a queue", () => {
  it("runs tasks one after the other, also after one that failed", async () => {
    const queue = new Queue("nested");
    const log: string[] = [];
    const task = (name: string, failure?: Error) => async () => {
      log.push(`${name} starts`);
      await sleep(5);
      log.push(`${name} ends`);
      if (failure !== undefined) throw failure;
      return name;
    };
    const results = await Promise.allSettled([
      queue.run(task("a", new Error("of a"))),
      queue.run(task("b")),
      queue.run(task("c")),
    ]);
    assert.deepEqual(log, ["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
    assert.deepEqual(
      results.map((result) => (result.status === "fulfilled" ? result.value : String(result.reason))),
      ["Error: of a", "b", "c"],
    );
  });

  it("refuses a task of a task, also after an await, and goes on", async () => {
    const queue = new Queue("nested");
    const outer = queue.run(async () => {
      await sleep(1);
      await queue.run(() => Promise.resolve());
    });
    await assert.rejects(outer, { message: "nested" });
    assert.equal(await queue.run(() => Promise.resolve("next")), "next");
  });

  it("runs a task that a task left behind adds after its end", async () => {
    const queue = new Queue("nested");
    let late: Promise<string> | undefined;
    await queue.run(() => {
      setTimeout(() => {
        late = queue.run(() => Promise.resolve("late"));
      }, 5);
      return Promise.resolve();
    });
    await sleep(20);
    assert.equal(await late, "late");
  });
});
