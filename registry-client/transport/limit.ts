/** Concurrency limit: runs at most `maximum` actions at once; the others wait in their order. */
export class Limit {
  private running = 0;
  private readonly waiting: Array<() => void> = [];

  /** Throws `RangeError` unless `maximum` is an integer of at least 1. */
  constructor(private readonly maximum: number) {
    if (!Number.isInteger(maximum) || maximum < 1) {
      throw new RangeError(`The concurrency limit is ${maximum}, but must be an integer of at least 1`);
    }
  }

  async run<T>(action: () => Promise<T>): Promise<T> {
    if (this.running >= this.maximum) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await action();
    } finally {
      const next = this.waiting.shift();
      // The next action takes over the slot: `running` stays.
      if (next) next();
      else this.running -= 1;
    }
  }
}
