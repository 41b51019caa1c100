import { printable } from "../registry-client";
import { type Check, type CheckResult, type Outcome, problem, type Status } from "./check";
import type { Severity } from "./severity";
import { CHECK_IDS, type CheckId } from "./check-ids";
import { CHECKS } from "./checks";
import { daysToExpiry, handshakeOf } from "./checks/certificate";
import { Context, type PreflightOptions } from "./context";
import { explain } from "./explain";
import { imageOf, manifestOf, sizeOf } from "./image";
import { summarize } from "./summary";

/** What came of all checks. */
export interface PreflightReport {
  /**
   * Whether no check failed and the digest is known. A tag whose digest could not be determined never passes, also
   * where the user has the checks that found out why only warn, or switched them off: what passes has a `digest`.
   */
  readonly passed: boolean;
  /** The image reference, as given. */
  readonly image: string;
  /** The digest to pin the image by: of the reference, or that its tag has now; absent when it could not be read. */
  readonly digest?: string;
  /** The media type of the manifest or index. */
  readonly mediaType?: string;
  /** Bytes that an instance pulls: configuration and layers, compressed. */
  readonly sizeInBytes?: number;
  /**
   * Whole days until the registry's certificate expires, negative afterwards; absent when none was seen. It says nothing
   * of whether the certificate is trusted.
   */
  readonly certificateDaysToExpiry?: number;
  readonly checks: readonly CheckResult[];
  /** What failed and what is warned of, with the remedies, on several lines. */
  readonly summary: string;
  /** How long it all took in milliseconds. */
  readonly ms: number;
}

const TEXT_LIMIT = 2_000;

interface Made {
  readonly result: CheckResult;
  /** The checks because of which what depends on it cannot be looked at: itself, or those that it waited for in vain. */
  readonly blockers: readonly CheckId[];
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
    const image = await foundImage(context, await made.get("manifest"));
    const handshake = await context.found(handshakeOf);
    return {
      passed: image.digest !== undefined && results.every(({ status }) => status !== "failed"),
      image: options.image,
      ...image,
      ...(handshake ? { certificateDaysToExpiry: daysToExpiry(handshake.certificate) } : {}),
      checks: results,
      summary: summarize(context.reference, options.image, image.digest, results),
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
  const blockedBy = [...new Set(needs.flatMap(({ blockers }) => blockers))];
  // What it needs is needed by those that wait for it, too.
  if (wanted === "off") return { result: { ...skipped, seen: "Switched off." }, blockers: blockedBy };
  if (blockedBy.length > 0) {
    const seen = `Not looked at, because of ${blockedBy.join(", ")}.`;
    return { result: { ...skipped, seen, blockedBy }, blockers: [id] };
  }
  const started = performance.now();
  const outcome = await look(check, context);
  const severity = wanted ?? (outcome.kind === "suspicion" ? "warning" : check.severity);
  const text = (value: string) => context.redact(printable(shortened(sentence(value))));
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
    blockers: outcome.kind === "problem" ? [id] : [],
  };
}

/** Makes a check, for as long as there is time. */
function look(check: Check, context: Context): Promise<Outcome> {
  return inTime(
    context,
    async () => {
      try {
        return await check.run(context);
      } catch (error) {
        return explain(error, context);
      }
    },
    problem(
      `No result within the ${context.timeoutMs / 1000} s that there are for all checks`,
      "Look at the slowest of the other checks; give more time where the registry is far away",
    ),
  );
}

/** What comes of some work, or `late` when the time is over before. */
async function inTime<T>({ signal }: Context, work: () => Promise<T>, late: T): Promise<T> {
  if (signal.aborted) return late;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<T>((resolve) => {
    onAbort = () => resolve(late);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}

function statusOf({ kind }: Outcome, severity: Severity): Status {
  if (kind === "good") return "passed";
  if (kind === "inapplicable") return "skipped";
  return severity === "error" ? "failed" : "warned";
}

/** What is known of the image after the checks. */
async function foundImage(
  context: Context,
  check: Made | undefined,
): Promise<Pick<PreflightReport, "digest" | "mediaType" | "sizeInBytes">> {
  const { digest } = context.reference;
  // Who leaves the check out, with all that need the manifest, still wants the tag's digest.
  const isLeftOut = check?.result.severity === "off" && check.blockers.length === 0;
  const manifest =
    isLeftOut && digest === undefined
      ? await inTime(context, () => context.once(manifestOf).catch(() => undefined), undefined)
      : await context.found(manifestOf);
  if (!manifest) return digest === undefined ? {} : { digest };
  const image = await context.found(imageOf);
  return {
    digest: manifest.content.digest,
    mediaType: manifest.content.mediaType,
    ...(image ? { sizeInBytes: sizeOf(image) } : {}),
  };
}

// Registries may say much, and a function's response has a limit.
function shortened(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
