import { type BlobStart, ResponseError, TransportError } from "../../registry-client";
import { type Check, good, inapplicable, problem, suspicion } from "../check";
import type { Context } from "../context";
import { explain } from "../explain";
import { type BlobAttempt, blobsOf, imageOf } from "../image";

/** What became of the blobs, and where the registry sent for them. */
interface Blobs {
  readonly read: ReadonlyArray<{ readonly size: number; readonly digest: string; readonly start: BlobStart }>;
  /** Those that the registry itself did not give. */
  readonly refused: ReadonlyArray<{ readonly digest: string; readonly error: unknown }>;
  /** Those that the registry had fetched elsewhere, where they were not given. */
  readonly astray: ReadonlyArray<{ readonly digest: string; readonly error: unknown }>;
}

async function lookedAt(context: Context): Promise<Blobs | undefined> {
  const image = await context.once(imageOf).catch(() => undefined);
  if (!image) return undefined;
  const attempts = await context.once(blobsOf);
  const failed = attempts.flatMap((attempt) =>
    "error" in attempt ? [{ digest: attempt.blob.digest, error: attempt.error }] : [],
  );
  return {
    read: attempts.flatMap((attempt) => (isRead(attempt) ? [{ ...attempt.blob, start: attempt.start }] : [])),
    refused: failed.filter(({ error }) => !isAstray(error, context)),
    astray: failed.filter(({ error }) => isAstray(error, context)),
  };
}

function isRead(attempt: BlobAttempt): attempt is Extract<BlobAttempt, { start: BlobStart }> {
  return "start" in attempt;
}

const LISTED = 10;

function listed(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : "";
  return `${names.slice(0, LISTED).join(", ")}${more}`;
}

/** Whether an error comes from where the registry redirected to. */
function isAstray(error: unknown, { requests, host }: Context): boolean {
  const own = `https://${host}/`;
  if (error instanceof ResponseError) return !error.url.startsWith(own);
  if (!(error instanceof TransportError)) return false;
  return (
    error.failure === "redirect" ||
    requests.some(({ url, error: message }) => message === error.message && !url.startsWith(own))
  );
}

export const blobs: Check = {
  id: "blobs",
  title: "Every layer can be read",
  severity: "error",
  needs: ["manifest"],
  async run(context) {
    const found = await context.once(lookedAt);
    if (!found) return inapplicable("There is no image for this platform that could be looked at");
    const { read, refused, astray } = found;
    const total = read.length + refused.length + astray.length;
    const [first] = refused;
    if (first) {
      const isMissing = ({ error }: { error: unknown }) =>
        error instanceof ResponseError && error.status === 404;
      if (!refused.every(isMissing)) {
        const { seen, remedy } = explain((refused.find((each) => !isMissing(each)) ?? first).error, context);
        return problem(`${refused.length} of ${total} blobs cannot be read: ${seen}`, remedy ?? "");
      }
      return problem(
        `${refused.length} of ${total} blobs are not there: ${listed(refused.map(({ digest }) => digest))}`,
        "Push the image again: its manifest is there, but not all that it refers to; a garbage collection while the " +
          "registry took pushes does that",
      );
    }
    if (astray.length > 0) {
      return inapplicable(
        `${astray.length} of ${total} blobs are elsewhere, and cannot be read there: see redirects`,
      );
    }
    const other = read.find(({ size, start }) => start.size !== undefined && start.size !== size);
    if (other) {
      return problem(
        `The blob ${other.digest} has ${other.start.size} bytes instead of ${other.size}`,
        "Push the image again, and look at the registry's storage",
      );
    }
    const encoded = read.find(({ start }) => start.contentEncoding !== undefined);
    if (encoded) {
      const encoding = JSON.stringify(encoded.start.contentEncoding?.slice(0, 50));
      return suspicion(
        `The blob ${encoded.digest} came with the Content-Encoding ${encoding}: docker, containerd and other clients decode ` +
          "it, so that its digest does not match",
        "Have the registry, its storage or the proxy in front of it send layers without Content-Encoding: a layer is " +
          "compressed itself, and its digest is that of the compressed bytes",
      );
    }
    return good(`The first bytes of all ${total} blobs were read`);
  },
};

export const redirects: Check = {
  id: "redirects",
  title: "The registry gives the layers itself",
  severity: "error",
  needs: ["manifest"],
  async run(context) {
    const found = await context.once(lookedAt);
    if (!found) return inapplicable("There is no image for this platform that could be looked at");
    const { read, refused, astray } = found;
    const total = read.length + refused.length + astray.length;
    const [first] = astray;
    if (first) {
      const { seen } = explain(first.error, context);
      return problem(
        `${astray.length} of ${total} blobs are redirected to where they cannot be read: ${seen}`,
        "Have the registry send the layers itself (CNCF distribution: storage.redirect.disable: true); or, where it " +
          "redirects to S3, give the model's subnets an S3 gateway endpoint whose policy admits the bucket, and let the " +
          "model's security groups out to S3's prefix list",
      );
    }
    const origins = new Set(
      read.flatMap(({ start }) =>
        start.redirectedTo === undefined ? [] : [new URL(start.redirectedTo).origin],
      ),
    );
    const away = read.filter(({ start }) => start.redirectedTo !== undefined).length;
    if (away === 0) {
      return read.length === 0
        ? inapplicable("No layer could be read")
        : good(`All ${read.length} come from it`);
    }
    return suspicion(
      `${away} of ${total} blobs are redirected to ${listed([...origins])}, and were read there. Whether SageMaker ` +
        "follows is not documented",
      "If the endpoint cannot pull, have the registry send the layers itself (CNCF distribution: " +
        "storage.redirect.disable: true)",
    );
  },
};
