import { balancedPulls } from "../collected";
import type { Answering } from "./answer";

/** Which version of TLS, and which cipher, the load balancers and the puller agreed on. */
export const tls: Answering = (collected) => {
  const requests = balancedPulls(collected).filter(({ tlsProtocol }) => tlsProtocol !== undefined);
  const first = new Map(
    requests
      .map((request) => [`${request.tlsProtocol} with ${request.tlsCipher ?? "an unknown cipher"}`, request])
      .reverse() as [string, (typeof requests)[number]][],
  );
  if (first.size === 0) {
    return {
      verdict: "not seen",
      said: "The load balancers' logs tell of no pull: they come every five minutes, and are not always complete.",
      lines: [],
    };
  }
  return {
    verdict: "seen",
    said: `${[...first.keys()].sort().join("; ")}. The registry's load balancer offers TLS 1.2 and 1.3.`,
    lines: [...first.values()].map(({ line }) => line),
  };
};
