import { ACCEPTED_INDEXES } from "../accept-rules";
import { balancedPulls, pingsOf, pullsOf, type Collected } from "../collected";
import type { RegistryRequest } from "../logs/registry-log";
import { repositoryOf } from "../questions";
import type { Answering } from "./answer";

/** How long before a pull the question whether there is a registry counts as its own, in milliseconds. */
const BEFORE_A_PULL = 10_000;

/** What the plain endpoint's pull asks for, in which order, and as who. */
export const requests: Answering = (collected) => {
  const pull = pullsOf(collected, "plain");
  const [first] = pull;
  if (first === undefined) {
    return {
      verdict: "not seen",
      said: "The registry was not asked for the plain endpoint's image.",
      lines: [],
    };
  }
  const pings = pingsOf(collected).filter(
    ({ time }) => time <= first.time && time >= first.time - BEFORE_A_PULL,
  );
  const all = [...pings, ...pull];
  const agents = [...new Set(all.map(({ userAgent }) => JSON.stringify(userAgent)))];
  return {
    verdict: "seen",
    said: [`As ${agents.join(" and ")}:`, `${grouped(all).join(", ")}.`, ...accepted(collected)].join(" "),
    lines: all.map(({ line }) => line),
  };
};

/** Requests as `GET blob 200 (3 times)`, in order. */
function grouped(all: readonly RegistryRequest[]): readonly string[] {
  const runs: { text: string; count: number }[] = [];
  for (const { method, kind, status } of all) {
    const text = `${method} ${kind} ${status}`;
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => (count === 1 ? text : `${text} (${count} times)`));
}

/** What the manifest was asked for with, by the rule that the load balancer found to match. */
function accepted(collected: Collected): readonly string[] {
  const manifests = balancedPulls(collected).filter(({ path }) =>
    path.startsWith(`/v2/${repositoryOf("plain")}/manifests/`),
  );
  const told = new Set(manifests.flatMap(({ matchedRule = "" }) => ACCEPTED_INDEXES[matchedRule] ?? []));
  return told.size === 0 ? [] : [`For manifests it accepts ${[...told].join("; or ")}.`];
}
