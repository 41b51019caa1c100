import { cached } from "../cache";
import { isFact } from "../facts/fact";
import type { ResourceGraph } from "../graph";
import { list, texts } from "../values";
import { resourceOf } from "./vpc";

const PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";

/** The CIDR blocks of a prefix list that the plan makes or that is known otherwise; `undefined` where they are not. */
export function prefixListBlocks(graph: ResourceGraph, prefixListId: string): readonly string[] | undefined {
  return cached(graph, `blocks of ${prefixListId}`, () => {
    const own = resourceOf(graph, prefixListId, PREFIX_LIST);
    if (own === undefined || (isFact(own) && own.inputs.entries === undefined)) return undefined;
    const entries = graph
      .withInput("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "prefixListId", prefixListId)
      .flatMap(({ inputs }) => texts(inputs.cidr));
    return [...list(own.inputs.entries).flatMap(({ cidr }) => texts(cidr)), ...entries];
  });
}
