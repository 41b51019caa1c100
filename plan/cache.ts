import type { ResourceGraph } from "./graph";

const memories = new WeakMap<ResourceGraph, Map<string, unknown>>();

/**
 * Computes something of a graph once. Graphs do not change, so that the same question has the same answer.
 * @param key names the question, for example `security groups`
 */
export function cached<T>(graph: ResourceGraph, key: string, compute: () => T): T {
  const memory = memories.get(graph) ?? new Map<string, unknown>();
  memories.set(graph, memory);
  if (memory.has(key)) return memory.get(key) as T;
  const value = compute();
  memory.set(key, value);
  return value;
}
