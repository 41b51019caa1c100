/** Runs at most so many actions at once; the others wait in their order. */
export class Limit {
  private running = 0;
  private readonly waiting: Array<() => void> = [];

  /** `maximum` is a whole number from 1 on; throws `RangeError` otherwise. */
  constructor(private readonly maximum: number) {
    if (!Number.isInteger(maximum) || maximum < 1) {
      throw new RangeError(
        `The number of actions at once is ${maximum}, allowed are whole numbers from 1 on`,
      );
    }
  }

  async run<T>(action: () => Promise<T>): Promise<T> {
    if (this.running >= this.maximum) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await action();
    } finally {
      const next = this.waiting.shift();
      // The place is handed on: `running` stays.
      if (next) next();
      else this.running -= 1;
    }
  }
}
