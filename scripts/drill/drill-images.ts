import type { TestImage } from "../../tests/registry-client/images";

/** What the client that pushed an image knows of it. */
export type PushState = "in progress" | "acknowledged" | "abandoned" | "given up";

/** An image that a client pushes, or has pushed. */
export interface PushedImage {
  readonly repository: string;
  readonly tag: string;
  readonly image: TestImage;
  state: PushState;
}

const RECENT = 10;

/** The images of a drill. */
export class DrillImages {
  readonly all: PushedImage[] = [];

  add(repository: string, tag: string, image: TestImage): PushedImage {
    const pushed: PushedImage = { repository, tag, image, state: "in progress" };
    this.all.push(pushed);
    return pushed;
  }

  /** An image to pull: any that is complete, or one of the last, complete or not. */
  choose(random: () => number = Math.random): PushedImage | undefined {
    const isRecent = random() < 0.2;
    const choices = isRecent
      ? this.all.slice(-RECENT)
      : this.all.filter(({ state }) => state === "acknowledged");
    return choices[Math.floor(random() * choices.length)];
  }
}
