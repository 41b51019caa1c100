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
import { ActionFailure, type Observation } from "./action-log";
import { FunctionFailure } from "../lambda/functions";
import type { PlannedPull, PlannedPublication } from "./planned-images";
import type { PlannedFunction } from "../lambda/planned-function";
import { pullImage, type ImageFiles } from "./pull-image";
import type { PullSetup } from "./pull-setup";

/** The result of an action. */
export interface ActionResult<T> {
  readonly found: Observation;
  readonly value: T;
}

/** The response of the function that publishes images. */
interface Published {
  readonly digest: string;
  readonly size: number;
  readonly blobs: { readonly uploaded: number; readonly present: number };
}

/** Calls the function that publishes the image, with the plan's event. */
export async function publish(
  { functions }: PullSetup,
  { function: planned, event, resource }: PlannedPublication,
): Promise<ActionResult<string>> {
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
    const { seen, remedy } = splitMessage(error.message);
    throw new ActionFailure(`The function ${planned.name} failed: ${seen}`, remedy, resource.name);
  }
}

/** The user and password in the response of the credentials function. */
export interface FunctionCredentials {
  readonly username: string;
  readonly password: string;
}

/** The user and password in a function's response; `undefined` where SageMaker cannot read them. */
export function credentialsIn(answer: string): FunctionCredentials | undefined {
  const { Credentials } = (JSON.parse(answer) ?? {}) as { Credentials?: Record<string, unknown> };
  const { Username: username, Password: password } = Credentials ?? {};
  return typeof username === "string" && typeof password === "string" ? { username, password } : undefined;
}

/** Invokes the credentials function as SageMaker does. */
export async function requestCredentials(
  { functions }: PullSetup,
  planned: PlannedFunction,
): Promise<ActionResult<FunctionCredentials>> {
  try {
    const value = credentialsIn(await functions.invoke(planned, {}));
    if (value === undefined) {
      throw new ActionFailure(
        `The response of the function ${planned.name} has no "Credentials" with "Username" and "Password"`,
        `Return exactly {"Credentials":{"Username":"…","Password":"…"}}`,
      );
    }
    return {
      found: {
        seen: `The function ${planned.name} returned a user and a password in the form that SageMaker reads`,
      },
      value,
    };
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    throw new ActionFailure(
      `The function ${planned.name} failed: ${error.message}`,
      "SECRET_ARN" in planned.environment
        ? "Store a JSON object in its secret, with a string for each key that the function reads"
        : "Fix the error, and rehearse again",
    );
  }
}

/** Calls the function that checks the pull. */
export async function check(
  { functions }: PullSetup,
  planned: PlannedFunction,
  event: object,
  resourceOf: (id: CheckId) => string | undefined,
  onReport: (report: PreflightReport) => void,
): Promise<ActionResult<PreflightReport>> {
  let report: PreflightReport;
  try {
    report = JSON.parse(await functions.invoke(planned, event)) as PreflightReport;
  } catch (error) {
    if (!(error instanceof FunctionFailure)) throw error;
    throw new ActionFailure(
      `The function ${planned.name} failed: ${error.message}`,
      "Fix the error, and rehearse again",
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
        `The function ${planned.name} ran ${of("passed").length + warned.length} checks: ` +
        (warned.length === 0
          ? "all passed"
          : `none failed, and ${warned.map(({ id, seen }) => `${id} warns: ${seen}`).join(" ")}`),
    },
    value: report,
  };
}

/** Pulls the image by its digest, with the credentials that the function answered with. */
export async function pull(
  { log, host, trusted }: PullSetup,
  planned: PlannedPull,
  digest: string,
  credentials: FunctionCredentials | undefined,
  folder: string | undefined,
): Promise<ActionResult<ImageFiles>> {
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
          `${formatReference({ ...reference, tag: undefined, digest })}: complete, ${count(files.image.layers, "layer")}, ` +
          `${bytes(files.image.sizeInBytes)}, every digest matches${route === undefined ? throughProxy(address.registry) : ""}`,
      },
      value: files,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ActionFailure(
      // Errors name the registry of the plan, not the local port.
      route === undefined ? message : message.replaceAll(`${address.host}:${route.to}`, address.registry),
      `Check that ${name} is complete in the registry, and that the credentials' user can read it`,
    );
  } finally {
    client.close();
  }
}

/** Names the proxy of this machine that a pull uses; empty without one. */
export function throughProxy(registry: string, environment: ProxyEnvironment = process.env): string {
  const proxy = proxyFor(new URL(`https://${registry}/`), environment);
  return proxy === undefined
    ? ""
    : `. It used this machine's proxy ${proxy.host}; SageMaker uses none: this is not SageMaker's pull`;
}

/** The package's own preflight function, for a plan without one. */
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

/** Parses a platform of a plan. */
export function parsed(platform: string): Platform {
  return parsePlatform(platform) ?? { os: "linux", architecture: "amd64" };
}

/** Splits a function's message into what it observed and its last sentences, the remedy. */
function splitMessage(message: string): { readonly seen: string; readonly remedy: string } {
  const [first = message, ...rest] = message.split(/(?<=[.!?])\s+(?=[A-Z])/);
  const remedy = rest.join(" ");
  return { seen: first, remedy: remedy === "" ? "Fix the error, and rehearse again" : remedy };
}

function short(digest: string): string {
  return `${digest.slice(0, 19)}…`;
}
