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
      [{ skip: ["plan"] }, /--skip takes pull and serve, not "plan"/],
      [{ skip: ["pull,"] }, /--skip takes pull and serve, not ""/],
      [{ registry: "mine" }, /--registry takes stand-in or real, not "mine"/],
      [{ username: "me" }, /--username is for --registry real/],
      [{ registry: "real", username: "me" }, /--username needs --password-stdin/],
      [{ payload: "/no/such.json" }, /--payload names \/no\/such\.json, which is not there/],
      [{ pingTimeout: "soon" }, /--ping-timeout takes seconds, up to 3600, not "soon"/],
      [{ pingTimeout: "0" }, /--ping-timeout takes seconds/],
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
