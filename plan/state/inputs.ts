/**
 * What a deployed resource is, as the inputs of a program: what AWS has, as the outputs tell it, wherever they tell, and else
 * what was requested. Outputs have the names of inputs, and empty texts where AWS has nothing.
 */
export function effectiveInputs(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
  outputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const told = Object.fromEntries(
    Object.entries(outputs).filter(([key, value]) => value !== null && value !== undefined && key !== "id"),
  );
  const all = withoutEmpty({ ...inputs, ...told }) as Readonly<Record<string, unknown>>;
  return { ...all, ...CHANGES[type]?.(all) };
}

type Change = (inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** What outputs tell of a resource in another form than inputs do. */
const CHANGES: Readonly<Record<string, Change>> = {
  // What it led to is gone: it drops what it takes.
  "aws:ec2/route:Route": ({ state }) => (state === "blackhole" ? { blackhole: "blackhole" } : {}),
};

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== "" && field !== null)
      .map(([key, field]) => [key, withoutEmpty(field)]),
  );
}

/** Whether a property holds a list of others: where it is unknown, nobody knows what is in it. */
export function isCollection(property: string): boolean {
  return ["ingress", "egress", "routes", "entries", "vpcs", "inlinePolicies"].includes(property);
}
