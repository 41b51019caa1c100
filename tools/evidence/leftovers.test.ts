import assert from "node:assert/strict";
import type { Account } from "./account";
import { endpointNames } from "./endpoint-names";
import { removeEndpoints, removeLogGroups } from "./leftovers";
import { ENDPOINTS } from "./questions";

/** An account whose endpoints go through statuses, one a look; the last one stays until the endpoint is deleted. */
function accountOf(endpoints: Readonly<Record<string, readonly string[]>>) {
  const statuses = new Map(Object.entries(endpoints).map(([name, each]) => [name, [...each]]));
  const done: string[] = [];
  const account = {
    endpoint: (name: string) => {
      const [status, ...rest] = statuses.get(name) ?? [];
      if (rest.length > 0) statuses.set(name, rest);
      if (status === "gone") statuses.delete(name);
      return Promise.resolve(status === undefined || status === "gone" ? undefined : { status });
    },
    deleteEndpoint: (name: string) => {
      done.push(`delete ${name}`);
      statuses.set(name, ["Deleting", "gone"]);
      return Promise.resolve();
    },
    deleteLogGroup: (group: string) => {
      done.push(`delete ${group}`);
      return Promise.resolve();
    },
  } as unknown as Account;
  return { account, done };
}
const waitOptions = { milliseconds: 0, times: 10, sleep: () => Promise.resolve() };
const quiet = (): void => undefined;

describe("the names of a run's endpoints", () => {
  it("are SageMaker's, one for each endpoint, and tell runs apart", () => {
    const names = Object.values(endpointNames("1a2b3c4d"));
    assert.equal(new Set(names).size, ENDPOINTS.length);
    for (const name of names) assert.match(name, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/);
    assert.notEqual(endpointNames("1").plain, endpointNames("2").plain);
  });
});

describe("removeEndpoints", () => {
  it("deletes what is there once, and waits until it is gone", async () => {
    const { account, done } = accountOf({ failed: ["Failed"], serves: ["InService"] });
    await removeEndpoints(account, ["failed", "serves", "never"], waitOptions, quiet);
    assert.deepEqual(done, ["delete failed", "delete serves"]);
    assert.equal(await account.endpoint("failed"), undefined);
  });

  it("waits for what SageMaker is still at, which it lets nobody delete", async () => {
    const { account, done } = accountOf({
      late: ["Creating", "Creating", "Failed"],
      going: ["Deleting", "gone"],
    });
    await removeEndpoints(account, ["late", "going"], waitOptions, quiet);
    assert.deepEqual(done, ["delete late"]);
  });

  it("names what is still there when the wait is over, and ends with the wait", async () => {
    const { account } = accountOf({ slow: ["Creating"] });
    await assert.rejects(removeEndpoints(account, ["slow"], waitOptions, quiet), /still there: slow/);
    const interrupted = { ...waitOptions, sleep: () => Promise.reject(new Error("aborted")) };
    await assert.rejects(removeEndpoints(account, ["slow"], interrupted, quiet), /aborted/);
  });

  it("asks for nothing where nothing is there", async () => {
    const { account, done } = accountOf({});
    await removeEndpoints(
      account,
      ["a", "b"],
      { ...waitOptions, sleep: () => Promise.reject(new Error("no")) },
      quiet,
    );
    assert.deepEqual(done, []);
  });
});

describe("removeLogGroups", () => {
  it("deletes the groups that SageMaker and Container Insights make", async () => {
    const { account, done } = accountOf({});
    await removeLogGroups(account, ["evidence-plain-1"], ["evidence-registry-1"]);
    assert.deepEqual(done, [
      "delete /aws/sagemaker/Endpoints/evidence-plain-1",
      "delete /aws/ecs/containerinsights/evidence-registry-1/performance",
    ]);
  });
});
