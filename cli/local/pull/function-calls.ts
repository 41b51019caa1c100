import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CheckId, type PreflightReport } from "../../../preflight";
import {
  formatReference,
  parsePlatform,
  proxyFor,
  RegistryClient,
  type Platform,
  type ProxyEnvironment,
} from "../../../registry-client";
import { bytes, count } from "../../report/text-format";
import { ActionFailure, type Found } from "./action-log";
import { FunctionFailure } from "../lambda/functions";
import type { PlannedPull, PlannedPublication } from "./planned-images";
import type { PlannedFunction } from "../lambda/planned-function";
import { pullImage, type ImageFiles } from "./pull-image";
import type { Scene } from "./environment";

/** What an action comes back with. */
export interface Step<T> {
  readonly found: Found;
  readonly value: T;
}

/** What the function that publishes images answers. */
interface Published {
  readonly digest: string;
  readonly size: number;
  readonly blobs: { readonly uploaded: number; readonly present: number };
}

/** Calls the function that publishes the image, with the plan's event. */
export async function publish(
  { functions }: Scene,
  { function: planned, event, resource }: PlannedPublication,
): Promise<Step<string>> {
  try {
    const { digest, size, blobs } = JSON.parse(await functions.invoke(planned, event)) as Published;
    return {
      found: {
        seen: `The function ${planned.name} put ${blobs.uploaded} blobs, ${bytes(size)}, and the manifest ${short(digest)} into ${planned.environment["REGISTRY"] ?? "the registry"}`,
      },
      value: digest,
    };
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    const { seen, remedy } = divided(error.message);
    throw new ActionFailure(`The function ${planned.name} failed: ${seen}`, remedy, resource.name);
  }
}

/** A user and a password, as the function answers SageMaker. */
export interface AnsweredCredentials {
  readonly username: string;
  readonly password: string;
}

/** The user and password in a function's answer, if SageMaker can read them there. */
export function credentialsIn(answer: string): AnsweredCredentials | undefined {
  const { Credentials } = (JSON.parse(answer) ?? {}) as { Credentials?: Record<string, unknown> };
  const { Username: username, Password: password } = Credentials ?? {};
  return typeof username === "string" && typeof password === "string" ? { username, password } : undefined;
}

/** Asks the credentials function as SageMaker does. */
export async function askForCredentials(
  { functions }: Scene,
  planned: PlannedFunction,
): Promise<Step<AnsweredCredentials>> {
  try {
    const value = credentialsIn(await functions.invoke(planned, {}));
    if (value === undefined) {
      throw new ActionFailure(
        `The function ${planned.name} answered without "Credentials" with a "Username" and a "Password"`,
        `Have it answer exactly {"Credentials":{"Username":"…","Password":"…"}}`,
      );
    }
    return {
      found: {
        seen: `The function ${planned.name} answered with a user and a password, as SageMaker reads them`,
      },
      value,
    };
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    throw new ActionFailure(
      `The function ${planned.name} failed: ${error.message}`,
      "SECRET_ARN" in planned.environment
        ? "Give its secret a JSON object with the keys that the function reads, each with a text"
        : "Fix what it says, and rehearse again",
    );
  }
}

/** Calls the function that checks the pull. */
export async function check(
  { functions }: Scene,
  planned: PlannedFunction,
  event: object,
  resourceOf: (id: CheckId) => string | undefined,
  onReport: (report: PreflightReport) => void,
): Promise<Step<PreflightReport>> {
  let report: PreflightReport;
  try {
    report = JSON.parse(await functions.invoke(planned, event)) as PreflightReport;
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    throw new ActionFailure(
      `The function ${planned.name} failed: ${error.message}`,
      "Put right what it says",
    );
  }
  onReport(report);
  const of = (status: string) => report.checks.filter((each) => each.status === status);
  const failed = of("failed");
  const [first] = failed;
  if (first !== undefined) {
    throw new ActionFailure(
      failed.map(({ id, seen }) => `${id}: ${seen}`).join(" "),
      [...new Set(failed.flatMap(({ remedy }) => remedy ?? []))].join(" "),
      resourceOf(first.id),
    );
  }
  const warned = of("warned");
  return {
    found: {
      seen:
        `The function ${planned.name} made ${of("passed").length + warned.length} checks: ` +
        (warned.length === 0
          ? "all hold"
          : `none failed, and ${warned.map(({ id, seen }) => `${id} warns: ${seen}`).join(" ")}`),
    },
    value: report,
  };
}

/** Pulls the image by its digest, with the credentials that the function answered with. */
export async function pull(
  { log, host, trusted }: Scene,
  planned: PlannedPull,
  digest: string,
  credentials: AnsweredCredentials | undefined,
  folder: string | undefined,
): Promise<Step<ImageFiles>> {
  const { address, reference, platform } = planned;
  const route = host?.routes.find(({ host: name, port }) => name === address.host && port === address.port);
  const client = new RegistryClient({
    registry: route === undefined ? address.registry : `${address.host}:${route.to}`,
    ...(credentials === undefined ? {} : { credentials }),
    ca: trusted,
    ...(route === undefined
      ? { onRequest: (event) => log.add(event) }
      : {
          environment: {},
          allowLoopbackRedirects: true,
          lookup: (_name, options, done) =>
            options.all === true
              ? done(null, [{ address: "127.0.0.1", family: 4 }])
              : done(null, "127.0.0.1", 4),
        }),
  });
  const name = `${address.registry}/${reference.repository}@${digest}`;
  try {
    const { repository } = reference;
    const files = await pullImage({ client, repository, digest, platform: parsed(platform), folder });
    return {
      found: {
        seen:
          `${formatReference({ ...reference, tag: undefined, digest })} came whole: ${count(files.image.layers, "layer")}, ` +
          `${bytes(files.image.sizeInBytes)}, every digest as it must be${route === undefined ? throughProxy(address.registry) : ""}`,
      },
      value: files,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ActionFailure(
      // The port of this machine says nothing to the reader.
      route === undefined ? message : message.replaceAll(`${address.host}:${route.to}`, address.registry),
      `See to it that ${name} is whole in the registry, and that the user of the credentials may read it`,
    );
  } finally {
    client.close();
  }
}

/** Says of a pull that a proxy of this machine was in between, if there is one. */
export function throughProxy(registry: string, environment: ProxyEnvironment = process.env): string {
  const proxy = proxyFor(new URL(`https://${registry}/`), environment);
  return proxy === undefined
    ? ""
    : `. It went through the proxy ${proxy.host} of this machine, which SageMaker does not use: this is not SageMaker's pull`;
}

/** The package's own function that checks pulls, as a plan without one would have it. */
export function ownPreflight(
  { address, credentialsProviderArn }: PlannedPull,
  region: string,
): PlannedFunction {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return {
    name: "preflight",
    physicalName: "preflight",
    arn: "preflight",
    region,
    language: "nodejs",
    code: join(folder, "dist", "lambda", "preflight", "index.js"),
    handler: "index.handler",
    environment: {
      REGISTRY: address.registry,
      ...(credentialsProviderArn === undefined ? {} : { CREDENTIALS_PROVIDER_ARN: credentialsProviderArn }),
    },
    timeoutInSeconds: 60,
  };
}

/** Reads a platform as plans write it. */
export function parsed(platform: string): Platform {
  return parsePlatform(platform) ?? { os: "linux", architecture: "amd64" };
}

/** A message of a function that says what to do in its last sentences. */
function divided(message: string): { readonly seen: string; readonly remedy: string } {
  const [first = message, ...rest] = message.split(/(?<=[.!?])\s+(?=[A-Z])/);
  const remedy = rest.join(" ");
  return { seen: first, remedy: remedy === "" ? "Put right what it says, and rehearse again" : remedy };
}

function short(digest: string): string {
  return `${digest.slice(0, 19)}…`;
}
