import { type Check, good, inapplicable, type Outcome, suspicion } from "../check";
import { credentialsOf } from "../context";

/** How long is remarkable, in milliseconds: a function that starts anew takes a second or so. */
const SLOW_MS = 5_000;

export const credentialsProvider: Check = {
  id: "credentials-provider",
  title: "The credentials are given in the documented form",
  severity: "error",
  needs: ["lambda-endpoint"],
  async run(context) {
    if (context.options.getCredentials === undefined) return inapplicable("None are used: anonymous");
    const started = performance.now();
    const credentials = await context.once(credentialsOf);
    const ms = Math.round(performance.now() - started);
    if (credentials === undefined)
      return inapplicable(`There are none for ${context.reference.registry}: anonymous`);
    const what = "identityToken" in credentials ? "an identity token" : "a user and a password";
    const source = context.options.credentialsOrigin;
    return source ? good(`There is ${what}, of ${source.name}`) : answered(what, ms);
  },
};

/** What credentials amount to that a credentials function took so many milliseconds to answer with. */
export function answered(what: string, ms: number): Outcome {
  const seen =
    `Answered with ${what} in ${ms} ms. The preflight asked in its own role; SageMaker asks in the model's execution ` +
    "role, which must be allowed to invoke the function, too";
  return ms < SLOW_MS
    ? good(seen)
    : suspicion(
        seen,
        "How long SageMaker waits is not documented: give the function more memory, and look at what it waits for",
      );
}

export const authentication: Check = {
  id: "authentication",
  title: "The registry accepts the credentials",
  severity: "error",
  needs: ["registry-api", "authentication-scheme", "authorization-server", "credentials-provider"],
  async run(context) {
    await context.client.authenticate({ signal: context.signal });
    return good(`GET https://${context.host}/v2/ returned 200`);
  },
};
