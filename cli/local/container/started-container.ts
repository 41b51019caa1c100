/** A started container. */
export interface Container {
  readonly runtime: "docker" | "podman" | "process";
  /** How it was started, as text. */
  readonly how: string;
  /** Its local port. */
  readonly port: number;
  /** Whether it has ended, and how; `undefined` while it runs. */
  ended(): string | undefined;
  /** The last lines of its standard output and error. */
  lastLines(): string;
  /** Stops it with all its processes. */
  stop(): Promise<void>;
}

const LINES = 10;
const LINE_LENGTH = 300;

/** The last output of a process. */
export class OutputTail {
  private text = "";

  add(chunk: Buffer): void {
    this.text = (this.text + chunk.toString("utf8")).slice(-LINES * LINE_LENGTH);
  }

  /** The last lines, one below the other. */
  toString(): string {
    return this.text.trim().split("\n").slice(-LINES).join("\n");
  }
}
