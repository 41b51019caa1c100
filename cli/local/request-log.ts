import type { RequestEvent } from "../../registry-client";
import type { PullAction, PullRequest } from "./pull/pull-result";

/** Records every request of a pull with its start. */
export class RequestLog {
  readonly requests: PullRequest[] = [];
  /** The action of the next requests. */
  action: PullAction["id"] = "start";
  private readonly startedAt = performance.now();

  /** Milliseconds since the start of the pull. */
  now(): number {
    return Math.round((performance.now() - this.startedAt) * 10) / 10;
  }

  /** Records a request, and returns a function that records its end. */
  begin(method: string, url: string): (status: number | undefined, bytes: number) => void {
    const { action } = this;
    const startMs = this.now();
    const index = this.requests.push({ action, method, url, bytes: 0, startMs, ms: 0 }) - 1;
    return (status, bytes) => {
      const ms = Math.round((this.now() - startMs) * 10) / 10;
      this.requests[index] = {
        action,
        method,
        url,
        ...(status === undefined ? {} : { status }),
        bytes,
        startMs,
        ms,
      };
    };
  }

  /** Records a request of a registry client. */
  add({ method, url, status, sentBytes, receivedBytes, ms }: RequestEvent): void {
    this.requests.push({
      action: this.action,
      method,
      url,
      ...(status === undefined ? {} : { status }),
      bytes: sentBytes + receivedBytes,
      startMs: Math.max(0, Math.round((this.now() - ms) * 10) / 10),
      ms: Math.round(ms * 10) / 10,
    });
  }
}
