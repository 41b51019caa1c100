import type { RequestEvent } from "../../registry-client";
import type { PullAction, PullRequest } from "./pull/pull-result";

/** Keeps every request of a pull, and when what began. */
export class RequestLog {
  readonly requests: PullRequest[] = [];
  /** What the next requests belong to. */
  action: PullAction["id"] = "start";
  private readonly startedAt = performance.now();

  /** Milliseconds since the pull's beginning. */
  now(): number {
    return Math.round((performance.now() - this.startedAt) * 10) / 10;
  }

  /** Notes a request that begins, and returns what notes its end. */
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

  /** Notes a request that a client of a registry made. */
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
