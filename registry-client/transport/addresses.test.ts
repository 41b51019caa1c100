import assert from "node:assert/strict";
import type { LookupFunction } from "node:net";
import { isRefusedAddress, refusingLookup } from "./addresses";
import { TransportError } from "../errors";

describe("isRefusedAddress", () => {
  const refused = [
    "127.0.0.1",
    "127.255.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
  ];
  const mapped = [
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "fd00:ec2::254",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::a9fe:a9fe",
    "2002:a9fe:a9fe::",
    "2002:7f00:1::1",
    "2001:0:7f00:1::",
    "::ffff:0:7f00:1",
    "::ffff:0:a9fe:a9fe",
  ];
  for (const address of [...refused, ...mapped]) {
    it(`refuses ${address}`, () => assert(isRefusedAddress(address)));
  }
  // Private addresses are where registries and S3 interface endpoints are.
  for (const address of [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "52.216.0.1",
    "fd00::1",
    "2600::1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "name",
  ]) {
    it(`allows ${address}`, () => assert(!isRefusedAddress(address)));
  }
});

describe("refusingLookup", () => {
  const resolve = (addresses: readonly string[], all: boolean) => {
    const lookup: LookupFunction = (_, options, callback) => {
      if (options.all === true) {
        callback(
          null,
          addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
        );
      } else callback(null, addresses[0] ?? "", 4);
    };
    return new Promise<unknown>((done) => {
      refusingLookup(lookup)("storage.example", { all }, (error, found) => done(error ?? found));
    });
  };

  it("fails on a name when any of its addresses is refused", async () => {
    for (const [addresses, all] of [
      [["169.254.169.254"], false],
      [["10.0.0.1", "127.0.0.1"], true],
      [["2600::1", "::ffff:169.254.169.254"], true],
      [["fd00:ec2::254"], true],
    ] as const) {
      const error = await resolve(addresses, all);
      assert(error instanceof TransportError && /storage\.example \(/.test(error.message), String(error));
      assert(!error.retryable);
    }
  });

  it("passes on every other answer", async () => {
    assert.equal(await resolve(["10.0.0.1"], false), "10.0.0.1");
    assert.deepEqual(await resolve(["10.0.0.1"], true), [{ address: "10.0.0.1", family: 4 }]);
  });
});
