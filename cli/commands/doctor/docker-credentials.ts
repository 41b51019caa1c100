import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { ProblemError, TimeoutError } from "../../../preflight";
import type { Credentials } from "../../../registry-client";

/** Credentials with their origin. */
export interface FoundCredentials {
  readonly credentials: Credentials;
  /** The file, or the credential helper. */
  readonly source: string;
}

/** The environment of Docker's configuration and helpers. */
export type DockerEnvironment = Readonly<Record<string, string | undefined>>;

const HUB = "docker.io";
/** As `docker login` writes Docker Hub. */
const HUB_KEY = "https://index.docker.io/v1/";
const HUB_HOSTS: ReadonlySet<string> = new Set(["index.docker.io", "docker.io", "registry-1.docker.io"]);
const HELPER_TIMEOUT_MS = 30_000;
const HELPER_ANSWER_LIMIT = 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The credentials of Docker's configuration for a repository: of the helper for its registry, of the helper for all, or
 * of the file itself; `undefined` when there are none. Of several keys the one with the longest path counts, as Podman and
 * Kubernetes write credentials for a part of a registry (`quay.io/team`). Throws `ProblemError`, which contains no secret.
 *
 * Source: https://docs.docker.com/reference/cli/docker/login/#credential-stores and #credential-helpers,
 * https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 * @param repository `registry/repository`, or the registry alone
 * @param helperTimeoutMs how long a helper may take, in milliseconds; 30,000 by default
 */
export async function dockerCredentials(
  repository: string,
  environment: DockerEnvironment,
  helperTimeoutMs = HELPER_TIMEOUT_MS,
): Promise<FoundCredentials | undefined> {
  const folder = environment["DOCKER_CONFIG"] || join(environment["HOME"] || homedir(), ".docker");
  const file = join(folder, "config.json");
  const config = await read(file);
  const registry = repository.replace(/\/.*$/, "");
  const server = registry === HUB ? HUB_KEY : registry;
  const helpers = fieldsOf(config["credHelpers"]);
  const own = helpers[longestKey(Object.keys(helpers), repository) ?? ""];
  const helper = typeof own === "string" ? own : config["credsStore"];
  if (typeof helper === "string" && helper !== "") {
    const credentials = await askHelper(helper, server, environment, helperTimeoutMs);
    if (credentials) return { credentials, source: commandOf(helper) };
  }
  const credentials = fromFile(fieldsOf(config["auths"]), repository, server, file);
  return credentials && { credentials, source: file };
}

/** The key with the longest path that a repository is in or equals; of equal ones, the one that Docker writes. */
function longestKey(keys: readonly string[], repository: string): string | undefined {
  const matching = keys.filter((key) => {
    const place = repositoryOf(key);
    return repository === place || repository.startsWith(`${place}/`);
  });
  const isUrl = (key: string) => /^https?:\/\//.test(key);
  const rank = (key: string) => (key === HUB_KEY ? 0 : isUrl(key) ? 2 : 1);
  const [longest] = matching.sort(
    (a, b) => repositoryOf(b).length - repositoryOf(a).length || rank(a) - rank(b),
  );
  return longest;
}

// Older tools wrote URLs, with the version of the API.
function repositoryOf(key: string): string {
  const path = key.replace(/^https?:\/\//, "").replace(/(?:\/v[12])?\/*$/, "");
  const [host = "", ...more] = path.split("/");
  return [HUB_HOSTS.has(host) ? HUB : host, ...more].join("/");
}

async function read(file: string): Promise<Fields> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new ProblemError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
      "Make it readable, or pass --username and --password-stdin",
    );
  }
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw new ProblemError(`${file} is not valid JSON`, "Fix it, or pass --username and --password-stdin");
  }
}

function fromFile(auths: Fields, repository: string, server: string, file: string): Credentials | undefined {
  const key = longestKey(Object.keys(auths), repository);
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
      `Run \`docker login ${server}\` again`,
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
  timeoutMs: number,
): Promise<Credentials | undefined> {
  const command = commandOf(helper);
  const remedy = `Check \`echo ${server} | ${command} get\`, or pass --username and --password-stdin`;
  if (!/^[\w.-]+$/.test(helper)) {
    throw new ProblemError("Docker's configuration names a credential helper that is no name", remedy);
  }
  const { status, output } = await run(command, server, environment, timeoutMs).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    const what =
      code === "ENOENT"
        ? "is not on the PATH"
        : code === "ETIMEDOUT"
          ? `did not answer within ${timeoutMs / 1000} s`
          : "failed";
    throw new ProblemError(`${command}, which Docker's configuration names, ${what}`, remedy);
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

function commandOf(helper: string): string {
  return `docker-credential-${helper}`;
}

function run(
  command: string,
  input: string,
  environment: DockerEnvironment,
  timeoutMs: number,
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, ["get"], { env: { ...environment }, stdio: ["pipe", "pipe", "ignore"] });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      output += text;
      if (output.length > HELPER_ANSWER_LIMIT) child.kill("SIGKILL");
    });
    const timer = setTimeout(() => {
      reject(new TimeoutError(`no answer within ${timeoutMs} ms`));
      child.kill("SIGKILL");
      // What the helper has started may hold the other end open.
      child.stdout.destroy();
    }, timeoutMs);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve({ status, output });
    });
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
