import type { ResourceGraph } from "./graph";
import { isKnownBlock } from "./network/cidr-blocks";
import { enumerate } from "./values";

/** The name of a lookup in programs: `aws.kms.getKey` for `aws:kms/getKey:getKey`. */
export function nameOfLookup(token: string): string {
  const [, provider = "", module = "", name = token] = /^([\w-]+):([\w-]+)\/\w+:(\w+)$/.exec(token) ?? [];
  return [provider, module === "index" ? "" : module, name].filter((part) => part !== "").join(".");
}

/** How messages name a CIDR block that comes of lookups without an answer: by the lookups, and how to answer them. */
export function unknownBlockTitle(graph: ResourceGraph, block: string): string {
  const names = graph.calls
    .filter(({ assumed, outputs }) => assumed && blocksIn(outputs).some((each) => contains(each, block)))
    .map(({ token, inputs }) => `${nameOfLookup(token)}(${JSON.stringify(inputs)})`);
  const lookups = enumerate([...new Set(names)].slice(0, 3));
  return lookups === ""
    ? "a CIDR block that is unknown"
    : `the CIDR block from ${lookups}, which has no answer (add it to \`lookups\` in rehearsal.json, or pass --facts),`;
}

const blocksIn = (outputs: unknown): readonly string[] =>
  (JSON.stringify(outputs).match(/\b240\.[\d.]+\/\d+/g) ?? []).filter((block) => !isKnownBlock(block));

/** Whether a block is a placeholder, or a part of it that the program computes. */
function contains(placeholder: string, block: string): boolean {
  return (
    placeholder === block || placeholder.split(".").slice(0, 2).join() === block.split(".").slice(0, 2).join()
  );
}
