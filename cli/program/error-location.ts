import * as pulumi from "@pulumi/pulumi";
import { findSourceMap } from "node:module";
import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const places = new WeakMap<Error, string>();

/**
 * Remembers where in a program's folder an error was thrown. Not for errors that need no location: those of
 * arguments, and those that the SDK prints without a stack.
 */
export function rememberLocation(error: unknown, folder: string): void {
  if (!(error instanceof Error) || isForTheUser(error)) return;
  const place = (error.stack ?? "").split("\n").flatMap(fileAndLine).find(isBelow(folder));
  if (place !== undefined) places.set(error, `${place.file}:${place.line}`);
}

const hints = new WeakMap<Error, string>();

/** Remembers a possible cause of an error, in addition to its message. */
export function rememberHint(error: unknown, hint: string): void {
  if (error instanceof Error) hints.set(error, hint);
}

/** A possible cause of an error, as a sentence; `undefined` where it is unknown. */
export function hintOf(error: unknown): string | undefined {
  return error instanceof Error ? hints.get(error) : undefined;
}

/** Where in the program an error was thrown, for example `/programs/index.ts:3`; `undefined` where it is unknown. */
export function locationOf(error: unknown): string | undefined {
  return error instanceof Error ? places.get(error) : undefined;
}

function isForTheUser(error: Error): boolean {
  return (
    pulumi.InputPropertiesError.isInstance(error) ||
    pulumi.InputPropertyError.isInstance(error) ||
    pulumi.RunError.isInstance(error)
  );
}

interface Place {
  readonly file: string;
  readonly line: string | number;
}

/** The file and line that a line of a stack names: `at make (/programs/index.ts:3:9)`, or `/programs/index.js:3`. */
function fileAndLine(text: string): readonly Place[] {
  const [, named, line, column = "1"] =
    /(?:^|[\s(])((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+)(?::(\d+))?\)?$/.exec(text) ?? [];
  if (named === undefined || line === undefined) return [];
  const file = named.startsWith("file:") ? fileURLToPath(named) : named;
  return [{ file, line: lineInSource(file, Number(line), Number(column)) ?? line }];
}

/**
 * The line of an ES module's source that a line of its compiled text comes from. Node maps stacks itself, but not where a
 * library prepares them: `source-map-support`, for example, which knows only what was compiled in this thread.
 */
function lineInSource(file: string, line: number, column: number): number | undefined {
  if (Error.prepareStackTrace === undefined) return undefined;
  const found = findSourceMap(pathToFileURL(file).href)?.findEntry(line - 1, column - 1);
  return found !== undefined && "originalLine" in found ? found.originalLine + 1 : undefined;
}

const isBelow =
  (folder: string) =>
  ({ file }: Place): boolean => {
    const path = relative(folder, file);
    return !isAbsolute(path) && !path.split(sep).some((part) => part === ".." || part === "node_modules");
  };
