import { runInThisContext } from "node:vm";

const EVENT = "unhandledRejection";

/** What fails in a program that nobody awaits, such as an `apply` that throws. */
export interface Failures {
  readonly first: unknown;
  /** Rejects at the first failure. */
  readonly any: Promise<never>;
  add(error: unknown): void;
  stop(): void;
}

/**
 * The process that emits unhandled rejections. Jest runs tests in a context of its own, whose `process` is a copy that emits
 * none, and listens to the main context's.
 */
function realProcess(): NodeJS.Process {
  return runInThisContext("process") as NodeJS.Process;
}

/** Takes failures that nobody awaits from the process while a program runs, and from whoever listens to it. */
export function collectFailures(): Failures {
  const emitter = realProcess();
  const others = emitter.listeners(EVENT);
  let fail: (error: unknown) => void = () => undefined;
  const any = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  any.catch(() => undefined);
  const collected = {
    first: undefined as unknown,
    any,
    add(error: unknown) {
      collected.first ??= error;
      fail(error);
    },
    stop() {
      emitter.off(EVENT, collected.add);
      for (const listener of others) emitter.on(EVENT, listener);
    },
  };
  emitter.removeAllListeners(EVENT);
  emitter.on(EVENT, collected.add);
  return collected;
}
