import { describeFailure } from "../shared/describe-failure";
import { UnusableSecretError, type Credentials } from "../shared/parse-secret";

/** Time for which credentials are returned without reading them again: a rotated password takes effect within a minute. */
export const FRESH_MILLISECONDS = 60_000;
/** Maximum age of credentials that are returned while Secrets Manager fails. */
export const STALE_MILLISECONDS = 15 * 60_000;
/** Time after a failure for which the last credentials are returned at once, before Secrets Manager is called again. */
export const RETRY_MILLISECONDS = 5_000;

interface ReadCredentials {
  readonly credentials: Credentials;
  /** Time of the read, in milliseconds. */
  readonly readAt: number;
}

/**
 * Cache of credentials, which are read when they are needed and kept for a short time. While reading fails, the last ones are
 * returned for a limited time, so that a fault of Secrets Manager does not prevent a model from scaling out. A secret without
 * credentials is reported at once: only its owner can fix it.
 */
export class CachedCredentials {
  readonly #read: () => Promise<Credentials>;
  readonly #warn: (message: string) => void;
  readonly #now: () => number;
  #last: ReadCredentials | undefined;
  #readAgainAt = -Infinity;
  #reading: Promise<Credentials> | undefined;

  /**
   * @param read reads the credentials; never called while an earlier call is in progress
   * @param warn is called, without secrets, whenever older credentials are returned because reading failed
   * @param now the time of day in milliseconds: other clocks may stop while Lambda freezes the process
   */
  constructor(
    read: () => Promise<Credentials>,
    warn: (message: string) => void,
    now: () => number = Date.now,
  ) {
    this.#read = read;
    this.#warn = warn;
    this.#now = now;
  }

  /**
   * The credentials.
   * @throws Error without any part of the secret, where they cannot be read and none are recent enough
   */
  async get(): Promise<Credentials> {
    if (this.#last !== undefined && this.#now() < this.#readAgainAt) return this.#last.credentials;
    this.#reading ??= this.#refresh().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #refresh(): Promise<Credentials> {
    try {
      const credentials = await this.#read();
      const readAt = this.#now();
      this.#last = { credentials, readAt };
      this.#readAgainAt = readAt + FRESH_MILLISECONDS;
      return credentials;
    } catch (error) {
      if (error instanceof UnusableSecretError) throw error;
      return this.#lastOrThrow(describeFailure(error));
    }
  }

  #lastOrThrow(failure: string): Credentials {
    const message = `Reading the secret from Secrets Manager failed: ${failure}`;
    const now = this.#now();
    if (this.#last === undefined) throw new Error(message);
    const { credentials, readAt } = this.#last;
    const seconds = Math.round((now - readAt) / 1000);
    if (now - readAt > STALE_MILLISECONDS) {
      throw new Error(`${message} The last credentials are ${seconds} s old, too old to be returned.`);
    }
    this.#warn(`${message} The last credentials, ${seconds} s old, are returned.`);
    this.#readAgainAt = Math.min(now + RETRY_MILLISECONDS, readAt + STALE_MILLISECONDS);
    return credentials;
  }
}
