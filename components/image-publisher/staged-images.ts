/**
 * Where in the bucket images of other registries lie on their way. All of them share one folder of blobs, so that what an
 * image has in common with earlier ones is not brought again.
 */
export const STAGED_PREFIX = "staged";

/** Where in the bucket archives lie; no project's name can be mistaken for the other's prefix. */
export const ARCHIVE_PREFIX = "archives";

/**
 * For how many days a blob is kept once it has been brought: it is on its way, and what the registry has is not asked for
 * again. A month serves the images of a few releases, which differ in few layers.
 */
export const STAGED_DAYS = 30;

/**
 * Blobs older than this many days are brought again where an image needs them. So nothing of an image that has been staged
 * goes within the week that is left for its publication, were it to fail at first.
 */
export const RENEW_AFTER_DAYS = STAGED_DAYS - 7;
