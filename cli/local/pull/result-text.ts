import type { PullAction, PulledImage } from "./pull-result";

/** What was done for one image on one platform. */
export interface ImageActions {
  /** The image as the plan names it, with the platform where that is needed to tell it from another. */
  readonly name: string;
  readonly actions: readonly PullAction[];
  /** What was pulled; absent where it was not come to that. */
  readonly pulled: PulledImage | undefined;
}

/** What was done, by the images that it was done for. */
export function byImage(
  actions: readonly PullAction[],
  images: readonly PulledImage[],
): readonly ImageActions[] {
  const groups = new Map<string, PullAction[]>();
  for (const action of actions) {
    const key = `${action.image} ${action.platform}`;
    groups.set(key, [...(groups.get(key) ?? []), action]);
  }
  return [...groups.values()].map((own) => {
    const { image = "", platform = "" } = own[0] ?? {};
    const isOne = actions.every((each) => each.image !== image || each.platform === platform);
    return {
      name: isOne ? image : `${image} for ${platform}`,
      actions: own,
      pulled: images.find((each) => each.planned === image && each.platform === platform),
    };
  });
}

/** What was pulled, as the subject of a sentence with its verb, as `the image was` or `stand-ins for 3 images were`. */
export function whatWasPulled(images: readonly PulledImage[]): string {
  const standIns = images.filter(({ standIn }) => standIn !== undefined).length;
  if (images.length === 1) return standIns === 1 ? "a stand-in for the image was" : "the image was";
  const all = `${images.length} images`;
  if (standIns === 0) return `${all} were`;
  return standIns === images.length ? `stand-ins for ${all} were` : `${all}, or stand-ins for them, were`;
}

/** What was not carried out on this machine although it is a part of the pull, as a sentence; empty where all was. */
export function whatWasSkipped(actions: readonly PullAction[]): string {
  const skipped = actions.filter(({ status, remedy }) => status === "skipped" && remedy !== undefined);
  const titles = [...new Set(skipped.map(({ title }) => title))];
  return titles.length === 0 ? "" : `Skipped on this machine: ${titles.join("; ")}.`;
}
