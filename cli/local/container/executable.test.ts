import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../../tests/cli/test-images";
import { NeedsEngineError, processCommandOf } from "./executable";
import { commandOf, readImageConfig, type ImageConfig } from "./image-config";

const config = (entrypoint: string[], more: Partial<ImageConfig> = {}): ImageConfig => ({
  architecture: "amd64",
  entrypoint,
  environment: {},
  workingDirectory: "/",
  ...more,
});

/** The head of a program: 64 bits, little-endian, for a processor, with program headers of some types. */
function elf(machine: number, headers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(64 + headers.length * 56);
  bytes.write("7f454c46", 0, "hex");
  bytes[4] = 2;
  bytes[5] = 1;
  bytes.writeUInt16LE(machine, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(headers.length, 56);
  headers.forEach((type, index) => bytes.writeUInt32LE(type, 64 + index * 56));
  return bytes;
}

const OWN = process.arch === "arm64" ? 183 : 62;
const OTHER = process.arch === "arm64" ? 62 : 183;
const [LOAD, INTERPRETER] = [1, 3];

describe("how an image's program is started", () => {
  let place: ReturnType<typeof temporaryFolder>;
  before(() => {
    place = temporaryFolder();
  });
  after(() => place.remove());
  const add = (path: string, content: string | Buffer, mode = 0o755): string => {
    const file = join(place.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    return file;
  };

  it("is its entry point with `serve`, or `serve` alone, found in the image's PATH", () => {
    assert.deepEqual(commandOf(config(["python", "-m", "model"])), ["python", "-m", "model", "serve"]);
    assert.deepEqual(commandOf(config([])), ["serve"]);
    const serve = add("opt/program/serve", elf(OWN, [LOAD]));
    assert.throws(() => processCommandOf(place.folder, config([]), ""), /The image has no "serve" to start/);
    const { command, args } = processCommandOf(
      place.folder,
      config([], { environment: { PATH: "/bin:/opt/program" } }),
      "",
    );
    assert.deepEqual([command, args], [serve, []]);
    const relative = processCommandOf(
      place.folder,
      config(["./serve"], { workingDirectory: "/opt/program" }),
      "",
    );
    assert.deepEqual([relative.command, relative.args], [serve, ["serve"]]);
  });

  it("is the program itself where it needs nothing else, and is for this machine", function () {
    if (process.platform !== "linux") this.skip();
    add("dynamic", elf(OWN, [LOAD, INTERPRETER]));
    add("foreign", elf(OTHER, [LOAD]));
    add("text", "no program");
    for (const [name, message] of [
      ["dynamic", /needs libraries of the image at paths/],
      ["foreign", /for another processor/],
      ["text", /is not a program for this machine/],
    ] as const) {
      assert.throws(() => processCommandOf(place.folder, config([`/${name}`]), ""), NeedsEngineError);
      assert.throws(() => processCommandOf(place.folder, config([`/${name}`]), ""), message);
    }
    add("not-executable", elf(OWN, [LOAD]), 0o644);
    assert.throws(
      () => processCommandOf(place.folder, config(["/not-executable"]), ""),
      /has no "\/not-executable"/,
    );
  });

  it("is a script by the image's own interpreter, or by this machine's where the image has none", function () {
    if (process.platform !== "linux") this.skip();
    const script = add("script", "#!/usr/bin/env interpreter\n");
    const host = add("host/interpreter", "");
    const hostPath = join(place.folder, "host");
    assert.throws(
      () => processCommandOf(place.folder, config(["/script"]), "/nowhere"),
      /neither in the image nor on/,
    );
    const byHost = processCommandOf(place.folder, config(["/script"]), `/nowhere:${hostPath}`);
    assert.deepEqual([byHost.command, byHost.args], [host, [script, "serve"]]);
    assert.match(byHost.how, /by this machine's .*host\/interpreter, as the image has no interpreter/);
    const own = add("usr/bin/interpreter", elf(OWN, [LOAD]));
    const byOwn = processCommandOf(place.folder, config(["/script"]), hostPath);
    assert.deepEqual([byOwn.command, byOwn.args], [own, [script, "serve"]]);
    add("usr/bin/interpreter", elf(OWN, [LOAD, INTERPRETER]));
    assert.throws(
      () => processCommandOf(place.folder, config(["/script"]), hostPath),
      /which runs the script \/script/,
    );
    add("direct", "#! /usr/bin/other -u\n");
    add("usr/bin/other", elf(OWN, [LOAD]));
    const direct = processCommandOf(place.folder, config(["/direct"]), "");
    assert.deepEqual(direct.args, ["-u", join(place.folder, "direct"), "serve"]);
  });

  it("reads an image's configuration, and does without most of it", () => {
    const full = readImageConfig(
      Buffer.from(
        JSON.stringify({
          architecture: "arm64",
          config: { Entrypoint: ["a"], Env: ["PATH=/x:/y", "EMPTY=", "TWO=a=b"], WorkingDir: "/opt" },
        }),
      ),
    );
    assert.deepEqual(full, {
      architecture: "arm64",
      entrypoint: ["a"],
      environment: { PATH: "/x:/y", EMPTY: "", TWO: "a=b" },
      workingDirectory: "/opt",
    });
    assert.deepEqual(
      readImageConfig(Buffer.from('{"config":{"Entrypoint":null,"Env":null,"WorkingDir":""}}')),
      {
        architecture: "",
        entrypoint: [],
        environment: {},
        workingDirectory: "/",
      },
    );
  });
});
