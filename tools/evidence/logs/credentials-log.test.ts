import assert from "node:assert/strict";
import { parseCredentialsLine } from "./credentials-log";

const lineOf = (message: unknown): string =>
  JSON.stringify({ timestamp: "2026-11-23T10:04:05.123Z", level: "INFO", requestId: "0123", message });

describe("the log of the kit's credentials function", () => {
  it("tells when it was asked, and with which keys", () => {
    const line = lineOf("asked with Registry (string), Model (object), Model.name (string)");
    assert.deepEqual(parseCredentialsLine(line), {
      time: Date.parse("2026-11-23T10:04:05.123Z"),
      keys: ["Registry (string)", "Model (object)", "Model.name (string)"],
      line,
    });
    assert.deepEqual(parseCredentialsLine(lineOf("asked with no keys"))?.keys, []);
  });

  it("passes over what Lambda says itself, and warnings", () => {
    const start = { time: "2026-11-23T10:04:05.123Z", type: "platform.start", record: { requestId: "0123" } };
    const lines = [JSON.stringify(start), lineOf("Reading the secret failed"), lineOf({ a: 1 }), "START", ""];
    for (const line of lines) {
      assert.equal(parseCredentialsLine(line), undefined, line);
    }
  });
});
