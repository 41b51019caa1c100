import type { BuildOptions } from "esbuild";

/**
 * How esbuild bundles a function for Lambda: one file that holds all it needs.
 * @param root the package's folder
 * @param name the function's folder in functions/
 * @param outfile where the bundle is written
 */
export function lambdaBundle(root: string, name: string, outfile: string): BuildOptions;
