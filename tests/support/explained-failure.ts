import assert from "node:assert/strict";
import { ExplainedError } from "../../functions/shared/explained-error";
import { USER } from "../registry-client/registries";

/**
 * The message with which a function's work fails, which is all that Lambda hands on, and holds no password.
 * @param kind the class of the error
 * @param passwords by default that of the tests' user
 */
export async function explainedFailure(
  work: Promise<unknown>,
  kind: typeof ExplainedError = ExplainedError,
  passwords: readonly string[] = [USER.password],
): Promise<string> {
  const error: unknown = await work.then(
    () => assert.fail("it has been done"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof kind, String(error));
  assert.ok(!passwords.some((password) => error.message.includes(password)), "a password has been written");
  assert.equal(error.stack, "");
  return error.message;
}
