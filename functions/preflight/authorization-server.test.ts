import assert from "node:assert/strict";
import { parseAuthorizationServer } from "./authorization-server";

describe("AUTHORIZATION_SERVER", () => {
  it("is read with and without CIDR blocks, and may be absent", () => {
    assert.equal(parseAuthorizationServer(undefined), undefined);
    assert.equal(parseAuthorizationServer(""), undefined);
    assert.deepEqual(parseAuthorizationServer('{"port":8443}'), { port: 8443 });
    assert.deepEqual(parseAuthorizationServer('{"port":443,"cidrBlocks":["10.0.0.0/16","fd00::/64"]}'), {
      port: 443,
      cidrBlocks: ["10.0.0.0/16", "fd00::/64"],
    });
  });

  for (const text of [
    "x",
    "null",
    "[]",
    "{}",
    '{"port":"443"}',
    '{"port":0}',
    '{"port":65536}',
    '{"port":443,"cidrBlocks":"10.0.0.0/16"}',
    '{"port":443,"cidrBlocks":["10.0.0.0/33"]}',
    '{"port":443,"cidrBlocks":[1]}',
  ]) {
    it(`is refused as ${text}`, () => {
      assert.throws(() => parseAuthorizationServer(text), /AUTHORIZATION_SERVER is invalid/);
    });
  }
});
