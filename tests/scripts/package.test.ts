import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");

interface Manifest {
  readonly name: string;
  readonly main: string;
  readonly types: string;
  readonly bin: Record<string, string>;
  readonly exports: Record<string, string | { readonly types: string; readonly default: string }>;
  readonly scripts: Record<string, string>;
  readonly homepage: string;
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  readonly author: string;
  readonly typesVersions: { readonly "*": Record<string, readonly string[]> };
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

describe("the npm package", function () {
  this.timeout(60_000);

  let shipped: Set<string>;
  let unpackedSize: number;

  before(() => {
    assert(existsSync(join(root, "dist")), "the package is not built: run `npm ci` or `npm run build`");
    ({ shipped, unpackedSize } = shippedFiles());
  });

  it("ships every file that its manifest names", () => {
    const { main, types, bin, exports, typesVersions } = manifest;
    const named = [
      main,
      types,
      ...Object.values(bin),
      ...Object.values(exports).flatMap((entry) =>
        typeof entry === "string" ? [entry] : Object.values(entry),
      ),
      ...Object.values(typesVersions["*"]).flat(),
    ].map((path) => path.replace(/^\.\//, ""));
    assert.deepEqual(
      named.filter((path) => !shipped.has(path)),
      [],
    );
  });

  it("takes every TypeScript that Pulumi takes from the tested one on: npm resolves no exact one in an empty folder", () => {
    const installed = (name: string) =>
      JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as Manifest & {
        readonly version: string;
      };
    const [, bound] = /< ?(\d+)$/.exec(installed("@pulumi/pulumi").peerDependencies.typescript ?? "") ?? [];
    assert.equal(manifest.optionalDependencies.typescript, `>=${installed("typescript").version} <${bound}`);
  });

  it("ships what its users need, and neither tests nor sources", () => {
    const needed = [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/lambda/credentials/index.js",
      "package.json",
      "sdk/schema.json",
    ];
    assert.deepEqual(
      needed.filter((path) => !shipped.has(path)),
      [],
    );
    const others =
      /\.test\.|(?<!\.d)\.ts$|^(tests|examples|plugin|scripts|node_modules|Pulumi.*)\b|evidence-credentials|[/]tools[/]/;
    assert.deepEqual(
      [...shipped].filter((path) => others.test(path)),
      [],
    );
  });

  it("takes at most 5 MB", () => {
    assert.ok(unpackedSize <= 5_000_000, `${unpackedSize} bytes`);
  });

  it("answers to its own name, to require and to import alike, with the same components", () => {
    const names = (program: string, ...options: string[]) =>
      JSON.parse(
        run([...options, "-e", `${program}; console.log(JSON.stringify(Object.keys(found).sort()))`]),
      ) as string[];
    const required = names(`const found = require("${manifest.name}")`);
    const imported = names(`import * as found from "${manifest.name}"`, "--input-type=module");
    assert(required.includes("RegistryNetwork"));
    assert.deepEqual(
      required.filter((name) => !imported.includes(name)),
      [],
    );
  });

  it("loads no packages beyond those that its peers load but its own small ones", () => {
    const packages = (...modules: string[]) => {
      const program = modules.map((name) => `require("${name}");`).join(" ");
      const cache = run(["-e", `${program} console.log(JSON.stringify(Object.keys(require.cache)))`]);
      return new Set(
        (JSON.parse(cache) as string[]).flatMap(
          (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
        ),
      );
    };
    const peers = packages("@pulumi/pulumi", "@pulumi/aws");
    const all = packages("@pulumi/pulumi", "@pulumi/aws", manifest.name);
    // Neither awsx, which only a new VPC needs, nor a compiler.
    const own = ["@pulumi/random", "bcryptjs", "ipaddr.js"];
    assert.deepEqual(
      [...all].filter((name) => !peers.has(name) && !own.includes(name)),
      [],
    );
  });

  it("is tested with the oldest of the peers that it admits", () => {
    for (const [name, range] of Object.entries(manifest.peerDependencies)) {
      assert.equal(range, `^${manifest.devDependencies[name] ?? ""}`, name);
    }
  });
});

describe("the packed npm package", function () {
  this.timeout(120_000);
  let folder: string;
  let tarball: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "packed-"));
    // As `npm pack` does, but for `prepare`, which would build everything again, and in a copy: other tests read package.json.
    const copy = join(folder, "copy");
    copyAll(shippedFiles().shipped, copy);
    const step = (name: string): void => {
      execFileSync(process.execPath, [join(root, "scripts/packed-manifest.mjs"), name], { cwd: copy });
    };
    step("pack");
    execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
      cwd: copy,
      stdio: "ignore",
    });
    step("restore");
    assert.equal(
      readFileSync(join(copy, "package.json"), "utf8"),
      readFileSync(join(root, "package.json"), "utf8"),
    );
    tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("has no scripts", () => {
    const packed = execFileSync("tar", ["-xzOf", tarball, "package/package.json"], { encoding: "utf8" });
    const { scripts, exports } = JSON.parse(packed) as { scripts?: object; exports?: object };
    assert.equal(scripts, undefined);
    assert.ok(exports !== undefined);
    assert.ok(manifest.scripts.prepack?.includes("packed-manifest.mjs pack"));
    assert.ok(manifest.scripts.postpack?.includes("packed-manifest.mjs restore"));
  });

  it("has nothing that publint warns of", () => {
    const { stdout, status } = spawnSync("npx", ["publint", "run", tarball, "--strict"], {
      cwd: root,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
  });

  it("has types that every kind of module resolution finds", () => {
    const { stdout, status } = spawnSync("npx", ["attw", tarball], { cwd: root, encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });

  it("says where it comes from, in one place", () => {
    const { homepage, repository, bugs, author } = manifest;
    const url = repository.url.replace(/^git\+(.*)\.git$/, "$1");
    assert.match(url, /^https:\/\/github\.com\/[^/]+\/sagemaker-private-registry$/);
    assert.deepEqual([homepage, bugs.url], [`${url}#readme`, `${url}/issues`]);
    assert.ok(author !== "");
  });
});

function run(args: readonly string[]): string {
  return execFileSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env.PATH },
  });
}

/** What `npm pack` would put into the package. */
function shippedFiles(): { readonly shipped: Set<string>; readonly unpackedSize: number } {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { files, unpackedSize } = packageOf(JSON.parse(output));
  return { shipped: new Set(files.map(({ path }) => path)), unpackedSize };
}

function copyAll(files: Iterable<string>, folder: string): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(join(root, file), join(folder, file));
  }
}

interface Packed {
  readonly files: readonly { readonly path: string }[];
  readonly unpackedSize: number;
}
/** The package in what `npm pack --json` prints: a list of packages up to npm 11, an object of packages after it. */
function packageOf(output: unknown): Packed {
  const [packed] = Object.values(output as Record<string, Packed>);
  assert(packed !== undefined);
  return packed;
}
