import { Limit } from "../../registry-client";
import { type Access, pull } from "./drill-clients";
import type { Outcome } from "./drill-counts";
import type { PushedImage } from "./drill-images";

/** What became of the images that clients pushed, as every pull after the scenario finds them. */
export interface Verification {
  /** Images whose push succeeded, and that are complete. */
  readonly kept: number;
  /** Images whose push succeeded, and that are not complete. */
  readonly lost: number;
  /** Images whose push did not succeed, and that are complete all the same. */
  readonly unacknowledged: number;
  /** Images whose push did not succeed, and that no pull finds. */
  readonly invisible: number;
  /** Images of which a part can be pulled. */
  readonly halfVisible: number;
  /** Images with wrong bytes. */
  readonly wrongBytes: number;
}

const AT_ONCE = 16;

/** Pulls every image, and compares what comes with what its client knows. */
export async function verifyImages(access: Access, images: readonly PushedImage[]): Promise<Verification> {
  const limit = new Limit(AT_ONCE);
  const found = await Promise.all(
    images.map((image) => limit.run(async () => [image, (await pull(access, image)).outcome] as const)),
  );
  return verdictOn(found.map(([{ state }, outcome]) => [state === "acknowledged", outcome]));
}

/** Counts images, each with whether its push succeeded and how a pull of it ended. */
export function verdictOn(
  found: readonly (readonly [isAcknowledged: boolean, outcome: Outcome])[],
): Verification {
  const count = (isAcknowledged: boolean, ...outcomes: readonly Outcome[]): number =>
    found.filter(([acknowledged, outcome]) => acknowledged === isAcknowledged && outcomes.includes(outcome))
      .length;
  return {
    kept: count(true, "complete"),
    lost: found.filter(([acknowledged, outcome]) => acknowledged && outcome !== "complete").length,
    unacknowledged: count(false, "complete"),
    invisible: count(false, "invisible"),
    halfVisible: count(true, "half visible") + count(false, "half visible"),
    wrongBytes: count(true, "wrong bytes") + count(false, "wrong bytes"),
  };
}
