import assert from "node:assert/strict";
import * as fc from "fast-check";
import { credentialsAfter } from "./rotation";

describe("credentialsAfter", () => {
  it("begins with the first users, and with version 1 of everything", () => {
    assert.deepEqual(credentialsAfter(0), {
      activePullUser: "A",
      activePushUser: "push",
      passwordVersions: { pullA: "1", pullB: "1", push: "1", pushB: "1" },
      httpSecretVersion: "1",
    });
  });

  it("puts the other users in use, with new passwords, and leaves those before alone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (rotation) => {
        const [before, after] = [credentialsAfter(rotation), credentialsAfter(rotation + 1)];
        assert.notEqual(after.activePullUser, before.activePullUser);
        assert.notEqual(after.activePushUser, before.activePushUser);
        assert.notEqual(after.httpSecretVersion, before.httpSecretVersion);
        const isA = after.activePullUser === "A";
        const [used, left] = isA ? (["pullA", "pullB"] as const) : (["pullB", "pullA"] as const);
        assert.notEqual(after.passwordVersions[used], before.passwordVersions[used]);
        assert.equal(after.passwordVersions[left], before.passwordVersions[left]);
        const [usedToPush, leftToPush] = isA ? (["push", "pushB"] as const) : (["pushB", "push"] as const);
        assert.notEqual(after.passwordVersions[usedToPush], before.passwordVersions[usedToPush]);
        assert.equal(after.passwordVersions[leftToPush], before.passwordVersions[leftToPush]);
      }),
    );
  });

  it("ends every password that was valid, after two", () => {
    const [before, after] = [credentialsAfter(3), credentialsAfter(5)];
    for (const user of ["pullA", "pullB", "push", "pushB"] as const) {
      assert.notEqual(after.passwordVersions[user], before.passwordVersions[user], user);
    }
  });
});
