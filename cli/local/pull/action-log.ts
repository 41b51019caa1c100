import type { PullAction } from "./pull-result";
import type { RequestLog } from "../request-log";

/** What an action found, or why it did not come to its end. */
export interface Found {
  readonly seen: string;
  readonly resource?: string | undefined;
  /** What to do so that the action is carried out, where something else took the place of its result. */
  readonly skipped?: { readonly remedy: string };
}

/** An action failed; its message says what was seen. */
export class ActionFailure extends Error {
  override readonly name = "ActionFailure";

  constructor(
    seen: string,
    readonly remedy: string,
    /** The logical name of the resource that it is about. */
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
    /** What to do so that it is carried out; absent where nothing is missing. */
    readonly remedy?: string,
  ) {
    super(reason);
  }
}

/** Does one thing after the other, and keeps what came of each; what follows a failure is not done. */
export class Actions {
  readonly done: PullAction[] = [];
  /** The image that things are done for, and what it is to run on. */
  subject: Pick<PullAction, "image" | "platform"> = { image: "", platform: "" };

  constructor(
    private readonly log: RequestLog,
    private readonly progress: (message: string) => void,
  ) {}

  get hasFailed(): boolean {
    return this.done.some(({ status }) => status === "failed");
  }

  /** Does something; what it throws fails the action. Returns `undefined` where it failed or was left out. */
  async run<T>(
    id: PullAction["id"],
    title: string,
    resource: string | undefined,
    act: () => Promise<{ readonly found: Found; readonly value: T }>,
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
      else end("failed", seen, resource, "Put right what is said there, and rehearse again");
      return undefined;
    }
  }
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
