import type { PreflightReport } from "../../preflight";
import type { PreflightRequest, ScheduledAnswer, ScheduledRequest } from "./event";
import type { Measurements } from "./metric-line";

/** What comes of an image; one whose check broke down has no report. */
type Result = Pick<PreflightReport, "image" | "passed" | "summary"> &
  Partial<Pick<PreflightReport, "checks" | "certificateDaysToExpiry">>;

/** What a run on a schedule finds. */
export interface ScheduleResult {
  readonly answer: ScheduledAnswer;
  readonly measurements: Omit<Measurements, "registry">;
}

/** Images at once: each has connections of its own, and asks for the credentials. */
const CONCURRENCY = 4;

/**
 * Checks the images of an endpoint, several at once, and shares the time among them: one that is slow cannot take what
 * the others need. An image whose check breaks down counts as failed, and the others go on.
 * @param check checks one image within so many milliseconds
 * @param timeoutMs for all images
 */
export async function runSchedule(
  { endpoint, images }: ScheduledRequest,
  check: (image: PreflightRequest, timeoutMs: number) => Promise<PreflightReport>,
  timeoutMs: number,
): Promise<ScheduleResult> {
  const until = performance.now() + timeoutMs;
  const results: Result[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < images.length; index = next++) {
      const request = images[index];
      if (!request) return;
      const turns = Math.ceil((images.length - index) / CONCURRENCY);
      results[index] = await checked(request, check, (until - performance.now()) / turns);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, images.length) }, lane));
  const failed = results.filter(({ passed }) => !passed).length;
  const warned = results.filter(
    ({ passed, checks }) => passed && checks?.some(({ status }) => status === "warned"),
  ).length;
  const days = results.flatMap(({ certificateDaysToExpiry }) => certificateDaysToExpiry ?? []);
  return {
    answer: {
      failed,
      warned,
      images: results.map(({ image, passed, summary }) => ({ image, passed, summary })),
    },
    measurements: {
      endpoint,
      failedImages: failed,
      warnedImages: warned,
      // Behind several addresses there may be several certificates.
      certificateDaysToExpiry: days.length === 0 ? undefined : Math.min(...days),
    },
  };
}

async function checked(
  request: PreflightRequest,
  check: (image: PreflightRequest, timeoutMs: number) => Promise<PreflightReport>,
  timeoutMs: number,
): Promise<Result> {
  try {
    return await check(request, Math.max(1_000, Math.floor(timeoutMs)));
  } catch (error) {
    const { image } = request;
    const name = error instanceof Error ? error.name : typeof error;
    const summary = `${image} could not be checked (${name}): this is a fault of the package.`;
    console.error(summary);
    return { image, passed: false, summary };
  }
}
