import { pullsOf } from "../collected";
import { byEndpoint, type Answering } from "./answer";

/**
 * Whether SageMaker's puller follows redirects: it does where an endpoint serves whose layers the registry answered with
 * redirects alone, as it had them from nowhere else.
 */
export const redirects: Answering = (collected) => {
  const answer = byEndpoint("redirects")(collected);
  const blobs = pullsOf(collected, "redirects").filter(
    ({ kind, method }) => kind === "blob" && method === "GET",
  );
  const redirected = blobs.filter(({ status }) => status === 307);
  const said = `${answer.said} ${redirected.length} of ${blobs.length} requests for layers were answered with redirects.`;
  const shown = redirected.length > 0 && redirected.length === blobs.length;
  return { ...answer, said, verdict: shown ? answer.verdict : "not seen" };
};
