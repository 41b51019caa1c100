import { AsyncLocalStorage } from "node:async_hooks";

/** Runs asynchronous tasks one after the other, in the order in which they come. */
export class Queue {
  readonly #running = new AsyncLocalStorage<{ ended: boolean }>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param nested the message where a task adds a task of its own, for which it would wait for ever */
  constructor(private readonly nested: string) {}

  /** @throws whatever the task throws */
  run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running.getStore()?.ended === false) return Promise.reject(new Error(this.nested));
    const state = { ended: false };
    const result = this.#last
      .then(() => this.#running.run(state, task))
      .finally(() => {
        // What a task leaves behind, such as a timer, may add tasks later.
        state.ended = true;
      });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
