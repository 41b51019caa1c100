import type { EndpointEvidence, Collected } from "../collected";
import { pullsOf } from "../collected";
import type { EndpointId, QuestionId } from "../questions";

/** Yes and no, what was seen where the question is not whether, or that nothing was seen that would tell. */
export type Verdict = "yes" | "no" | "seen" | "not seen";

/** An answer, with what shows it. */
export interface Answer {
  readonly verdict: Verdict;
  /** What was seen, in sentences. */
  readonly said: string;
  /** Lines of logs and messages of AWS that show it, word for word. */
  readonly lines: readonly string[];
}

/** Answers one question from what was collected. */
export type Answering = (collected: Collected) => Answer;

/** An answer together with its question. */
export interface AnsweredQuestion extends Answer {
  readonly id: QuestionId;
  readonly asked: string;
}

/** How an endpoint did. */
export type Outcome = "answered" | "unanswered" | "failed" | "missing";

/** How an endpoint did: whether it came into service, and whether it then answered. */
export function outcomeOf(endpoint: EndpointEvidence | undefined): Outcome {
  if (endpoint?.status === "InService")
    return endpoint.invocation?.answered === true ? "answered" : "unanswered";
  // An endpoint or model that AWS refuses at once never gets a status.
  return endpoint?.status === "Failed" || (endpoint?.errors.length ?? 0) > 0 ? "failed" : "missing";
}

/** What is said of an endpoint, for people. */
export function describeEndpoint(endpoint: EndpointEvidence | undefined): string {
  switch (outcomeOf(endpoint)) {
    case "answered":
      return "The endpoint came into service and answered.";
    case "unanswered":
      return `The endpoint came into service, but did not answer: ${endpoint?.invocation?.detail ?? "it was not asked"}.`;
    case "failed":
      return `The endpoint failed: ${endpoint?.failureReason ?? endpoint?.errors[0] ?? ""}`;
    case "missing":
      return `The endpoint is not there${endpoint?.status === undefined ? "" : `, its status is ${endpoint.status}`}.`;
  }
}

/** Messages of AWS and of the deployment about an endpoint. */
export function messagesOf(endpoint: EndpointEvidence | undefined): readonly string[] {
  const reason = endpoint?.failureReason;
  return [...(reason === undefined ? [] : [reason]), ...(endpoint?.errors ?? [])];
}

/**
 * Answers whether something works with images of a private registry, by whether its endpoint does. A failure is a "no" only
 * where the plain endpoint works: otherwise it may be the kit's own.
 */
export function byEndpoint(id: EndpointId): Answering {
  return (collected) => {
    const endpoint = collected.endpoints[id];
    const outcome = outcomeOf(endpoint);
    const pulls = pullsOf(collected, id);
    const lines = [...messagesOf(endpoint), ...pulls.map(({ line }) => line)];
    const said = `${describeEndpoint(endpoint)} ${describePulls(pulls.length)}`;
    if (outcome === "answered") {
      // What serves without having asked our registry has its image from elsewhere, and shows nothing.
      return { verdict: pulls.length > 0 ? "yes" : "not seen", said, lines };
    }
    return outcome === "failed" ? refusal(collected, id, said, lines) : { verdict: "not seen", said, lines };
  };
}

/** A failed endpoint as an answer: "no" where the plain endpoint works. */
export function refusal(
  { endpoints }: Collected,
  id: EndpointId,
  said: string,
  lines: readonly string[],
): Answer {
  if (id === "plain") return { verdict: "no", said, lines };
  const plain = outcomeOf(endpoints.plain);
  if (plain === "answered") return { verdict: "no", said, lines };
  return {
    verdict: "not seen",
    said: `${said} The plain endpoint does not work either, so that this tells nothing.`,
    lines,
  };
}

function describePulls(count: number): string {
  return count === 0
    ? "The registry was not asked for its image."
    : `The registry was asked ${count === 1 ? "once" : `${count} times`} for its image.`;
}
