import type { PullAction } from "./pull-result";
import type { RequestLog } from "../request-log";

/** What an action observed. */
export interface Observation {
  readonly seen: string;
  readonly resource?: string | undefined;
  /** Set where the result was mocked, with what to do so that the action runs. */
  readonly skipped?: { readonly remedy: string };
}

/** An action failed; its message is what was observed. */
export class ActionFailure extends Error {
  override readonly name = "ActionFailure";

  constructor(
    seen: string,
    readonly remedy: string,
    /** The logical name of the affected resource. */
    readonly resource?: string,
  ) {
    super(seen);
  }
}

/** An action is skipped, for a reason. */
export class ActionSkipped extends Error {
  override readonly name = "ActionSkipped";

  constructor(
    reason: string,
    /** What to do so that it runs; absent where nothing is missing. */
    readonly remedy?: string,
  ) {
    super(reason);
  }
}

/** Runs actions in sequence and records their results; stops after the first failure. */
export class ActionLog {
  readonly done: PullAction[] = [];
  /** The image and platform of the next actions. */
  subject: Pick<PullAction, "image" | "platform"> = { image: "", platform: "" };

  constructor(
    private readonly log: RequestLog,
    private readonly progress: (message: string) => void,
  ) {}

  get hasFailed(): boolean {
    return this.done.some(({ status }) => status === "failed");
  }

  /** Runs an action; an exception fails it. Returns `undefined` where it failed or was skipped. */
  async run<T>(
    id: PullAction["id"],
    title: string,
    resource: string | undefined,
    act: () => Promise<{ readonly found: Observation; readonly value: T }>,
  ): Promise<T | undefined> {
    if (this.hasFailed) return undefined;
    this.log.action = id;
    this.progress(title);
    const startMs = this.log.now();
    const end = (
      status: PullAction["status"],
      seen: string,
      about: string | undefined,
      remedy: string | undefined,
    ): void => {
      this.done.push({
        id,
        ...this.subject,
        title,
        status,
        seen: sentence(seen),
        ...(remedy === undefined ? {} : { remedy: sentence(remedy) }),
        ...(about === undefined ? {} : { resource: about }),
        startMs,
        ms: Math.round((this.log.now() - startMs) * 10) / 10,
      });
    };
    try {
      const { found, value } = await act();
      const { seen, skipped } = found;
      end(skipped === undefined ? "passed" : "skipped", seen, found.resource ?? resource, skipped?.remedy);
      return value;
    } catch (error) {
      const seen = error instanceof Error ? error.message : String(error);
      if (error instanceof ActionSkipped) end("skipped", seen, resource, error.remedy);
      else if (error instanceof ActionFailure) end("failed", seen, error.resource ?? resource, error.remedy);
      else end("failed", seen, resource, "Fix the error, and rehearse again");
      return undefined;
    }
  }
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
