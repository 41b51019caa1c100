import assert from "node:assert/strict";
import { stepSettings, type StepOptions } from "./rehearse-options";
import { UsageError } from "../usage-error";

const read = async (): Promise<string> => "piped-password\n";

describe("how the later steps are asked for", () => {
  it("is with every step and a registry of this machine by default", async () => {
    assert.deepEqual(await stepSettings({}, read), {
      skip: [],
      registry: "stand-in",
      payload: undefined,
      startupTimeoutInSeconds: undefined,
      serveAsProcess: false,
      credentials: undefined,
    });
  });

  it("takes steps one by one or in a list, and the password from standard input", async () => {
    assert.deepEqual((await stepSettings({ skip: ["pull", "serve"] }, read)).skip, ["pull", "serve"]);
    const options = { skip: ["pull,serve"], registry: "real", username: "me", passwordStdin: true };
    const { skip, registry, credentials, startupTimeoutInSeconds, serveAsProcess } = await stepSettings(
      { ...options, pingTimeout: "0.5", serveAsProcess: true, payload: __filename },
      read,
    );
    assert.deepEqual([skip, registry, startupTimeoutInSeconds], [["pull", "serve"], "real", 0.5]);
    assert.equal(serveAsProcess, true);
    assert.deepEqual(credentials, { username: "me", password: "piped-password" });
  });

  it("refuses what it does not understand", async () => {
    const wrong: readonly [StepOptions, RegExp][] = [
      [{ skip: ["plan"] }, /--skip: expected pull or serve, but got "plan"/],
      [{ skip: ["pull,"] }, /--skip: expected pull or serve, but got ""/],
      [{ registry: "mine" }, /--registry: expected stand-in or real, but got "mine"/],
      [{ username: "me" }, /--username requires --registry real/],
      [{ registry: "real", username: "me" }, /--username requires --password-stdin/],
      [{ payload: "/no/such.json" }, /--payload: \/no\/such\.json does not exist/],
      [{ pingTimeout: "soon" }, /--ping-timeout: expected seconds, up to 3600, but got "soon"/],
      [{ pingTimeout: "0" }, /--ping-timeout: expected seconds/],
    ];
    for (const [options, message] of wrong) {
      await assert.rejects(stepSettings(options, read), (error: Error) => {
        assert(error instanceof UsageError);
        assert.match(error.message, message);
        return true;
      });
    }
  });
});
