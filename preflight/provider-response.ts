import type { Credentials } from "../registry-client";
import { ProblemError } from "./check";

const SHAPE = '{"Credentials":{"Username":"…","Password":"…"}}';
const REMEDY = `Have the function answer exactly ${SHAPE}, for Basic and Bearer registries alike`;

/**
 * The credentials in what a credentials function answers. Throws `ProblemError`, without any part of the answer.
 *
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export function parseProviderAnswer(answer: unknown): Credentials {
  const credentials = member(answer, "Credentials");
  if (credentials === undefined) {
    throw new ProblemError(`The function answered without "Credentials" instead of ${SHAPE}`, REMEDY);
  }
  return { username: text(credentials, "Username"), password: text(credentials, "Password") };
}

function text(credentials: unknown, name: string): string {
  const value = member(credentials, name);
  if (typeof value === "string" && value !== "") return value;
  const what =
    value === undefined
      ? `without "${name}"`
      : `with a "${name}" that is ${value === "" ? "empty" : "no text"}`;
  throw new ProblemError(`The function answered ${what} instead of ${SHAPE}`, REMEDY);
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
