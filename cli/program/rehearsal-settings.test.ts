import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../tests/cli/test-images";
import { Cleanup } from "../local/cleanup";
import {
  findArchive,
  MissingArchiveError,
  payloadOf,
  REHEARSAL_FILE,
  readRehearsalSettings,
} from "./rehearsal-settings";

describe("what a program's rehearsal needs", () => {
  let place: ReturnType<typeof temporaryFolder>;
  let cleanup: Cleanup;
  beforeEach(() => {
    place = temporaryFolder();
    cleanup = new Cleanup();
  });
  afterEach(async () => {
    await cleanup.end();
    place.remove();
  });
  const write = (content: unknown) =>
    writeFileSync(
      join(place.folder, REHEARSAL_FILE),
      typeof content === "string" ? content : JSON.stringify(content),
    );

  it("is nothing without a file, and else what the file says, relative to it", () => {
    assert.deepEqual(readRehearsalSettings(place.folder), {
      folder: place.folder,
      config: {},
      archives: new Map(),
      lookups: [],
    });
    write({
      lookups: { "aws.kms.getKey": { arn: "arn" } },
      config: { subnetIds: ["a"] },
      payload: "in/rows.csv",
      archives: { "image.tar": ["make", "image"] },
    });
    const { config, payload, archives, lookups } = readRehearsalSettings(place.folder);
    assert.deepEqual(lookups, [{ name: "aws.kms.getKey", arguments: {}, answer: { arn: "arn" } }]);
    assert.deepEqual(config, { subnetIds: ["a"] });
    assert.deepEqual(payload, { file: join(place.folder, "in/rows.csv"), contentType: "text/csv" });
    assert.deepEqual([...archives], [[join(place.folder, "image.tar"), ["make", "image"]]]);
    assert.equal(payloadOf("x.npy").contentType, "application/octet-stream");
    assert.equal(payloadOf("x.npy", "application/x-npy").contentType, "application/x-npy");
  });

  it("refuses a file that it does not understand, by its name", () => {
    for (const [content, message] of [
      ["{", /rehearsal\.json is not valid JSON/],
      [[], /must hold an object/],
      [{ payloads: "x" }, /has the unknown property "payloads"; did you mean "payload"\?/],
      [{ config: ["a"] }, /must have an object as config/],
      [{ payload: 1 }, /must have a path as payload/],
      [{ contentType: 1 }, /must have a text as contentType/],
      [{ archives: { "a.tar": "make" } }, /must have a list of texts as archives\["a\.tar"\]/],
    ] as const) {
      write(content);
      assert.throws(() => readRehearsalSettings(place.folder), message);
    }
  });

  const find = (path: string) =>
    findArchive(path, [place.folder, "/elsewhere"], readRehearsalSettings(place.folder), cleanup);

  it("finds an archive that is there, and has a stand-in made only where there is none", async () => {
    const command = ["node", "-e", "require('fs').writeFileSync(process.env.ARCHIVE, process.cwd())"];
    write({ archives: { "image.tar": command } });
    const made = await find("image.tar");
    assert.equal(readFileSync(made.file, "utf8"), place.folder);
    assert.equal(made.madeBy, command.join(" "));
    writeFileSync(join(place.folder, "image.tar"), "own");
    assert.deepEqual(await find("image.tar"), { file: join(place.folder, "image.tar") });
    assert.deepEqual(await find(join(place.folder, "image.tar")), { file: join(place.folder, "image.tar") });
    await cleanup.end();
    assert(!existsSync(made.file));
  });

  it("says which archive is missing and how to build it, or why its stand-in could not be made", async () => {
    write({
      archives: {
        "fails.tar": ["node", "-e", "console.error('no space'); process.exit(2)"],
        "nothing.tar": ["node", "-e", ""],
        "unknown.tar": ["no-such-program"],
      },
    });
    for (const [path, message] of [
      ["other.tar", /other\.tar does not exist/],
      ["fails.tar", /failed: ended with status 2 no space/],
      ["nothing.tar", /wrote nothing to the path in ARCHIVE/],
      ["unknown.tar", /failed: spawn no-such-program ENOENT/],
    ] as const) {
      await assert.rejects(find(path), (error: MissingArchiveError) => {
        assert(error instanceof MissingArchiveError);
        assert.match(error.message, message);
        assert(error.remedy.length > 10);
        return true;
      });
    }
  });
});
