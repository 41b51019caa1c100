import type { BuildOptions } from "esbuild";

/**
 * How esbuild bundles a function for Lambda: one file that holds all it needs.
 * @param root the package's folder
 * @param name the function's folder in functions/
 * @param outfile where the bundle is written
 */
export function lambdaBundle(root: string, name: string, outfile: string): BuildOptions;

/**
 * How esbuild bundles a module of a command together with the AWS SDK, which is no dependency of the package.
 * @param entryPoint the module
 * @param outfile where the bundle is written
 */
export function sdkBundle(entryPoint: string, outfile: string): BuildOptions;
