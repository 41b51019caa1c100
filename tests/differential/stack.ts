// The stacks of the differential test: what they consist of, and how they are generated.
import fc from "fast-check";

/** Whom a rule of a security group names. */
export type Peer = { readonly group: string } | { readonly blocks: readonly string[] };

/** A rule of a security group for TCP. */
export interface GroupRule {
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: Peer;
}

/** An entry of a network ACL for TCP. */
export interface AclEntry {
  readonly number: number;
  readonly allows: boolean;
  readonly block: string;
  readonly fromPort: number;
  readonly toPort: number;
}

export interface Acl {
  readonly ingress: readonly AclEntry[];
  readonly egress: readonly AclEntry[];
}

export type RouteTarget = "connection" | "nothing";
export interface Route {
  readonly block: string;
  readonly target: RouteTarget;
}

/** A statement of the execution role's policies. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[];
  readonly NotAction?: string;
  readonly Resource?: string;
  readonly NotResource?: string;
}

/** The groups of a stack, by where they are. */
export const GROUPS = { model: "model", balancer: "registry", task: "registry", endpoint: "model" } as const;
export type GroupName = keyof typeof GROUPS;
export const SUBNETS = ["model-a", "model-b", "registry-a", "registry-b"] as const;
export type SubnetName = (typeof SUBNETS)[number];

/** A model, its registry behind a load balancer, in the model's VPC or in another, and the way to Lambda. */
export interface Stack {
  /** How the registry's VPC is connected; `undefined` where it is the model's. */
  readonly connection: "peering" | "transit" | undefined;
  readonly accepted: boolean;
  /** Whether the registry's VPC is attached to the transit gateway, too. */
  readonly attached: boolean;
  /** Whether groups may be referred to through the transit gateway. */
  readonly referencing: boolean;
  readonly dnsHostnames: boolean;
  readonly zone: "exact" | "parent";
  readonly zoneSeen: boolean;
  /** Whether another zone of the very name, without records, is seen in the model's VPC. */
  readonly shadowed: boolean;
  readonly modelRoutes: readonly Route[];
  readonly registryRoutes: readonly Route[];
  readonly listenerPort: number;
  readonly egress: Readonly<Record<GroupName, readonly GroupRule[]>>;
  readonly ingress: Readonly<Record<GroupName, readonly GroupRule[]>>;
  readonly acls: Readonly<Partial<Record<SubnetName, Acl>>>;
  readonly endpoint: { readonly privateDns: boolean } | undefined;
  readonly statements: readonly Statement[];
  readonly boundary: readonly Statement[] | undefined;
  readonly trusted: readonly string[];
}

export const MODEL_BLOCK = "10.0.0.0/16";
export const blockOfRegistry = ({ connection }: Pick<Stack, "connection">): string =>
  connection === undefined ? MODEL_BLOCK : "10.9.0.0/16";
/** The block of a subnet. */
export function blockOf(stack: Pick<Stack, "connection">, subnet: SubnetName): string {
  const third = subnet.endsWith("a") ? 0 : 1;
  if (subnet.startsWith("model")) return `10.0.${third}.0/24`;
  return stack.connection === undefined ? `10.0.${20 + third}.0/24` : `10.9.${third}.0/24`;
}

export const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:credentials";
const EC2 = ["ec2:*NetworkInterface*", "ec2:Describe*"];

const often = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 7, arbitrary: fc.constant(usual) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );

const rulesFor = (port: number, peers: readonly [Peer, ...Peer[]]): fc.Arbitrary<readonly GroupRule[]> => {
  const [usual, ...others] = peers;
  const rule = fc
    .tuple(
      often<readonly [number, number]>([port, port], [0, 65535], [80, 80], [1024, 65535]),
      often<Peer>(usual, ...others),
    )
    .map(([[fromPort, toPort], peer]) => ({ fromPort, toPort, peer }));
  return fc.oneof(
    { weight: 6, arbitrary: rule.map((each) => [each]) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.tuple(rule, rule).map((both) => [...both]) },
  );
};

const entry = (number: number): fc.Arbitrary<AclEntry> =>
  fc
    .tuple(
      often(true, false),
      often("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.9.0.0/24"),
      fc.constantFrom<readonly [number, number]>([443, 443], [5000, 5000], [1024, 65535], [0, 65535]),
    )
    .map(([allows, block, [fromPort, toPort]]) => ({ number, allows, block, fromPort, toPort }));
const entries = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constant([{ number: 100, allows: true, block: "0.0.0.0/0", fromPort: 0, toPort: 65535 }]),
  },
  { weight: 2, arbitrary: fc.tuple(entry(90), entry(100)).map((both) => [...both]) },
);
const acl = fc.record({ ingress: entries, egress: entries });

const statement: fc.Arbitrary<Statement> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constant({ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: FUNCTION } as const),
  },
  { weight: 4, arbitrary: fc.constant({ Effect: "Allow", Action: EC2, Resource: "*" } as const) },
  fc.record({
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    Action: fc.constantFrom("lambda:*", "lambda:Get*", "ec2:DescribeVpcs", "*"),
    Resource: fc.constantFrom(
      "*",
      `${FUNCTION}:*`,
      FUNCTION.replace("credentials", "cred*"),
      "arn:aws:s3:::*",
    ),
  }),
  fc.record({
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    NotAction: fc.constantFrom("iam:*", "lambda:*", "ec2:*"),
    NotResource: fc.constantFrom(FUNCTION, "arn:aws:s3:::*"),
  }),
);

/** Stacks, each part mostly right. */
export const stacks: fc.Arbitrary<Stack> = fc
  .constantFrom(undefined, undefined, "peering" as const, "transit" as const)
  .chain((connection) => {
    const [a, b] = [blockOf({ connection }, "registry-a"), blockOf({ connection }, "registry-b")];
    const [c, d] = [blockOf({ connection }, "model-a"), blockOf({ connection }, "model-b")];
    const registry = blockOfRegistry({ connection });
    const wrong: Peer = { blocks: ["172.16.0.0/12"] };
    const route = (block: string): fc.Arbitrary<readonly Route[]> =>
      connection === undefined
        ? fc.constant([])
        : often<readonly Route[]>(
            [{ block, target: "connection" }],
            [],
            [{ block: "10.0.0.0/8", target: "connection" }],
            [
              { block, target: "connection" },
              { block: block.replace(".0.0/16", ".0.0/25"), target: "nothing" },
            ],
          );
    return fc.record<Stack>({
      connection: fc.constant(connection),
      accepted: often(true, false),
      attached: often(true, false),
      referencing: fc.boolean(),
      dnsHostnames: often(true, false),
      zone: fc.constantFrom("exact", "parent"),
      zoneSeen: often(true, false),
      shadowed: often(false, true),
      modelRoutes: route(registry),
      registryRoutes: route(MODEL_BLOCK),
      listenerPort: often(443, 8443),
      egress: fc.record({
        model: fc
          .tuple(
            rulesFor(443, [
              { group: "balancer" },
              { blocks: [registry] },
              { blocks: [a, b] },
              { blocks: [a] },
              { blocks: ["0.0.0.0/1", "128.0.0.0/1"] },
              wrong,
            ]),
            rulesFor(443, [{ group: "endpoint" }, { blocks: [c, d] }, wrong]),
          )
          .map(([one, other]) => [...one, ...other]),
        balancer: rulesFor(5000, [{ group: "task" }, { blocks: [a, b] }, { blocks: ["0.0.0.0/0"] }]),
        task: fc.constant([]),
        endpoint: fc.constant([]),
      }),
      ingress: fc.record({
        model: fc.constant([]),
        balancer: rulesFor(443, [
          { group: "model" },
          { blocks: [c, d] },
          { blocks: [c] },
          { blocks: [MODEL_BLOCK] },
          wrong,
        ]),
        task: rulesFor(5000, [{ group: "balancer" }, { blocks: [a, b] }, wrong]),
        endpoint: rulesFor(443, [{ group: "model" }, { blocks: [MODEL_BLOCK] }, { blocks: [d] }]),
      }),
      acls: fc
        .record(
          { "model-a": acl, "model-b": acl, "registry-a": acl, "registry-b": acl },
          { requiredKeys: [] },
        )
        .filter((found) => Object.keys(found).length < 3),
      endpoint: often<Stack["endpoint"]>({ privateDns: true }, { privateDns: false }, undefined),
      statements: fc.array(statement, { minLength: 1, maxLength: 4 }),
      boundary: fc.oneof(
        { weight: 4, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.array(statement, { minLength: 1, maxLength: 3 }) },
      ),
      trusted: often<readonly string[]>(
        ["sagemaker.amazonaws.com"],
        ["lambda.amazonaws.com"],
        ["lambda.amazonaws.com", "sagemaker.amazonaws.com"],
      ),
    });
  });
