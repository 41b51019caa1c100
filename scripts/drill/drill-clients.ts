import { setTimeout as pause } from "node:timers/promises";
import {
  ContentError,
  copyImage,
  Limit,
  parseManifest,
  RegistryClient,
  type RequestEvent,
  ResponseError,
} from "../../registry-client";
import type { RegistryUser } from "../../components/registry-host/htpasswd";
import { TestImage } from "../../tests/registry-client/images";
import { isFailedRequest, type Operation, type Outcome } from "./drill-counts";
import type { DrillImages, PushedImage } from "./drill-images";

/** How a client reaches one of the registry's listeners. */
export interface Access {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly certificateAuthority: string;
  readonly user: RegistryUser;
}

/** Layers that Docker fetches at the same time. */
const LAYERS_AT_ONCE = 3;
/** How long a client that gave up waits until it is started again, and for how long it is. */
const REPEAT_PAUSE_MS = 1_000;
const REPEAT_FOR_MS = 60_000;
const LAYERS = 2;
const LAYER_BYTES = 200_000;
/** Every so many pushes the client ends in the middle. */
const ABANDONED_EVERY = 3;
const PUSH_PAUSE_MS = 1_000;

/**
 * Pulls an image as Docker does, with a new connection: manifest by tag, configuration, layers, every digest checked. A pull that
 * the client gives up is started again for a minute.
 */
export async function pull(access: Access, pulled: PushedImage): Promise<Operation> {
  const isAcknowledged = pulled.state === "acknowledged";
  return repeating(async (onRequest) => {
    const client = clientFor(access, onRequest);
    try {
      const outcome = await pullOnce(client, pulled);
      return outcome === "invisible" && isAcknowledged ? "missing" : outcome;
    } finally {
      client.close();
    }
  });
}

async function pullOnce(client: RegistryClient, { repository, tag, image }: PushedImage): Promise<Outcome> {
  const manifest = await unlessMissing(client.manifest(repository, tag));
  if (manifest === undefined) return "invisible";
  if (manifest.digest !== image.content.digest) return "wrong bytes";
  const parsed = parseManifest(manifest.bytes, manifest.mediaType, tag);
  if (parsed.kind !== "image") throw new Error(`${repository}:${tag} is an index`);
  const limit = new Limit(LAYERS_AT_ONCE);
  const blobs = await Promise.all(
    [parsed.config, ...parsed.layers].map((descriptor) =>
      limit.run(() => unlessMissing(readAll(client.blob(repository, descriptor)))),
    ),
  );
  return blobs.includes(undefined) ? "half visible" : "complete";
}

async function readAll(chunks: AsyncIterable<Buffer>): Promise<number> {
  let length = 0;
  for await (const chunk of chunks) length += chunk.length;
  return length;
}

async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ResponseError && error.status === 404) return undefined;
    throw error;
  }
}

/** Pulls one image after the other until `isOver`, with random pauses. */
export async function pullUntil(
  isOver: () => boolean,
  longestPauseSeconds: number,
  access: Access,
  images: DrillImages,
  operations: Operation[],
): Promise<void> {
  while (!isOver()) {
    const chosen = images.choose();
    if (chosen !== undefined) operations.push(await pull(access, chosen));
    await pause(Math.random() * longestPauseSeconds * 1000);
  }
}

/** Pushes one new image after the other until `isOver`; some of them the client abandons in the middle. */
export async function pushUntil(
  isOver: () => boolean,
  access: Access,
  name: string,
  images: DrillImages,
  operations: Operation[],
): Promise<void> {
  for (let number = 1; !isOver(); number++) {
    const pushed = images.add(`ml/${name}`, `v${number}`, newImage());
    const abandonAfterMs = number % ABANDONED_EVERY === 0 ? 20 + Math.random() * 200 : undefined;
    operations.push(await push(access, pushed, abandonAfterMs));
    await pause(PUSH_PAUSE_MS);
  }
}

export function newImage(): TestImage {
  return new TestImage({ layers: LAYERS, layerSize: LAYER_BYTES });
}

/** Pushes an image. A push that the client gives up is started again for a minute. */
export async function push(access: Access, pushed: PushedImage, abandonAfterMs?: number): Promise<Operation> {
  const { repository, tag, image } = pushed;
  const operation = await repeating(async (onRequest) => {
    const client = clientFor(access, onRequest);
    const abandon = new AbortController();
    const timer =
      abandonAfterMs === undefined
        ? undefined
        : setTimeout(() => abandon.abort(new Error("abandoned")), abandonAfterMs);
    try {
      const options = { format: "preserve", signal: abandon.signal } as const;
      await copyImage(image, { client, repository, tag }, options);
      return "complete";
    } catch (error) {
      if (abandon.signal.aborted) return "abandoned";
      throw error;
    } finally {
      clearTimeout(timer);
      client.close();
    }
  });
  pushed.state =
    operation.outcome === "complete"
      ? "acknowledged"
      : operation.outcome === "abandoned"
        ? "abandoned"
        : "given up";
  return operation;
}

function clientFor(access: Access, onRequest: (event: RequestEvent) => void): RegistryClient {
  return new RegistryClient({
    registry: access.host,
    ca: access.certificateAuthority,
    credentials: access.user,
    environment: {},
    onRequest,
  });
}

async function repeating(
  action: (onRequest: (event: RequestEvent) => void) => Promise<Outcome>,
): Promise<Operation> {
  const started = performance.now();
  let failedRequests = 0;
  const onRequest = (event: RequestEvent): void => {
    if (event.error !== "aborted" && isFailedRequest(event)) failedRequests += 1;
  };
  for (let repeats = 0; ; repeats++) {
    const outcome = await action(onRequest).catch((error: unknown) => outcomeOf(error));
    const ms = performance.now() - started;
    if (outcome !== "given up" || ms > REPEAT_FOR_MS) return { outcome, ms, failedRequests, repeats };
    await pause(REPEAT_PAUSE_MS);
  }
}

function outcomeOf(error: unknown): Outcome {
  return error instanceof ContentError ? "wrong bytes" : "given up";
}
