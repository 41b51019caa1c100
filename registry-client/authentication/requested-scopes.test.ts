import assert from "node:assert/strict";
import { RequestedScopes } from "./requested-scopes";

describe("RequestedScopes", () => {
  it("keeps the last four of each request, and none that is too long", () => {
    const scopes = new RequestedScopes();
    assert.deepEqual(scopes.of("a"), []);
    for (const scope of ["1", "2", "3", "1", "4", "5", "x".repeat(1025)]) scopes.add("a", scope);
    scopes.add("b", "x".repeat(1024));
    assert.deepEqual(scopes.of("a"), ["3", "1", "4", "5"]);
    assert.deepEqual(scopes.of("b"), ["x".repeat(1024)]);
  });
});
