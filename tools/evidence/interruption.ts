const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Ctrl-C and its like. Instead of ending the process they end what is under way, so that what was made can be taken away;
 * while that is done they end it, too.
 */
export class Interruption {
  private own = new AbortController();
  private children = new AbortController();
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    this.tell(`${signal}: stopping what is under way, which may take some minutes`);
    this.own.abort();
    // Ctrl-C reaches all that a terminal runs, and a second one makes Pulumi drop what it has begun.
    if (signal !== "SIGINT" || !this.hasTerminal) this.children.abort();
  };

  /**
   * @param tell is called with each signal
   * @param hasTerminal whether signals come by a terminal, which sends them to processes started here, too
   */
  constructor(
    private readonly tell: (message: string) => void,
    private readonly hasTerminal: boolean,
  ) {
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  /** Aborted when the user wants an end. */
  get signal(): AbortSignal {
    return this.own.signal;
  }

  /** Aborted when the user wants an end of which a process started here does not know. */
  get childSignal(): AbortSignal {
    return this.children.signal;
  }

  /** What is done from here on is ended by another signal alone. */
  renew(): void {
    this.own = new AbortController();
    this.children = new AbortController();
  }

  /** Leaves signals to others. */
  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
  }
}
