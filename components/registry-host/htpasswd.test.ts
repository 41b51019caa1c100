import * as bcrypt from "bcryptjs";
import fc from "fast-check";
import assert from "node:assert/strict";
import { htpasswd } from "./htpasswd";

const salt = Buffer.from("0123456789abcdef").toString("base64");

describe("htpasswd", () => {
  it("gives a line for each user, with a bcrypt hash of cost 4", () => {
    const lines = htpasswd([
      { username: "pull-a", password: "one", salt },
      { username: "pull-b", password: "two", salt },
    ]).split("\n");
    assert.equal(lines.length, 2);
    assert.match(lines[0] ?? "", /^pull-a:\$2b\$04\$[./A-Za-z0-9]{53}$/);
    assert.match(lines[1] ?? "", /^pull-b:\$2b\$04\$[./A-Za-z0-9]{53}$/);
  });

  it("gives the same line for the same salt, so that a deployment without a change changes nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (password, bytes) => {
          const user = { username: "push", password, salt: Buffer.from(bytes).toString("base64") };
          const line = htpasswd([user]);
          assert.equal(htpasswd([user]), line);
          const hash = line.slice("push:".length);
          assert.ok(bcrypt.compareSync(password, hash));
          assert.ok(!bcrypt.compareSync(`x${password}`, hash));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("gives another line for another salt", () => {
    const user = { username: "push", password: "one", salt };
    const other = Buffer.from("fedcba9876543210").toString("base64");
    assert.notEqual(htpasswd([user]), htpasswd([{ ...user, salt: other }]));
  });

  it("refuses a salt of another length", () => {
    const short = Buffer.from("short").toString("base64");
    assert.throws(() => htpasswd([{ username: "push", password: "one", salt: short }]), RangeError);
  });
});
