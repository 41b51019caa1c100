import {
  type Check,
  CHECK_IDS,
  type CheckId,
  type CheckResult,
  type Outcome,
  problem,
  type Severity,
  type Status,
} from "./check";
import { CHECKS } from "./checks";
import { Context, type PreflightOptions } from "./context";
import { explain } from "./explain";
import { type Image, imageOf, type Manifest, manifestOf, sizeOf } from "./image";
import { summarize } from "./summary";

/** What came of all checks. */
export interface PreflightReport {
  /** Whether no check failed. */
  readonly passed: boolean;
  /** The image reference, as given. */
  readonly image: string;
  /** The digest to pin the image by: of the reference, or that its tag has now; absent when it could not be read. */
  readonly digest?: string;
  /** The media type of the manifest or index. */
  readonly mediaType?: string;
  /** Bytes that an instance pulls: configuration and layers, compressed. */
  readonly sizeInBytes?: number;
  readonly checks: readonly CheckResult[];
  /** What failed and what is warned of, with the remedies, on several lines. */
  readonly summary: string;
  /** How long it all took in milliseconds. */
  readonly ms: number;
}

interface Made {
  readonly result: CheckResult;
  /** Whether what depends on it cannot be looked at. */
  readonly blocks: boolean;
}

/**
 * Performs a pull as AWS documents it, and says what is in its way: every check as soon as those that it needs are done.
 *
 * Throws `InvalidReferenceError` when the image is no reference; never for what a check finds.
 */
export async function preflight(
  options: PreflightOptions,
  additionalChecks: readonly Check[] = [],
): Promise<PreflightReport> {
  const started = performance.now();
  const context = new Context(options);
  try {
    const checks = [...CHECKS, ...additionalChecks];
    const made = new Map<CheckId, Promise<Made>>();
    const make = (check: Check): Promise<Made> => {
      const known = made.get(check.id);
      if (known) return known;
      const needs = checks.filter(({ id }) => check.needs.includes(id));
      const promise = Promise.all(needs.map(make)).then((done) => runCheck(check, done, context));
      made.set(check.id, promise);
      return promise;
    };
    const all = await Promise.all(checks.map(make));
    const results = all
      .map(({ result }) => result)
      .sort((a, b) => CHECK_IDS.indexOf(a.id) - CHECK_IDS.indexOf(b.id));
    return {
      passed: results.every(({ status }) => status !== "failed"),
      image: options.image,
      ...(await foundImage(context, results)),
      checks: results,
      summary: summarize(options.image, results),
      ms: Math.round(performance.now() - started),
    };
  } finally {
    context.close();
  }
}

async function runCheck(check: Check, needs: readonly Made[], context: Context): Promise<Made> {
  const wanted = context.options.severities?.[check.id];
  const { id, title } = check;
  const skipped = { id, title, status: "skipped", severity: wanted ?? check.severity, ms: 0 } as const;
  if (wanted === "off") return { result: { ...skipped, seen: "Switched off." }, blocks: false };
  const blockedBy = needs.filter(({ blocks }) => blocks).map(({ result }) => result.id);
  if (blockedBy.length > 0) {
    const seen = `Not looked at, because of ${blockedBy.join(", ")}.`;
    return { result: { ...skipped, seen, blockedBy }, blocks: true };
  }
  const started = performance.now();
  const outcome = await look(check, context);
  const severity = wanted ?? (outcome.kind === "suspicion" ? "warning" : check.severity);
  const text = (value: string) => context.redact(sentence(value));
  return {
    result: {
      id,
      title,
      status: statusOf(outcome, severity),
      severity,
      seen: text(outcome.seen),
      ...(outcome.remedy === undefined ? {} : { remedy: text(outcome.remedy) }),
      ms: Math.round(performance.now() - started),
    },
    blocks: outcome.kind === "problem",
  };
}

/** Makes a check, for as long as there is time. */
async function look(check: Check, context: Context): Promise<Outcome> {
  const { signal } = context;
  const outOfTime = () =>
    problem(
      `No result within the ${context.timeoutMs / 1000} s that there are for all checks`,
      "Look at the slowest of the other checks; give more time where the registry is far away",
    );
  if (signal.aborted) return outOfTime();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<Outcome>((resolve) => {
    onAbort = () => resolve(outOfTime());
    signal.addEventListener("abort", onAbort, { once: true });
  });
  const looked = (async () => check.run(context))().catch((error: unknown) => explain(error, context));
  try {
    return await Promise.race([looked, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}

function statusOf({ kind }: Outcome, severity: Severity): Status {
  if (kind === "good") return "passed";
  if (kind === "inapplicable") return "skipped";
  return severity === "error" ? "failed" : "warned";
}

/** What is known of the image after the checks; asks for nothing more. */
async function foundImage(
  context: Context,
  results: readonly CheckResult[],
): Promise<Pick<PreflightReport, "digest" | "mediaType" | "sizeInBytes">> {
  const { digest } = context.reference;
  const wasRead = results.some(({ id, status }) => id === "manifest" && status === "passed");
  if (!wasRead) return digest === undefined ? {} : { digest };
  const manifest: Manifest = await context.once(manifestOf);
  const image: Image | undefined = await context.once(imageOf).catch(() => undefined);
  return {
    digest: manifest.content.digest,
    mediaType: manifest.content.mediaType,
    ...(image ? { sizeInBytes: sizeOf(image) } : {}),
  };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
