import assert from "node:assert/strict";
import { ResourceGraph } from "../../plan/graph";
import { judge } from "../../policies";
import { record, type RecordedResource } from "../../testing";
import { closedVpc } from "../programs/closed-vpc";

/** What each model of a network has of its own. */
const OWN = [
  ...["fraud", "configuration", "execution-role", "execution-invoke", "execution-network"],
  ...["model-group", "model-registry-egress", "model-registry-ingress", "model-endpoint-egress"],
  "model-s3-egress",
];

/** A graph of many models in one network, each with its own role, group and rules: ten resources a model. */
function manyModels(graph: ResourceGraph, count: number): ResourceGraph {
  const own = graph.resources.filter(({ name }) => OWN.includes(name));
  const shared = graph.resources.filter(({ name }) => !OWN.includes(name));
  const texts = own.flatMap(({ urn, outputs: { id, arn, name } }) => [urn, id, arn, name]);
  const ids = [...new Set(texts.filter((text): text is string => typeof text === "string"))];
  const source = JSON.stringify(own);
  const copies = Array.from({ length: count }, (_, index) => {
    const copied = ids.reduce(
      (text, id) => text.replaceAll(JSON.stringify(id), JSON.stringify(`${id}-${index}`)),
      source,
    );
    return JSON.parse(copied) as RecordedResource[];
  });
  return new ResourceGraph([...shared, ...copies.flat()], graph.calls);
}

/** Seconds of processor time, the best of three. */
function secondsOf(graph: ResourceGraph): number {
  const runs = [1, 2, 3].map(() => {
    // Nothing is remembered of another run's graph.
    const fresh = new ResourceGraph(graph.resources, graph.calls);
    const before = process.cpuUsage();
    judge(fresh);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return Math.min(...runs);
}

describe("the rules", function () {
  this.timeout(60_000);

  it("judge 500 models with 5,000 resources within a second of processor time, and in linear time", async () => {
    const one = await record(() => closedVpc());
    const [half, whole] = [250, 500].map((count) => manyModels(one, count));
    assert.ok(half && whole && whole.resources.length >= 5000);
    const [some, all] = [secondsOf(half), secondsOf(whole)];
    assert.ok(all <= 1, `${all} s`);
    assert.ok(all <= some * 3, `${some} s for half of them, ${all} s for all`);
  });
});
