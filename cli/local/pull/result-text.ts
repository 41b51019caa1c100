import type { PullAction, PulledImage } from "./pull-result";

/** The actions for one image on one platform. */
export interface ImageActions {
  /** The image's reference in the plan, with the platform where two images have the same reference. */
  readonly name: string;
  readonly actions: readonly PullAction[];
  /** The pulled image; absent where it was not pulled. */
  readonly pulled: PulledImage | undefined;
}

/** Groups actions by image. */
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

/** The subject and verb of a sentence on what was pulled, for example `the image was` or `placeholders for 3 images were`. */
export function whatWasPulled(images: readonly PulledImage[]): string {
  const standIns = images.filter(({ standIn }) => standIn !== undefined).length;
  if (images.length === 1) return standIns === 1 ? "a placeholder for the image was" : "the image was";
  const all = `${images.length} images`;
  if (standIns === 0) return `${all} were`;
  return standIns === images.length
    ? `placeholders for ${all} were`
    : `${all}, or placeholders for them, were`;
}

/** The parts of the pull that were skipped on this machine, as a sentence; empty where none was. */
export function whatWasSkipped(actions: readonly PullAction[]): string {
  const skipped = actions.filter(({ status, remedy }) => status === "skipped" && remedy !== undefined);
  const titles = [...new Set(skipped.map(({ title }) => title))];
  return titles.length === 0 ? "" : `Skipped on this machine: ${titles.join("; ")}.`;
}
