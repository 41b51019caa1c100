import * as http from "node:http";
import type { Container } from "./started-container";

/** An HTTP response. */
export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** SageMaker's timeout of `/ping`. */
export const PING_TIMEOUT_MS = 2_000;
/**
 * SageMaker's timeout of `/invocations`.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export const INVOCATION_TIMEOUT_MS = 60_000;
/** SageMaker's limit of a response's body. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
const ANSWER_LIMIT = 6 * 1024 * 1024;
const PAUSE_MS = 50;
const NOTHING_LISTENS = "nothing listens";

/** An HTTP request to a path. */
export interface HttpRequest {
  readonly path: string;
  readonly timeoutMs: number;
  readonly body?: Buffer;
  readonly contentType?: string;
}

/** Sends a request to a server on this machine. Throws Node's errors, and errors for exceeded limits. */
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
            request.destroy(new Error(`the response has more than ${ANSWER_LIMIT} bytes`));
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
      () => request.destroy(new Error(`no response within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end(body);
  });
}

/** The result of the health check of a container. */
export type Health =
  { readonly isHealthy: true; readonly ms: number } | { readonly isHealthy: false; readonly seen: string };

/** Requests `/ping` until it returns 200, the container ends, or the timeout. */
export async function waitUntilWell(
  container: Pick<Container, "port" | "ended">,
  limitMs: number,
): Promise<Health> {
  const startedAt = performance.now();
  let latest: string | undefined;
  for (let left = limitMs; left > 0; left = limitMs - (performance.now() - startedAt)) {
    const ended = container.ended();
    if (ended !== undefined) return { isHealthy: false, seen: `it ${ended}` };
    const timeoutMs = Math.min(PING_TIMEOUT_MS, Math.ceil(left));
    try {
      const { status } = await ask(container.port, { path: "/ping", timeoutMs });
      // Another process may have responded, where the container failed to listen.
      if (status === 200 && container.ended() === undefined) {
        return { isHealthy: true, ms: Math.round(performance.now() - startedAt) };
      }
      latest = `it answers ${status}`;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isCutShort = code === undefined && timeoutMs < PING_TIMEOUT_MS;
      // This result is less specific than an earlier response.
      if (!isCutShort || latest === undefined || latest === NOTHING_LISTENS) {
        latest = code === "ECONNREFUSED" ? NOTHING_LISTENS : message;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return {
    isHealthy: false,
    seen: `GET /ping did not return 200 within ${limitMs / 1000} s; last result: ${latest ?? NOTHING_LISTENS}`,
  };
}
