import { type Check, good, inapplicable, suspicion } from "../check";
import { imageOf, manifestOf, sizeOf } from "../image";

/** A share of the limit below which it is warned. */
const FEW = 0.1;
const GIB = 2 ** 30;
/** What layers grow to when they are unpacked, at least by experience; both forms are on the disk for a while. */
const UNPACKED = 2;
/** Bytes in a second that a pull rarely exceeds. */
const FAST = 100_000_000;

export const rateLimit: Check = {
  id: "rate-limit",
  title: "The registry lets the image be pulled often enough",
  severity: "warning",
  needs: ["manifest"],
  async run(context) {
    const limit = (await context.once(manifestOf)).content.rateLimit;
    if (limit?.remaining === undefined) return inapplicable("The registry tells of no limit");
    const { remaining, limit: all, windowSeconds } = limit;
    const hours = windowSeconds === undefined ? "" : ` in ${windowSeconds / 3600} h`;
    const seen = `${remaining} pulls are left${all === undefined ? "" : ` of ${all}${hours}`}`;
    if (remaining > (all ?? 0) * FEW) return good(seen);
    return suspicion(
      seen,
      "Every instance that starts pulls again: use a user who may pull more, or a registry of your own. Pulls without a " +
        "user are counted for all who share the address, such as a NAT gateway's",
    );
  },
};

export const imageSize: Check = {
  id: "image-size",
  title: "The image is small enough for the instance and its time to start",
  severity: "warning",
  needs: ["manifest"],
  async run(context) {
    const image = await context.once(imageOf).catch(() => undefined);
    if (!image) return inapplicable("There is no image for this platform that could be looked at");
    const size = sizeOf(image);
    const { volumeSizeInGb, startupTimeoutSeconds } = context.options;
    const seen = `${print(size)} compressed, in ${image.manifest.layers.length} layers`;
    if (volumeSizeInGb !== undefined && size * UNPACKED > volumeSizeInGb * GIB) {
      return suspicion(
        `${seen}; unpacked, it may not fit on a volume of ${volumeSizeInGb} GB`,
        "Give the variant a larger volume (volumeSizeInGb), or make the image smaller: model data belongs into S3",
      );
    }
    if (startupTimeoutSeconds !== undefined && size / startupTimeoutSeconds > FAST) {
      return suspicion(
        `${seen}; within ${startupTimeoutSeconds} s that would take ${print(size / startupTimeoutSeconds)} each second`,
        "Give the variant more time to start (containerStartupHealthCheckTimeoutInSeconds), or make the image smaller",
      );
    }
    return good(seen);
  },
};

function print(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? Math.round(value) : value.toPrecision(3)} ${units[power] ?? ""}`;
}
