import assert from "node:assert/strict";
import { timeoutAdvice } from "./timeouts";

const timeouts = (download: number, startup: number) => ({
  modelDataDownloadTimeoutInSeconds: download,
  containerStartupHealthCheckTimeoutInSeconds: startup,
});

describe("timeoutAdvice", () => {
  it("warns of timeouts whose sum the provider does not wait for", () => {
    assert.equal(timeoutAdvice({ a: timeouts(1800, 1200) }, 0), undefined);
    assert.match(
      timeoutAdvice({ a: timeouts(60, 60), b: timeouts(3600, 3600) }, 0) ?? "",
      /^an instance of "b" may take 7200 seconds to start .*gives up on an endpoint after 3600 seconds/,
    );
  });

  it("adds what a deployment waits for", () => {
    assert.equal(timeoutAdvice({ a: timeouts(1000, 1000) }, 1000), undefined);
    assert.match(
      timeoutAdvice({ a: timeouts(1000, 1000) }, 1001) ?? "",
      /^deploymentConfig waits for 1001 seconds in all, and an instance of "a" may take 2000 seconds to start/,
    );
    assert.match(
      timeoutAdvice({ a: timeouts(0, 0) }, 3001) ?? "",
      /^deploymentConfig waits for 3001 seconds in all, but/,
    );
  });
});
