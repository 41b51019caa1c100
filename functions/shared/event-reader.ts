import { parsePlatform, type Platform } from "../../registry-client";

/** What an object of an event holds. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads values out of an event, and notes what is wrong with them. A property that is not known is refused: an older
 * function would otherwise leave it out silently.
 */
export class EventReader {
  /** All that is wrong so far. */
  readonly problems: string[] = [];

  /** An object with no other properties than these. */
  object(path: string, value: unknown, known: readonly string[]): Fields {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.problems.push(`${path} must be an object with ${known.join(", ")}`);
      return {};
    }
    const unknown = Object.keys(value).filter((key) => !known.includes(key));
    if (unknown.length > 0) {
      this.problems.push(
        `${path} has ${unknown.map((key) => JSON.stringify(key)).join(", ")}, which this function does not know; ` +
          `known are ${known.join(", ")}; the stack with the ImagePublisher may need a newer version of the package`,
      );
    }
    return value as Fields;
  }

  /** A text that is not empty, or nothing. */
  text(path: string, value: unknown): string | undefined {
    if (value === undefined || (typeof value === "string" && value !== "")) return value;
    this.problems.push(`${path} must be a text that is not empty`);
    return undefined;
  }

  /** A text that must be there. */
  required(path: string, value: unknown): string {
    if (value === undefined) this.problems.push(`${path} is missing`);
    return this.text(path, value) ?? "";
  }

  boolean(path: string, value: unknown): boolean | undefined {
    if (value === undefined || typeof value === "boolean") return value;
    this.problems.push(`${path} must be true or false`);
    return undefined;
  }

  /** A platform, or nothing. */
  platform(path: string, value: unknown): Platform | undefined {
    const text = this.text(path, value);
    if (text === undefined) return undefined;
    const platform = parsePlatform(text);
    if (platform === undefined) {
      this.problems.push(
        `${path} is ${JSON.stringify(text)}, but must be os/architecture or os/architecture/variant, as linux/arm64`,
      );
    }
    return platform;
  }
}
