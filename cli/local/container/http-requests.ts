import * as http from "node:http";
import type { Container } from "./started-container";

/** An answer over HTTP. */
export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** How long SageMaker waits for an answer of `/ping`. */
export const PING_TIMEOUT_MS = 2_000;
/**
 * How long SageMaker waits for an answer of `/invocations`.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export const INVOCATION_TIMEOUT_MS = 60_000;
/** What SageMaker takes as an answer's body. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const ANSWER_LIMIT = 6 * 1024 * 1024;
const PAUSE_MS = 50;
const NOTHING_LISTENS = "nothing listens";

/** What is asked at a path. */
export interface HttpRequest {
  readonly path: string;
  readonly timeoutMs: number;
  readonly body?: Buffer;
  readonly contentType?: string;
}

/** Asks a server of this machine. Throws Node's errors, and one that says what is over its limit. */
export function ask(
  port: number,
  { path, timeoutMs, body, contentType }: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: body === undefined ? "GET" : "POST",
        agent: false,
        headers: body === undefined ? {} : { "content-type": contentType, "content-length": body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > ANSWER_LIMIT)
            request.destroy(new Error(`the answer has more than ${ANSWER_LIMIT} bytes`));
          chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          clearTimeout(timer);
          const { statusCode: status = 0, headers } = response;
          resolve({ status, contentType: headers["content-type"] ?? "", body: Buffer.concat(chunks) });
        });
      },
    );
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end(body);
  });
}

/** What came of asking whether a container is well. */
export type Health =
  { readonly isWell: true; readonly ms: number } | { readonly isWell: false; readonly seen: string };

/** Asks `/ping` until it answers 200, the container ends, or the time is over. */
export async function waitUntilWell(
  container: Pick<Container, "port" | "ended">,
  limitMs: number,
): Promise<Health> {
  const startedAt = performance.now();
  let latest: string | undefined;
  for (let left = limitMs; left > 0; left = limitMs - (performance.now() - startedAt)) {
    const ended = container.ended();
    if (ended !== undefined) return { isWell: false, seen: `it ${ended}` };
    const timeoutMs = Math.min(PING_TIMEOUT_MS, Math.ceil(left));
    try {
      const { status } = await ask(container.port, { path: "/ping", timeoutMs });
      // Whoever answers may be another process where the container's own could not listen.
      if (status === 200 && container.ended() === undefined) {
        return { isWell: true, ms: Math.round(performance.now() - startedAt) };
      }
      latest = `it answers ${status}`;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isCutShort = code === undefined && timeoutMs < PING_TIMEOUT_MS;
      // It says nothing of a server that answered before, but that there is one.
      if (!isCutShort || latest === undefined || latest === NOTHING_LISTENS) {
        latest = code === "ECONNREFUSED" ? NOTHING_LISTENS : message;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return {
    isWell: false,
    seen: `GET /ping did not answer 200 within ${limitMs / 1000} s: at last, ${latest ?? NOTHING_LISTENS}`,
  };
}
