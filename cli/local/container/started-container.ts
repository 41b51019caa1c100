/** A started image that can be asked. */
export interface Container {
  readonly runtime: "docker" | "podman" | "process";
  /** How it was started, for people. */
  readonly how: string;
  /** The port of loopback that it is asked at. */
  readonly port: number;
  /** Whether it has ended, and how; `undefined` while it runs. */
  ended(): string | undefined;
  /** The last lines that it wrote to standard output and error. */
  lastLines(): string;
  /** Ends it with all that it started. */
  stop(): Promise<void>;
}

const LINES = 10;
const LINE_LENGTH = 300;

/** The end of what a process writes. */
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
