import fc from "fast-check";
import assert from "node:assert/strict";
import { memoriesFor, scaling, taskSize } from "./task-sizes";

describe("memoriesFor", () => {
  it("lists what Fargate offers", () => {
    const gb = (...sizes: number[]): number[] => sizes.map((size) => size * 1024);
    assert.deepEqual(memoriesFor(256), gb(0.5, 1, 2));
    assert.deepEqual(memoriesFor(512), gb(1, 2, 3, 4));
    assert.deepEqual(memoriesFor(1024), gb(2, 3, 4, 5, 6, 7, 8));
    assert.deepEqual(memoriesFor(2048), gb(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
    assert.deepEqual([memoriesFor(4096)[0], memoriesFor(4096).at(-1)], gb(8, 30));
    assert.deepEqual(memoriesFor(8192), gb(16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60));
    assert.deepEqual(memoriesFor(16384), gb(32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120));
    assert.deepEqual(memoriesFor(300), []);
  });
});

describe("taskSize", () => {
  const cpus = [256, 512, 1024, 2048, 4096, 8192, 16384];

  it("accepts every size of the table, and no other memory", () => {
    fc.assert(
      fc.property(fc.constantFrom(...cpus), fc.integer({ min: 1, max: 130_000 }), (cpu, memoryInMb) => {
        const offered = memoriesFor(cpu);
        for (const memory of offered) assert.equal(taskSize({ cpu, memoryInMb: memory }), undefined);
        assert.equal(taskSize({ cpu, memoryInMb }) === undefined, offered.includes(memoryInMb));
      }),
    );
  });

  it("says which of the two is wrong, and what goes with the other", () => {
    assert.match(taskSize({ cpu: 300, memoryInMb: 1024 }) ?? "", /^cpu is 300, but must be one of 256, 512/);
    assert.equal(
      taskSize({ cpu: 256, memoryInMb: 4096 }),
      "memoryInMb is 4096, but must be one of 512, 1024, 2048, which is what Fargate offers with 256 CPU units",
    );
  });

  it("fills in the default for what is not given", () => {
    assert.equal(taskSize({}), undefined);
    assert.equal(taskSize({ cpu: 512 }), undefined);
    assert.match(taskSize({ cpu: 4096 }) ?? "", /^memoryInMb is 1024/);
  });
});

describe("scaling", () => {
  it("accepts two tasks or more, and no more than the most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2, max: 20 }),
        fc.integer({ min: -2, max: 20 }),
        (minTasks, maxTasks) => {
          assert.equal(scaling({ minTasks, maxTasks }) === undefined, minTasks >= 2 && maxTasks >= minTasks);
        },
      ),
    );
  });

  it("names every wrong value", () => {
    assert.equal(scaling({}), undefined);
    const problem = scaling({ minTasks: 1, targetCpuPercent: 100, requestsPerTaskPerMinute: 0.5 }) ?? "";
    assert.match(problem, /minTasks is 1, .*; targetCpuPercent is 100, .*; requestsPerTaskPerMinute is 0.5/);
  });
});
