import { describeFailure } from "../shared/describe-failure";
import { UnusableSecretError, type Credentials } from "../shared/parse-secret";

/** How long an answer is given without asking again: a rotated password is picked up within a minute. */
export const FRESH_MILLISECONDS = 60_000;
/** How old an answer may become while Secrets Manager fails. */
export const STALE_MILLISECONDS = 15 * 60_000;
/** After a failure, how long the last good answer is given at once, before Secrets Manager is asked again. */
export const RETRY_MILLISECONDS = 5_000;

interface Answer {
  readonly credentials: Credentials;
  /** When the credentials were read. */
  readonly readAt: number;
}

/**
 * Credentials that are read when they are needed and kept for a short time. Where they cannot be read, the last ones
 * serve on for a while, so that a fault of Secrets Manager does not keep a model from scaling out. A secret that can be
 * read but holds no credentials is reported at once: only its owner can repair it.
 */
export class CachedCredentials {
  readonly #read: () => Promise<Credentials>;
  readonly #warn: (message: string) => void;
  readonly #now: () => number;
  #answer: Answer | undefined;
  #askAgainAt = -Infinity;
  #reading: Promise<Credentials> | undefined;

  /**
   * @param read reads the credentials; never called while an earlier call is under way
   * @param warn is told, without secrets, whenever an old answer is given because reading failed
   * @param now the clock of the day, in milliseconds: others may stand still while Lambda freezes the process
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
   * @throws Error without any part of the secret, where they cannot be read and none are young enough
   */
  async get(): Promise<Credentials> {
    if (this.#answer !== undefined && this.#now() < this.#askAgainAt) return this.#answer.credentials;
    this.#reading ??= this.#refresh().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #refresh(): Promise<Credentials> {
    try {
      const credentials = await this.#read();
      const readAt = this.#now();
      this.#answer = { credentials, readAt };
      this.#askAgainAt = readAt + FRESH_MILLISECONDS;
      return credentials;
    } catch (error) {
      if (error instanceof UnusableSecretError) throw error;
      return this.#bridge(describeFailure(error));
    }
  }

  #bridge(failure: string): Credentials {
    const message = `Reading the secret from Secrets Manager failed: ${failure}`;
    const now = this.#now();
    if (this.#answer === undefined) throw new Error(message);
    const { credentials, readAt } = this.#answer;
    const seconds = Math.round((now - readAt) / 1000);
    if (now - readAt > STALE_MILLISECONDS) {
      throw new Error(`${message} The last good answer is ${seconds} s old, too old to be served.`);
    }
    this.#warn(`${message} The last good answer, ${seconds} s old, is served.`);
    this.#askAgainAt = Math.min(now + RETRY_MILLISECONDS, readAt + STALE_MILLISECONDS);
    return credentials;
  }
}
