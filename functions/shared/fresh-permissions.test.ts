import assert from "node:assert/strict";
import { FreshPermissions, isRefusal } from "./fresh-permissions";

const refusal = Object.assign(new Error("not authorized"), { name: "AccessDenied" });

/** A call that is refused so many times, and then answers. */
function refusedFor(times: number): { action: () => Promise<string>; calls: () => number } {
  let calls = 0;
  const action = async (): Promise<string> => {
    calls += 1;
    if (calls <= times) throw refusal;
    return "an answer";
  };
  return { action, calls: () => calls };
}

describe("permissions that were given a moment ago", () => {
  it("are asked for again until they have arrived", async () => {
    const { action, calls } = refusedFor(2);
    assert.equal(await new FreshPermissions(Date.now() + 20_000).call(action), "an answer");
    assert.equal(calls(), 3);
  });

  it("are given up after a quarter of the time, with the refusal itself", async () => {
    const { action, calls } = refusedFor(Infinity);
    const startedAt = Date.now();
    await assert.rejects(new FreshPermissions(startedAt + 4_000).call(action), refusal);
    const waited = Date.now() - startedAt;
    assert.ok(waited >= 950 && waited < 3_500 && calls() >= 2, `${calls()} calls in ${waited} ms`);
  });

  it("are not waited for where there is no time", async () => {
    const { action, calls } = refusedFor(1);
    await assert.rejects(new FreshPermissions(Date.now()).call(action), refusal);
    assert.equal(calls(), 1);
  });

  it("have arrived once a call has gone through: a refusal is final from then on", async () => {
    const permissions = new FreshPermissions(Date.now() + 60_000);
    await permissions.call(refusedFor(0).action);
    const { action, calls } = refusedFor(1);
    await assert.rejects(permissions.call(action), refusal);
    assert.equal(calls(), 1);
  });

  it("have nothing to do with other faults", async () => {
    const fault = new Error("connect ECONNREFUSED");
    let calls = 0;
    const action = async (): Promise<never> => {
      calls += 1;
      throw fault;
    };
    await assert.rejects(new FreshPermissions(Date.now() + 60_000).call(action), fault);
    assert.equal(calls, 1);
  });

  it("are no longer waited for when the work is called off", async () => {
    const stop = new AbortController();
    const reason = new Error("out of time");
    setTimeout(() => stop.abort(reason), 30);
    const waiting = new FreshPermissions(Date.now() + 60_000).call(refusedFor(Infinity).action, stop.signal);
    await assert.rejects(waiting, reason);
  });
});

describe("a refusal", () => {
  const table: [string, object, boolean][] = [
    ["of S3", { name: "AccessDenied", $metadata: { httpStatusCode: 403 } }, true],
    [
      "of Secrets Manager, ECR or KMS",
      { name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } },
      true,
    ],
    ["to a HEAD, which has no code", { name: "Unknown", $metadata: { httpStatusCode: 403 } }, true],
    ["of a registry", { name: "AuthenticationError", status: 403 }, true],
    [
      "is not a wrong signature",
      { name: "SignatureDoesNotMatch", $metadata: { httpStatusCode: 403 } },
      false,
    ],
    ["is not an object that is not there", { name: "NotFound", $metadata: { httpStatusCode: 404 } }, false],
    ["is not a wrong password", { name: "AuthenticationError", status: 401 }, false],
  ];
  for (const [what, fields, expected] of table) {
    it(what, () => {
      assert.equal(isRefusal(Object.assign(new Error("no"), fields)), expected);
    });
  }
});
