import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSecret, UnusableSecretError } from "./parse-secret";

const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-abcdef";
const KEYS = { username: "username", password: "password" };

const failure = (text: string | undefined, keys = KEYS): string => {
  try {
    parseSecret(ARN, text, keys);
  } catch (error) {
    assert.ok(error instanceof UnusableSecretError);
    assert.equal(error.cause, undefined);
    return error.message;
  }
  throw new Error("nothing was thrown");
};
const NO_OBJECT = `The secret ${ARN} does not contain a JSON object, such as {"username": "…", "password": "…"}.`;

describe("parseSecret", () => {
  it("takes user and password from the keys given, and nothing else", () => {
    assert.deepEqual(parseSecret(ARN, '{"username":"u","password":"p","host":"x"}', KEYS), {
      Username: "u",
      Password: "p",
    });
    assert.deepEqual(
      parseSecret(ARN, '{"login":{"a":1},"robot":"r$x","token":"t"}', {
        username: "robot",
        password: "token",
      }),
      { Username: "r$x", Password: "t" },
    );
  });

  it("returns the key of a Google Cloud service account, which has several lines", () => {
    const key = `${JSON.stringify({ type: "service_account", private_key: "a\nb" }, null, 2)}\n`;
    assert.deepEqual(parseSecret(ARN, JSON.stringify({ username: "_json_key", password: key }), KEYS), {
      Username: "_json_key",
      Password: key,
    });
    assert.match(failure(JSON.stringify({ username: key, password: "p" })), /control character/);
  });

  it("returns any user and password that HTTP Basic can carry unchanged", () => {
    const text = fc.string({ minLength: 1, unit: "grapheme" }).filter((value) => !/\p{Cc}/u.test(value));
    const user = text.filter((value) => !value.includes(":"));
    fc.assert(
      fc.property(user, text, (username, password) => {
        assert.deepEqual(parseSecret(ARN, JSON.stringify({ username, password }), KEYS), {
          Username: username,
          Password: password,
        });
      }),
    );
  });

  for (const [what, text, message] of [
    [
      "binary data",
      undefined,
      `The secret ${ARN} contains binary data, but must contain a JSON object as text, such as {"username": "…", "password": "…"}.`,
    ],
    ["a bare token", "hunter2-token", NO_OBJECT],
    ["broken JSON", '{"username":"u","password":"hunter2', NO_OBJECT],
    ["an empty text", "", NO_OBJECT],
    ["a JSON string", '"hunter2"', NO_OBJECT],
    ["a JSON array", '["u","hunter2"]', NO_OBJECT],
    ["null", "null", NO_OBJECT],
    ["no user", '{"user":"u","password":"hunter2"}', `The secret ${ARN} has no key "username".`],
    ["no password", '{"username":"u","pass":"hunter2"}', `The secret ${ARN} has no key "password".`],
    [
      "a number",
      '{"username":"u","password":8675309}',
      `The secret ${ARN} contains a number in its key "password", but must contain a string.`,
    ],
    [
      "null as a value",
      '{"username":null,"password":"hunter2"}',
      `The secret ${ARN} contains null in its key "username", but must contain a string.`,
    ],
    [
      "an array as a value",
      '{"username":"u","password":["hunter2"]}',
      `The secret ${ARN} contains an array in its key "password", but must contain a string.`,
    ],
    [
      "an object as a value",
      '{"username":"u","password":{"a":"hunter2"}}',
      `The secret ${ARN} contains an object in its key "password", but must contain a string.`,
    ],
    [
      "an empty user",
      '{"username":"","password":"hunter2"}',
      `The secret ${ARN} contains an empty string in its key "username".`,
    ],
    [
      "a final line break",
      '{"username":"u","password":"hunter2\\n"}',
      `The secret ${ARN} contains a control character, for example a line break, in its key "password".`,
    ],
    [
      "a colon in the user",
      '{"username":"u:x","password":"hunter2"}',
      `The secret ${ARN} contains a colon in its key "username", which HTTP Basic authentication cannot carry.`,
    ],
  ] as const) {
    it(`refuses ${what}, and quotes no value`, () => {
      assert.equal(failure(text), message);
    });
  }

  it("does not take what every object inherits for a key", () => {
    assert.match(
      failure('{"password":"p"}', { ...KEYS, username: "constructor" }),
      /has no key "constructor"/,
    );
    assert.match(failure('{"password":"p"}', { ...KEYS, username: "__proto__" }), /has no key "__proto__"/);
  });
});
