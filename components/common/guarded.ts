import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { deploymentError } from "./deployment-error";
import { packageRoot } from "./package-root";

/**
 * A callback for `apply` whose unexpected exceptions end the deployment with one message. Pulumi prints the stack of any other
 * exception, and older versions of Node.js take minutes and gigabytes for a stack that leads through an `apply`.
 * https://github.com/nodejs/node/issues/64011
 */
export function guarded<T, U>(callback: (value: T) => U): (value: T) => U {
  return (value) => {
    try {
      const result = callback(value);
      return result instanceof Promise ? (result.catch(fail) as U) : result;
    } catch (error) {
      return fail(error);
    }
  };
}

function fail(error: unknown): never {
  throw pulumi.RunError.isInstance(error) ? error : fault(error);
}

/** What an exception that nobody expected says to those who can remove its cause. */
function fault(error: unknown): Error {
  const { name, version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as Manifest;
  const { place, kind } = describe(error);
  return deploymentError(
    `Bug in ${name} ${version}${place}: ${kind}. Report this message to the maintainers of ${name}`,
  );
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

function describe(error: unknown): { readonly place: string; readonly kind: string } {
  if (!(error instanceof Error)) return { place: "", kind: "a value that is no error was thrown" };
  const place = placeIn(error.stack ?? "");
  return { place: place === undefined ? "" : `, ${place}`, kind: `${error.name}${shownMessage(error)}` };
}

/** What names properties and no values, in which passwords might be. */
const WITHOUT_VALUES =
  /^Cannot read properties of (undefined|null) \(reading '[\w$]+'\)$|^[\w$.()]+ is not a function$/;

const shownMessage = ({ message }: Error): string => (WITHOUT_VALUES.test(message) ? `: ${message}` : "");

/** The first line of a stack trace in this package, for example `components/common/lookups.ts:12`. */
function placeIn(stack: string): string | undefined {
  const root = packageRoot() + sep;
  const lines = stack.split("\n").map((line) => /\(?([^\s()]+):(\d+):\d+\)?$/.exec(line.trim()));
  const found = lines.find(
    (line) => line?.[1]?.startsWith(root) === true && !line[1].includes("node_modules", root.length),
  );
  return found?.[1] === undefined ? undefined : `${relative(root, found[1])}:${found[2] ?? ""}`;
}
