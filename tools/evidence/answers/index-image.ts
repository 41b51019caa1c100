import { pullsOf } from "../collected";
import { byEndpoint, type Answering } from "./answer";

const INDEX = /\.image\.index\.|\.manifest\.list\./;

/** Whether SageMaker takes an OCI image index; and where it does not, how far it came. */
export const indexImage: Answering = (collected) => {
  const answer = byEndpoint("index")(collected);
  const manifests = pullsOf(collected, "index").filter(
    ({ kind, status }) => kind === "manifest" && status === 200,
  );
  const gotIndex = manifests.some(({ mediaType }) => INDEX.test(mediaType ?? ""));
  const gotManifest = manifests.some(({ mediaType }) => mediaType !== undefined && !INDEX.test(mediaType));
  const gotLayers = pullsOf(collected, "index").some(({ kind }) => kind === "blob");
  const steps = [
    gotIndex ? "was given the index" : "was not given the index",
    gotManifest ? "the manifest of one platform in it" : "no manifest in it",
    gotLayers ? "and its layers" : "and no layers",
  ];
  // Whoever serves an index must have read it.
  const verdict = answer.verdict === "yes" && !gotIndex ? "not seen" : answer.verdict;
  return { ...answer, verdict, said: `${answer.said} It ${steps.join(", ")}.` };
};
