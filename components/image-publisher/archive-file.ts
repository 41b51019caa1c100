import * as pulumi from "@pulumi/pulumi";
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { guarded, type Check, type DependsOn, type Validation } from "../common";

type Archive = pulumi.Input<pulumi.asset.Asset>;

/**
 * Checks that the file of an archive exists: the engine would say so late, and by an error of which Node.js 20 and 22 print the
 * stack for minutes.
 * @returns the path, once it is checked; `undefined` where there is no archive
 */
export function checkArchiveFile(
  validation: Validation,
  propertyPath: string,
  archive: Archive | undefined,
): pulumi.Output<string | undefined> | undefined {
  const path = archive === undefined ? undefined : pulumi.output(archive).apply(guarded(pathOf));
  return validation.optional(propertyPath, path, archiveFile(workingFolder()));
}

/** The archive, once its file is checked. */
export function checkedArchive(
  archive: Archive | undefined,
  checked: pulumi.Output<unknown> | undefined,
): pulumi.Output<pulumi.asset.Asset> | undefined {
  if (archive === undefined) return undefined;
  return pulumi.all([archive, checked]).apply(guarded(([asset]) => asset as unknown as pulumi.asset.Asset));
}

/**
 * What a component depends on, once the archive that it is given is checked: until then nothing is registered. An archive that is
 * an output itself is not waited for.
 */
export function onceChecked(
  archive: Archive | undefined,
  checked: pulumi.Output<unknown> | undefined,
  dependsOn: DependsOn,
): DependsOn {
  if (checked === undefined || !pulumi.asset.Asset.isInstance(archive)) return dependsOn;
  const found = new Promise<void>((resolved) => void checked.apply(guarded(() => resolved())));
  return found.then(() => dependsOn ?? []) as unknown as DependsOn;
}

/** A check that a path leads to a file. Relative paths are taken from the folder, and without one they are not checked. */
export function archiveFile(folder: string | undefined): Check<string> {
  return (path) => {
    if (folder === undefined && !isAbsolute(path)) return undefined;
    const file = resolve(folder ?? "", path);
    if (existsSync(file)) return undefined;
    const where = file === path ? "which does not exist" : `but ${file} does not exist`;
    return (
      `is the file ${JSON.stringify(path)}, ${where}: write the image there with ` +
      `\`docker save --output ${path} <image>\`, or correct the path`
    );
  };
}

/**
 * The folder that relative paths begin in: the program's own, where Pulumi runs the program in a process of its own. A plugin
 * lies elsewhere, and mocks read no files.
 */
function workingFolder(): string | undefined {
  return isAbsolute(pulumi.getRootDirectory()) ? process.cwd() : undefined;
}

async function pathOf(asset: pulumi.asset.Asset): Promise<string | undefined> {
  return pulumi.asset.Asset.isInstance(asset) && "path" in asset
    ? (asset as pulumi.asset.FileAsset).path
    : undefined;
}
