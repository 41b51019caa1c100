// For tests: reads the components that a Python program makes, without running it.
import { spawnSync } from "node:child_process";
import { EXPRESSION, type Language } from "../generated/schema-values";

/** One component that a Python program makes, with every expression that is no literal as its source text. */
export interface PythonCall {
  readonly class: string;
  readonly arguments: Record<string, unknown>;
}

/** What a Python program makes, exports and asks of its configuration. */
export interface PythonProgram {
  readonly components: PythonCall[];
  readonly exported: string[];
  readonly config: string[];
}

/** Prints the components that the program on stdin makes, and the outputs of theirs that it exports, as JSON. */
const READER = `
import ast, json, sys
tree = ast.parse(sys.stdin.read())
def plain(node):
    if isinstance(node, ast.Constant): return node.value
    if isinstance(node, ast.List): return [plain(each) for each in node.elts]
    if isinstance(node, ast.Dict): return {key.value: plain(value) for key, value in zip(node.keys, node.values)}
    return {"${EXPRESSION}": ast.unparse(node)}
calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
print(json.dumps({
    "components": [
        {"class": call.func.attr, "arguments": {each.arg: plain(each.value) for each in call.keywords}}
        for call in calls if ast.unparse(call.func.value) == "private_registry"],
    "exported": [call.args[1].attr for call in calls if ast.unparse(call.func) == "pulumi.export"],
    "config": [call.args[0].value for call in calls if ast.unparse(call.func.value) == "config"],
}))`;

/**
 * Reads a program; `undefined` where there is no Python here.
 * @throws Error with what Python says of a program that is none
 */
export function readPython(program: string): PythonProgram | undefined {
  const run = spawnSync("python3", ["-c", READER], { input: program, encoding: "utf8" });
  if (run.error !== undefined) return undefined;
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as PythonProgram;
}

const snakeCase = (name: string): string => name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);

/** How Python's SDK writes the names of the schema. */
export const PYTHON: Language = {
  nameOf: snakeCase,
  enumOf: (expression) => {
    const [, type, member] = /^private_registry\.(\w+)\.(\w+)$/.exec(expression) ?? [];
    return type === undefined || member === undefined
      ? undefined
      : { type, member: member.toLowerCase().replaceAll("_", "") };
  },
};
