// What AWS does with a stack, by sending packets through it. It shares no code with the rules.
import {
  blockOf,
  blockOfRegistry,
  FUNCTION,
  MODEL_BLOCK,
  type AclEntry,
  type GroupName,
  type Peer,
  type Route,
  type Stack,
  type Statement,
  type SubnetName,
} from "./stack";

/** Whether AWS lets it work: `open` where it depends on which address, or which port of the client, is taken. */
export type Truth = "works" | "refused" | "open";

interface Interface {
  readonly address: number;
  readonly subnet: SubnetName;
  readonly group: GroupName;
}

const number = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function within(address: number, block: string): boolean {
  const [network = "", bits = "32"] = block.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(number(network) / size);
}

/** Interfaces at both ends of each subnet's addresses: what a block covers in part, one of them shows. */
function interfaces(stack: Stack, vpc: "model" | "registry", group: GroupName): readonly Interface[] {
  return [`${vpc}-a`, `${vpc}-b`].flatMap((name) => {
    const subnet = name as SubnetName;
    const first = number(blockOf(stack, subnet).split("/")[0] ?? "");
    return [4, 250].map((host) => ({ address: first + host, subnet, group }));
  });
}

const vpcOf = (stack: Stack, subnet: SubnetName): "model" | "registry" =>
  stack.connection !== undefined && subnet.startsWith("registry") ? "registry" : "model";

function together(answers: readonly boolean[]): Truth {
  if (answers.every(Boolean)) return "works";
  return answers.some(Boolean) ? "open" : "refused";
}

function all(...truths: readonly Truth[]): Truth {
  if (truths.includes("refused")) return "refused";
  return truths.includes("open") ? "open" : "works";
}

/** Whether a rule in a direction that refers to a group counts between two interfaces. */
function refers(stack: Stack, from: Interface, to: Interface, direction: "egress" | "ingress"): boolean {
  if (vpcOf(stack, from.subnet) === vpcOf(stack, to.subnet)) return true;
  if (stack.connection === "peering") return stack.accepted;
  return direction === "ingress" && stack.referencing && stack.attached;
}

function groupLets(
  stack: Stack,
  direction: "egress" | "ingress",
  from: Interface,
  to: Interface,
  port: number,
): boolean {
  const [own, other] = direction === "egress" ? [from, to] : [to, from];
  const names = (peer: Peer): boolean =>
    "group" in peer
      ? peer.group === other.group && refers(stack, from, to, direction)
      : peer.blocks.some((block) => within(other.address, block));
  return stack[direction][own.group].some(
    ({ fromPort, toPort, peer }) => fromPort <= port && port <= toPort && names(peer),
  );
}

function aclLets(
  stack: Stack,
  direction: "egress" | "ingress",
  at: SubnetName,
  other: number,
  port: number,
): boolean {
  const own = stack.acls[at];
  if (own === undefined) return true;
  const entries: readonly AclEntry[] = [...own[direction]].sort(
    (one, another) => one.number - another.number,
  );
  const first = entries.find(
    ({ block, fromPort, toPort }) => within(other, block) && fromPort <= port && port <= toPort,
  );
  return first?.allows === true;
}

/** Whether the network ACLs let a connection through: for some ports of the client they may, and for others not. */
function aclTruth(stack: Stack, from: Interface, to: Interface, port: number): Truth {
  if (from.subnet === to.subnet) return "works";
  const there =
    aclLets(stack, "egress", from.subnet, to.address, port) &&
    aclLets(stack, "ingress", to.subnet, from.address, port);
  const back = [1024, 5000, 32768, 65535].map(
    (client) =>
      aclLets(stack, "egress", to.subnet, from.address, client) &&
      aclLets(stack, "ingress", from.subnet, to.address, client),
  );
  return there ? together(back) : "refused";
}

function routed(stack: Stack, from: Interface, to: Interface): boolean {
  const vpc = vpcOf(stack, from.subnet);
  const own = vpc === "model" ? MODEL_BLOCK : blockOfRegistry(stack);
  const routes: readonly (Route | { readonly block: string; readonly target: "local" })[] = [
    { block: own, target: "local" },
    ...(vpc === "model" ? stack.modelRoutes : stack.registryRoutes),
  ];
  const length = (block: string): number => Number(block.split("/")[1]);
  const best = routes
    .filter(({ block }) => within(to.address, block))
    .sort((one, other) => length(other.block) - length(one.block))[0];
  if (best === undefined || best.target === "nothing") return false;
  if (best.target === "local") return vpcOf(stack, to.subnet) === vpc;
  return stack.connection === "peering" ? stack.accepted : stack.attached;
}

function pairs(
  from: readonly Interface[],
  to: readonly Interface[],
): readonly (readonly [Interface, Interface])[] {
  return from.flatMap((one) => to.map((other) => [one, other] as const));
}

function resolves(stack: Stack): boolean {
  if (!stack.dnsHostnames || !stack.zoneSeen) return false;
  // Of two zones that fit, the more specific one answers; of one name only one is associated with a VPC.
  return !(stack.shadowed && stack.zone === "parent");
}

/** What AWS does, by requirement; a requirement that the stack is not about is absent. */
export function truthOf(stack: Stack): Readonly<Record<string, Truth>> {
  const model = interfaces(stack, "model", "model");
  const balancer = interfaces(stack, "registry", "balancer");
  const task = interfaces(stack, "registry", "task");
  const endpoint = interfaces(stack, "model", "endpoint");
  const toBalancer = pairs(model, balancer);
  const toTask = pairs(balancer, task);
  const lets = (direction: "egress" | "ingress", between: typeof toBalancer, port: number): Truth =>
    together(between.map(([from, to]) => groupLets(stack, direction, from, to, port)));
  const byEndpoint = stack.endpoint?.privateDns === true && stack.dnsHostnames;
  const yes = (holds: boolean): Truth => (holds ? "works" : "refused");
  return {
    "registry-reachable": all(
      yes(resolves(stack)),
      yes(stack.listenerPort === 443),
      lets("egress", toBalancer, 443),
      together(toBalancer.map(([from, to]) => routed(stack, from, to))),
      together(toBalancer.map(([from, to]) => routed(stack, to, from))),
      lets("egress", toTask, 5000),
      lets("ingress", toTask, 5000),
    ),
    "registry-admits-model": lets("ingress", toBalancer, 443),
    // Out of the VPC the packets to Lambda pass its network ACLs with addresses of the internet, which are not sent here.
    ...(byEndpoint
      ? {
          "network-acls": all(
            ...toBalancer.map(([from, to]) => aclTruth(stack, from, to, 443)),
            ...toTask.map(([from, to]) => aclTruth(stack, from, to, 5000)),
            ...pairs(model, endpoint).map(([from, to]) => aclTruth(stack, from, to, 443)),
          ),
        }
      : {}),
    "lambda-reachable": byEndpoint
      ? all(lets("egress", pairs(model, endpoint), 443), lets("ingress", pairs(model, endpoint), 443))
      : "refused",
    "role-invokes-credentials-function": yes(may(stack, "lambda:InvokeFunction", FUNCTION)),
    "role-usable-by-sagemaker": yes(
      stack.trusted.includes("sagemaker.amazonaws.com") && NEEDED.every((action) => may(stack, action, "*")),
    ),
  };
}

/** https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html */
const NEEDED = [
  ...["Create", "Delete"].flatMap((verb) => [
    `ec2:${verb}NetworkInterface`,
    `ec2:${verb}NetworkInterfacePermission`,
  ]),
  ...["NetworkInterfaces", "Vpcs", "DhcpOptions", "Subnets", "SecurityGroups"].map(
    (what) => `ec2:Describe${what}`,
  ),
];

function may({ statements, boundary }: Stack, action: string, resource: string): boolean {
  return [statements, ...(boundary === undefined ? [] : [boundary])].every((policy) => {
    const effects = policy.filter((each) => concerns(each, action, resource)).map(({ Effect }) => Effect);
    return effects.includes("Allow") && !effects.includes("Deny");
  });
}

function concerns(statement: Statement, action: string, resource: string): boolean {
  const fits = (patterns: string | readonly string[], value: string): boolean =>
    [patterns].flat().some((pattern) => like(pattern.toLowerCase(), value.toLowerCase()));
  const { Action, NotAction, Resource, NotResource } = statement;
  const byAction = Action === undefined ? !fits(NotAction ?? [], action) : fits(Action, action);
  const byResource = Resource === undefined ? !fits(NotResource ?? [], resource) : fits(Resource, resource);
  return byAction && byResource;
}

/** Whether a pattern with stars matches: the parts between them follow each other. */
function like(pattern: string, value: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return value === pattern;
  const last = rest.pop() ?? "";
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}
