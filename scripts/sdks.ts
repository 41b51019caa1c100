// Generates the SDKs of other languages from sdk/schema.json into sdk/<language>, with the CLI's own generators. Each language
// needs its host (`pulumi-language-…`) on PATH, as the CLI is distributed; those that are missing are named.
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { PYTHON_PACKAGE } from "./publication";

const root = join(__dirname, "..");
const SCHEMA = join(root, "sdk", "schema.json");

export const LANGUAGES = ["dotnet", "go", "java", "nodejs", "python"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What no generator writes: the dependencies of the Go module. */
const KEPT: Readonly<Partial<Record<Language, readonly string[]>>> = { go: ["go.mod", "go.sum"] };

/** The file in each SDK that says of which schema, and by which CLI, it was generated. */
export const MARK = "generated.json";

/** What the mark says. */
export interface Mark {
  readonly generator: string;
  readonly schema: string;
}

/** The digest of the schema as it is committed. */
export function schemaDigest(): string {
  return `sha256:${createHash("sha256").update(readFileSync(SCHEMA)).digest("hex")}`;
}

/** The folder of a committed SDK. */
export function sdkFolder(language: Language): string {
  return join(root, "sdk", language);
}

/** The CLI that generates, such as `pulumi v3.260.0`; undefined where none is on PATH. */
export function generator(): string | undefined {
  if (!isOnPath("pulumi")) return undefined;
  const version = execFileSync("pulumi", ["version"], { encoding: "utf8" }).trim();
  return `pulumi ${version === "" ? "(development build)" : version}`;
}

/** Whether the CLI can generate the SDK of a language here. */
export function canGenerate(language: Language): boolean {
  return isOnPath("pulumi") && isOnPath(`pulumi-language-${language}`);
}

/** Whether a command is on PATH. */
export function isOnPath(command: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, command)));
}

/** Generates an SDK into a new folder, and returns the folder. */
export async function generate(language: Language): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sdk-"));
  const logo = await serveLogo();
  try {
    // .NET's generator fetches the logo: it is served from here, as it may not be published yet.
    const schema = JSON.parse(readFileSync(SCHEMA, "utf8")) as Record<string, unknown>;
    const { port } = logo.address() as AddressInfo;
    const file = join(folder, "schema.json");
    writeFileSync(file, JSON.stringify({ ...schema, logoUrl: `http://127.0.0.1:${port}/logo.png` }));
    await promisify(execFile)("pulumi", [
      ...["package", "gen-sdk", file, "--language", language, "--out", join(folder, "out")],
      ...["--non-interactive", "--color", "never"],
    ]);
    rmSync(file);
    return settle(language, join(folder, "out", language));
  } finally {
    logo.close();
  }
}

/** Puts the mark beside the generated files, and makes them what the language's tools expect. */
function settle(language: Language, folder: string): string {
  const mark: Mark = { generator: generator() ?? "", schema: schemaDigest() };
  writeFileSync(join(folder, MARK), `${JSON.stringify(mark, undefined, 2)}\n`);
  // Files that the repository has of its own.
  for (const name of [".gitattributes", ".gitignore"]) rmSync(join(folder, name), { force: true });
  if (language === "python" && !existsSync(join(folder, PYTHON_PACKAGE)))
    throw new Error(`the SDK of Python does not have the module ${PYTHON_PACKAGE}`);
  return folder;
}

async function serveLogo(): Promise<Server> {
  const logo = readFileSync(join(root, "sdk", "logo.png"));
  const server = createServer((_request, response) => response.end(logo));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function main(): Promise<void> {
  for (const language of LANGUAGES) {
    if (!canGenerate(language)) {
      console.log(`${language}: skipped, because pulumi or pulumi-language-${language} is not on PATH`);
      continue;
    }
    const generated = await generate(language);
    const target = sdkFolder(language);
    const kept = KEPT[language] ?? [];
    if (existsSync(target)) {
      for (const name of readdirSync(target).filter((each) => !kept.includes(each)))
        rmSync(join(target, name), { recursive: true });
    }
    cpSync(generated, target, { recursive: true });
    rmSync(join(generated, "..", ".."), { recursive: true });
    console.log(`${language}: generated in sdk/${language}`);
  }
}

if (require.main === module) void main();
