import type { PreflightReport } from "../../preflight";
import type { ScheduledPreflightResult } from "../contract";
import type { PreflightRequest, ScheduledRequest } from "./event";
import type { Measurements } from "./metric-line";

/** Result of one image; an image whose check failed unexpectedly has no report. */
type ImageResult = Pick<PreflightReport, "image" | "passed" | "summary"> &
  Partial<Pick<PreflightReport, "checks" | "certificateDaysToExpiry">>;

/** Result and measurements of a scheduled run. */
export interface ScheduleResult {
  readonly result: ScheduledPreflightResult;
  readonly measurements: Omit<Measurements, "registry">;
}

/** Images checked concurrently: each has its own connections, and requests the credentials. */
const CONCURRENCY = 4;

/**
 * Checks the images of an endpoint, several concurrently, and divides the time among them: a slow image does not use up
 * the time of the others. An image whose check fails unexpectedly counts as failed, and the others continue.
 * @param check checks one image within the milliseconds of its second argument
 * @param timeoutMs for all images
 */
export async function runSchedule(
  { endpoint, images }: ScheduledRequest,
  check: (image: PreflightRequest, timeoutMs: number) => Promise<PreflightReport>,
  timeoutMs: number,
): Promise<ScheduleResult> {
  const until = performance.now() + timeoutMs;
  const results: ImageResult[] = [];
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
    result: {
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
): Promise<ImageResult> {
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
