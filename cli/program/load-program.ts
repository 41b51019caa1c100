import { existsSync, readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as tsNodeModule from "ts-node";

/** Loads a program, calls it where it is a function, and returns its outputs. */
export async function loadProgram(file: string): Promise<unknown> {
  const isModule = isEsModule(file);
  if (/\.[cm]?ts$/.test(file)) {
    if (isModule) registerModules(dirname(file));
    else registerTypeScript(dirname(file));
  }
  const exported = isModule
    ? programOf((await import(pathToFileURL(file).href)) as Record<string, unknown>)
    : (createRequire(file)(file) as unknown);
  return typeof exported === "function" ? (exported as () => unknown)() : exported;
}

/** The default export of an ES module where it has one, as the Pulumi CLI takes it. */
function programOf(module: Record<string, unknown>): unknown {
  if (!("default" in module)) return module;
  if (Object.keys(module).length > 1) {
    throw new Error("the program has both a default export and named exports: keep one or the other");
  }
  return module.default;
}

function isEsModule(file: string): boolean {
  const extension = extname(file);
  if (extension === ".mjs" || extension === ".mts") return true;
  if (extension === ".cjs" || extension === ".cts") return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      return (JSON.parse(readFileSync(manifest, "utf8")) as { type?: string }).type === "module";
    }
    if (folder === dirname(folder)) return false;
  }
}

const TS_NODE = Symbol.for("ts-node.register.instance");

/** Options of a tsconfig.json that are deprecated or gone. A program that has them is run all the same, as Pulumi does. */
const DEPRECATED_OPTIONS = [5101, 5102, 5107, 5108];

/** How ts-node compiles a program; types are the compiler's business, not the rehearsal's. */
function optionsFor(folder: string): tsNodeModule.RegisterOptions {
  return {
    transpileOnly: true,
    projectSearchDir: folder,
    ignoreDiagnostics: DEPRECATED_OPTIONS,
    // As the Pulumi CLI loads programs that say nothing else.
    compilerOptions: { target: "ES2022", module: "node16", moduleResolution: "node16", sourceMap: true },
  };
}

/** Lets Node load TypeScript. */
function registerTypeScript(folder: string): void {
  if (TS_NODE in process) return;
  const tsNode = createRequire(__filename)(findTsNode()) as typeof tsNodeModule;
  tsNode.register(optionsFor(folder));
}

/** The file of ts-node, an optional dependency: programs in JavaScript and other languages do without it. */
function findTsNode(): string {
  const { resolve } = createRequire(__filename);
  try {
    resolve("typescript");
    return resolve("ts-node");
  } catch (error) {
    const remedy = "run `npm install ts-node typescript`";
    throw new Error(
      `a program in TypeScript requires the optional packages ts-node and typescript: ${remedy}`,
      {
        cause: error,
      },
    );
  }
}

/**
 * What Node runs in the thread that loads ES modules: ts-node there is another instance, and the thread knows no TypeScript
 * of its own.
 */
const MODULE_HOOKS = `
  import { createRequire } from "node:module";
  let hooks;
  export async function initialize({ tsNode, options }) {
    const { createEsmHooks, register } = createRequire(tsNode)(tsNode);
    hooks = createEsmHooks(register(options));
  }
  export const resolve = (...args) => hooks.resolve(...args);
  export const load = (...args) => hooks.load(...args);
`;

const foldersWithModules = new Set<string>();

/** Lets Node load TypeScript that is written as ES modules. https://nodejs.org/api/module.html#customization-hooks */
function registerModules(folder: string): void {
  if (foldersWithModules.has(folder)) return;
  foldersWithModules.add(folder);
  const tsNode = findTsNode();
  process.setSourceMapsEnabled(true);
  register(`data:text/javascript,${encodeURIComponent(MODULE_HOOKS)}`, {
    data: { tsNode, options: optionsFor(folder) },
  });
}
