// How scenarios are written: a `describe` that skips itself where there is no engine.
import assert from "node:assert/strict";
import type { Suite } from "mocha";
import { Project, type ProjectOptions, type Result } from "./engine";
import type { Account } from "./provider/account";
import { whatIsMissing } from "./setup";

/** Makes a project that is removed when the suite is over. */
export type CreateProject = (options: ProjectOptions) => Promise<Project>;

/** A scenario takes seconds; a machine that does much else takes minutes for it. */
const TIMEOUT_IN_MILLISECONDS = 1_800_000;

/** A suite of scenarios. Each update runs the CLI: give several tests one project where they follow one another. */
export function describeEngine(
  title: string,
  body: (this: Suite, createProject: CreateProject) => void,
): void {
  describe(`on the Pulumi engine, ${title}`, function () {
    this.timeout(TIMEOUT_IN_MILLISECONDS);
    const projects: Project[] = [];
    before(function () {
      if (whatIsMissing() !== undefined) this.skip();
    });
    after(() => {
      for (const project of projects) project.remove();
    });
    body.call(this, async (options) => {
      const project = await Project.create(options);
      projects.push(project);
      return project;
    });
  });
}

/** Holds that an operation succeeded; shows what the CLI printed where it did not. */
export function assertSucceeded(result: Result): void {
  assert.equal(result.exitCode, 0, `${result.stdout}\n${result.stderr}`);
}

/** Holds that nothing changed: no step but `same`, and no operation on a provider. */
export function assertNoChange(result: Result): void {
  assertSucceeded(result);
  const changes = result.changes.map(({ op, urn, diffs }) => `${op} ${urn} [${diffs.join(", ")}]`);
  assert.deepEqual(changes, [], "nothing was changed in the program");
}

/**
 * Holds that the fake AWS has nothing left, and that nothing was deleted that was in use.
 * @param kept what is to be left, such as `aws:s3/bucket:Bucket demo-images`: a pattern of types and ids
 */
export function assertNothingLeft(account: Account, kept?: RegExp): void {
  assert.deepEqual(account.violations, [], "nothing is deleted while it is in use");
  const left = account.resources.map(({ type, id }) => `${type} ${id}`);
  const isKept = (each: string): boolean => kept?.test(each) === true;
  assert.deepEqual(
    left.filter((each) => !isKept(each)),
    [],
    "no resource is left at AWS",
  );
  assert.equal(left.some(isKept), kept !== undefined, "what is to be kept is there");
  assert.deepEqual(account.interfaces, [], "no network interface is left at AWS");
}
