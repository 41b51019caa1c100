import { askedFor, pullsOf, type Collected } from "../collected";
import { ENDPOINTS, type EndpointId } from "../questions";
import type { Answering } from "./answer";

/** When, how often and with which event SageMaker asked for the credentials, endpoint by endpoint. */
export const credentials: Answering = (collected) => {
  const asked = ENDPOINTS.filter((id) => askedFor(collected, id).length > 0);
  if (asked.length === 0) {
    return { verdict: "not seen", said: "No credentials function was asked.", lines: [] };
  }
  const calls = asked.flatMap((id) => askedFor(collected, id));
  const keys = [...new Set(calls.flatMap((call) => (call.keys.length === 0 ? ["no keys"] : call.keys)))];
  return {
    verdict: "seen",
    said: [...asked.map((id) => describe(collected, id)), `The events have ${keys.join(", ")}.`].join(" "),
    lines: calls.map(({ line }) => line),
  };
};

function describe(collected: Collected, id: EndpointId): string {
  const calls = askedFor(collected, id);
  const [pull] = pullsOf(collected, id);
  const { modelCreatedAt, createdAt } = collected.endpoints[id] ?? {};
  const times = calls.map(({ time }) =>
    [
      ...sinceThen(time, modelCreatedAt, "the model was made"),
      ...sinceThen(time, createdAt, "the endpoint was begun"),
      ...sinceThen(time, pull?.time, "its first request for the image"),
    ].join(", "),
  );
  const count = calls.length === 1 ? "once" : `${calls.length} times`;
  return `For ${id}, ${count}: ${times.map((time) => (time === "" ? "at a time that tells nothing" : time)).join("; ")}.`;
}

/** A time as `12 s after something`, where that is known. */
function sinceThen(time: number, then: number | undefined, what: string): readonly string[] {
  if (then === undefined) return [];
  const seconds = Math.round(Math.abs(time - then) / 1000);
  return [`${seconds} s ${time < then ? "before" : "after"} ${what}`];
}
