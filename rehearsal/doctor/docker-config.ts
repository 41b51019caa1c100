import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ProblemError } from "../../preflight";
import type { Credentials } from "../../registry-client";

/** Where Docker's configuration and its helpers are found. */
export type DockerEnvironment = Readonly<Record<string, string | undefined>>;

const HUB = "docker.io";
/** As `docker login` writes Docker Hub. */
const HUB_KEY = "https://index.docker.io/v1/";
const HUB_NAMES = [HUB_KEY, "index.docker.io", "docker.io", "registry-1.docker.io"];
const HELPER_TIMEOUT_MS = 30_000;
const HELPER_ANSWER_LIMIT = 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The credentials that Docker would use for a registry: of the helper for it, of the helper for all, or out of the file
 * itself; `undefined` when there are none. Throws `ProblemError`, which holds no secret.
 *
 * Source: https://docs.docker.com/reference/cli/docker/login/#credential-stores and #credential-helpers
 */
export async function dockerCredentials(
  registry: string,
  environment: DockerEnvironment,
): Promise<Credentials | undefined> {
  const folder = environment["DOCKER_CONFIG"] || join(environment["HOME"] || homedir(), ".docker");
  const file = join(folder, "config.json");
  const config = await read(file);
  const names = registry === HUB ? HUB_NAMES : [registry];
  const helpers = fieldsOf(config["credHelpers"]);
  const own = names.map((name) => helpers[name]).find((helper) => typeof helper === "string");
  const helper = own ?? config["credsStore"];
  const fromHelper =
    typeof helper === "string" && helper !== ""
      ? await askHelper(helper, names[0] ?? registry, environment)
      : undefined;
  return fromHelper ?? fromFile(fieldsOf(config["auths"]), names, file);
}

async function read(file: string): Promise<Fields> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new ProblemError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
      "Make it readable, or give --username and --password-stdin",
    );
  }
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw new ProblemError(`${file} is no JSON`, "Repair it, or give --username and --password-stdin");
  }
}

function fromFile(auths: Fields, names: readonly string[], file: string): Credentials | undefined {
  // Older tools wrote URLs.
  const hostOf = (key: string) => key.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  const key =
    names.find((name) => auths[name] !== undefined) ??
    Object.keys(auths).find((candidate) => names.includes(hostOf(candidate)));
  const entry = fieldsOf(key === undefined ? undefined : auths[key]);
  const { auth, identitytoken: token, username, password } = entry;
  if (typeof token === "string" && token !== "") return { identityToken: token };
  if (typeof auth === "string" && auth !== "") {
    const decoded = Buffer.from(auth, "base64").toString("utf8");
    const colon = decoded.indexOf(":");
    if (colon > 0) {
      return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, "") };
    }
    throw new ProblemError(
      `The entry ${JSON.stringify(key)} of ${file} has an "auth" that is not a user and a password`,
      `Run \`docker login ${names[0] ?? ""}\` again`,
    );
  }
  return typeof username === "string" && typeof password === "string" && username !== ""
    ? { username, password }
    : undefined;
}

/** Source: https://github.com/docker/docker-credential-helpers (Development): the server on standard input, JSON back. */
async function askHelper(
  helper: string,
  server: string,
  environment: DockerEnvironment,
): Promise<Credentials | undefined> {
  const command = `docker-credential-${helper}`;
  const remedy = `Check \`echo ${server} | ${command} get\`, or give --username and --password-stdin`;
  if (!/^[\w.-]+$/.test(helper)) {
    throw new ProblemError("Docker's configuration names a credential helper that is no name", remedy);
  }
  const { status, output } = await run(command, server, environment).catch((error: unknown) => {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "is not on the PATH" : "failed";
    throw new ProblemError(`${command}, which Docker's configuration names, ${reason}`, remedy);
  });
  if (status !== 0) {
    if (/credentials not found/i.test(output)) return undefined;
    throw new ProblemError(
      `${command} get ended with ${status === null ? "a signal" : `status ${status}`}`,
      remedy,
    );
  }
  const { Username, Secret } = parse(output);
  if (typeof Username !== "string" || typeof Secret !== "string") {
    throw new ProblemError(`${command} get did not answer with "Username" and "Secret"`, remedy);
  }
  if (Secret === "") return undefined;
  return Username === "<token>" ? { identityToken: Secret } : { username: Username, password: Secret };
}

function run(
  command: string,
  input: string,
  environment: DockerEnvironment,
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ["get"], {
      env: { ...environment },
      stdio: ["pipe", "pipe", "ignore"],
      timeout: HELPER_TIMEOUT_MS,
      killSignal: "SIGKILL",
    });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      output += text;
      if (output.length > HELPER_ANSWER_LIMIT) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output }));
    // A helper that ends without reading is judged by how it ends.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

function parse(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
