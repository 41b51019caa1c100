// What the engine tells of an update, from its event log.
import { existsSync, readFileSync } from "node:fs";

export interface Step {
  /**
   * Such as `create`, `update`, `delete`, `same`, `create-replacement`, `replace`, `delete-replaced`, `read`; of a refresh
   * what it found: `refresh-same`, `refresh-update`, `refresh-delete`.
   */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  /** Properties whose change made the step. */
  readonly diffs: readonly string[];
  /** How far it came: `planned` is all that a preview has. */
  readonly outcome: "planned" | "done" | "failed";
}

export interface Diagnostic {
  readonly severity: "debug" | "info" | "info#err" | "warning" | "error";
  readonly urn: string;
  /** Without the colours. */
  readonly message: string;
}

export interface Events {
  /** In the order in which they began. */
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many resources had which step. */
  readonly summary: Readonly<Record<string, number>>;
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata; readonly planning?: boolean };
  /** Of a refresh it has what the refresh found: `same`, `update` or `delete`. */
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: {
    readonly severity: Diagnostic["severity"];
    readonly urn?: string;
    readonly message: string;
  };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
}

export function readEvents(file: string): Events {
  if (!existsSync(file)) return { steps: [], diagnostics: [], summary: {} };
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const events = lines.map((line) => JSON.parse(line) as EngineEvent);
  const outcomes = new Map<string, Step["outcome"]>();
  const refreshed = new Map<string, string>();
  for (const { resOutputsEvent, resOpFailedEvent } of events) {
    if (resOutputsEvent !== undefined) {
      outcomes.set(keyOf(resOutputsEvent.metadata), "done");
      refreshed.set(resOutputsEvent.metadata.urn, resOutputsEvent.metadata.op);
    }
    if (resOpFailedEvent !== undefined) outcomes.set(keyOf(resOpFailedEvent.metadata), "failed");
  }
  const opOf = ({ op, urn }: StepMetadata): string =>
    op === "refresh" ? `refresh-${refreshed.get(urn) ?? "unknown"}` : op;
  return {
    steps: events.flatMap(({ resourcePreEvent }) => {
      if (resourcePreEvent === undefined) return [];
      const { metadata } = resourcePreEvent;
      const { urn, type, diffs } = metadata;
      const op = opOf(metadata);
      const outcome =
        resourcePreEvent.planning === true ? "planned" : (outcomes.get(keyOf(metadata)) ?? "planned");
      return [{ op, urn, type, name: urn.split("::").slice(3).join("::"), diffs: diffs ?? [], outcome }];
    }),
    diagnostics: events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent === undefined
        ? []
        : [
            {
              severity: diagnosticEvent.severity,
              urn: diagnosticEvent.urn ?? "",
              message: diagnosticEvent.message.replace(/<\{%[^%]*%\}>/g, "").trim(),
            },
          ],
    ),
    summary:
      events.findLast(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent?.resourceChanges ?? {},
  };
}

const keyOf = ({ op, urn }: StepMetadata): string => `${op} ${urn}`;
