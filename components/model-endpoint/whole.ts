import * as pulumi from "@pulumi/pulumi";
import { checks, isKnown, propertyPathOf, type Validation } from "../common";

/** Something wrong with a part of what was given, by the part's path. */
export interface Finding {
  readonly path: string;
  readonly reason: string;
}

/**
 * Checks settings whose parts depend on each other: at once where all of them are known, and else as soon as the deployment
 * knows them.
 * @param path names the settings where only the deployment finds out
 */
export function checkWhole<T extends object>(
  validation: Validation,
  path: string,
  value: T,
  findings: (known: pulumi.Unwrap<T>) => readonly Finding[],
): pulumi.Output<pulumi.Unwrap<T>> {
  if (isKnown(value)) {
    for (const found of findings(value as pulumi.Unwrap<T>)) validation.problem(found.path, found.reason);
    return pulumi.output(value);
  }
  return validation.value<pulumi.Unwrap<T>>(path, pulumi.output(value), (known) => {
    const found = findings(known);
    return found.length === 0
      ? undefined
      : `is refused: ${found.map((each) => `${each.path} ${each.reason}`).join("; ")}`;
  });
}

/** Gathers findings: `note` keeps those that say something. */
export class Findings {
  readonly all: Finding[] = [];

  /** Notes what is wrong with the part at `path`, if anything is. */
  note(path: string, reason: string | undefined): void {
    if (reason !== undefined) this.all.push({ path, reason });
  }
}

/** Findings that end in the page that their limits come from. */
export function sourced(page: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.map(({ path, reason }) => ({ path, reason: `${reason} (${page})` }));
}

/** Says what is wrong with a key that becomes part of names. */
export function keyFindings(path: string, key: string): readonly Finding[] {
  const reason = checks.key(checks.sageMakerName)(key);
  return reason === undefined ? [] : [{ path: propertyPathOf(path, key), reason }];
}
