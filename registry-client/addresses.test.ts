import assert from "node:assert/strict";
import { isRefusedAddress } from "./addresses";

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
  const mapped = ["::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "fd00:ec2::254"];
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
    "name",
  ]) {
    it(`allows ${address}`, () => assert(!isRefusedAddress(address)));
  }
});
