import type { PreflightReport } from "../../../preflight";
import { ActionLog } from "./action-log";
import { publishAndPull } from "./publish-and-pull";
import { plannedPulls } from "./planned-images";
import { RequestLog } from "../request-log";
import type { PulledImage, PulledRegistry } from "./pull-result";
import type { PullOptions, Pulled, PulledForServing } from "./pull-options";

/** Pulls every image of a plan as SageMaker would, until one fails; `undefined` where the plan has no image reference. */
export async function pullImages(options: PullOptions): Promise<Pulled | undefined> {
  const log = new RequestLog();
  const pulls = plannedPulls(options.graph);
  let which = "";
  const actions = new ActionLog(log, (message) => options.progress(`${message}${which}`));
  const preflights: PreflightReport[] = [];
  const images: PulledImage[] = [];
  let registry: PulledRegistry | undefined;
  let image: PulledForServing | undefined;
  for (const [index, pull] of pulls.entries()) {
    if (actions.hasFailed) break;
    if (pulls.length > 1) which = `, image ${index + 1} of ${pulls.length}`;
    const one = await publishAndPull(
      pull,
      { ...options, keepLayers: options.keepLayers && image === undefined },
      actions,
      log,
    );
    registry ??= one.registry;
    if (one.preflight !== undefined) preflights.push(one.preflight);
    if (one.image !== undefined) images.push(one.image);
    image ??= one.forServing;
  }
  if (registry === undefined) return undefined;
  return { result: { registry, actions: actions.done, requests: log.requests, preflights, images }, image };
}
