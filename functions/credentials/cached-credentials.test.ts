import assert from "node:assert/strict";
import {
  CachedCredentials,
  FRESH_MILLISECONDS,
  RETRY_MILLISECONDS,
  STALE_MILLISECONDS,
} from "./cached-credentials";
import { UnusableSecretError, type Credentials } from "../shared/parse-secret";

const FIRST: Credentials = { Username: "u", Password: "first" };
const SECOND: Credentials = { Username: "u", Password: "second" };
const DOWN = Object.assign(new Error("Try later"), { name: "InternalServiceError", $fault: "server" });

/** A cache over a source whose answers, and whose reads, the test decides and counts. */
function cache(initial: Credentials | Error) {
  const state = { answer: initial, reads: 0, warnings: [] as string[], now: Date.UTC(2026, 0, 1) };
  const credentials = new CachedCredentials(
    async () => {
      state.reads++;
      if (state.answer instanceof Error) throw state.answer;
      return Promise.resolve(state.answer);
    },
    (message) => state.warnings.push(message),
    () => state.now,
  );
  return { state, get: () => credentials.get() };
}

describe("CachedCredentials", () => {
  it("reads once a minute", async () => {
    const { state, get } = cache(FIRST);
    assert.equal(await get(), FIRST);
    state.answer = SECOND;
    state.now += FRESH_MILLISECONDS - 1;
    assert.equal(await get(), FIRST);
    assert.equal(state.reads, 1);
    state.now += 1;
    assert.equal(await get(), SECOND);
    assert.equal(state.reads, 2);
  });

  it("shares one read among those who ask meanwhile, its failure too", async () => {
    const { state, get } = cache(FIRST);
    assert.deepEqual(await Promise.all([get(), get(), get()]), [FIRST, FIRST, FIRST]);
    assert.equal(state.reads, 1);
    const failing = cache(DOWN);
    const results = await Promise.allSettled([failing.get(), failing.get()]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.equal(failing.state.reads, 1);
  });

  it("fails where the first read fails, and reads again on the next call", async () => {
    const { state, get } = cache(DOWN);
    await assert.rejects(get(), {
      message: "Reading the secret from Secrets Manager failed: InternalServiceError: Try later.",
    });
    state.answer = FIRST;
    assert.equal(await get(), FIRST);
    assert.deepEqual(state.warnings, []);
  });

  it("returns the last credentials while reading fails, retries at intervals, and warns", async () => {
    const { state, get } = cache(FIRST);
    await get();
    state.answer = DOWN;
    state.now += FRESH_MILLISECONDS;
    assert.equal(await get(), FIRST);
    assert.deepEqual(state.warnings, [
      "Reading the secret from Secrets Manager failed: InternalServiceError: Try later. " +
        "The last credentials, 60 s old, are returned.",
    ]);
    state.now += RETRY_MILLISECONDS - 1;
    assert.equal(await get(), FIRST);
    assert.equal(state.reads, 2);
    state.answer = SECOND;
    state.now += 1;
    assert.equal(await get(), SECOND);
    assert.equal(state.reads, 3);
    assert.equal(state.warnings.length, 1);
  });

  it("serves no answer older than 15 minutes, however often it was asked for meanwhile", async () => {
    const { state, get } = cache(FIRST);
    await get();
    state.answer = DOWN;
    state.now += STALE_MILLISECONDS - 1_000;
    assert.equal(await get(), FIRST);
    state.now += 999;
    assert.equal(await get(), FIRST);
    const { reads } = state;
    state.now += 1;
    assert.equal(await get(), FIRST);
    assert.equal(state.reads, reads + 1);
    state.now += 1;
    await assert.rejects(get(), {
      message:
        "Reading the secret from Secrets Manager failed: InternalServiceError: Try later. " +
        "The last credentials are 900 s old, too old to be returned.",
    });
    state.answer = SECOND;
    assert.equal(await get(), SECOND);
  });

  it("reports a secret that holds no credentials at once, and recovers when it does", async () => {
    const { state, get } = cache(FIRST);
    await get();
    state.now += FRESH_MILLISECONDS;
    state.answer = new UnusableSecretError('The secret x has no key "password".');
    await assert.rejects(get(), {
      name: "UnusableSecretError",
      message: 'The secret x has no key "password".',
    });
    assert.deepEqual(state.warnings, []);
    state.answer = SECOND;
    assert.equal(await get(), SECOND);
  });
});
