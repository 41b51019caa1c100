import type { RegistryUser } from "../../components/registry-host/htpasswd";
import type { LoadResult, LoadSettings } from "./load-process";
import { startProcess } from "./network";

/** Processes that send requests at the same time: a single one is slower than the servers. */
const GENERATORS = 2;

/** Sends requests from several processes at once; their connections are divided among them. */
export async function load(settings: LoadSettings): Promise<LoadResult> {
  const share = { ...settings, connections: Math.ceil(settings.connections / GENERATORS) };
  const results = await Promise.all(Array.from({ length: GENERATORS }, () => loadInProcess(share)));
  const sum = (key: keyof LoadResult): number => results.reduce((total, result) => total + result[key], 0);
  return {
    responses: sum("responses"),
    otherStatuses: sum("otherStatuses"),
    bytes: sum("bytes"),
    ms: Math.max(...results.map(({ ms }) => ms)),
    cpuMs: sum("cpuMs"),
  };
}

function loadInProcess(settings: LoadSettings): Promise<LoadResult> {
  const child = startProcess("load-process.ts");
  return new Promise<LoadResult>((resolve, reject) => {
    child.once("message", (result: LoadResult) => resolve(result));
    child.once("exit", (code) => reject(new Error(`A load generator ended with status ${code}`)));
    child.send(settings);
  }).finally(() => child.kill());
}

/** A request of HTTP/1.1 as text, with the credentials of a user. */
export function requestText(path: string, accept: string, user: RegistryUser): string {
  const credentials = Buffer.from(`${user.username}:${user.password}`).toString("base64");
  return [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    `Accept: ${accept}`,
    `Authorization: Basic ${credentials}`,
    "",
    "",
  ].join("\r\n");
}
