import { truthOf, type Truth } from "../truth";
import type { RecordedResource, ResourceGraph } from "../graph";
import { glob } from "../iam/statements";
import { fields, hostName, list, text, texts } from "../values";

const LISTENERS = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const LISTENER_RULES = ["aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule"];
const TARGET_GROUPS = ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"];
const ATTACHMENTS = [
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "aws:alb/targetGroupAttachment:TargetGroupAttachment",
];
const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** A path of the registry API: what a rule for paths must match. */
const API_PATH = "/v2/library/image/manifests/latest";

/** The methods of the requests of a pull. */
const READS = ["GET", "HEAD"];

/** The listener of a load balancer at a port. */
export function listenerAt(
  graph: ResourceGraph,
  loadBalancer: RecordedResource,
  port: number,
): RecordedResource | undefined {
  return LISTENERS.flatMap((type) => graph.withInput(type, "loadBalancerArn", loadBalancer.outputs.arn)).find(
    ({ inputs }) => Number(inputs.port) === port,
  );
}

/**
 * The listener behind which the registry is: the one at a port, or else any. Whether it listens at that port is another
 * question.
 */
export function listenerOrAny(
  graph: ResourceGraph,
  loadBalancer: RecordedResource,
  port: number,
): RecordedResource | undefined {
  const [any] = LISTENERS.flatMap((type) =>
    graph.withInput(type, "loadBalancerArn", loadBalancer.outputs.arn),
  );
  return listenerAt(graph, loadBalancer, port) ?? any;
}

/** What a listener does with a request: forwards it to target groups, or something else. */
export interface Action {
  readonly type: string;
  readonly targetGroupArns: readonly string[];
}

/**
 * The actions that a listener may take for the registry's requests to a host: of the first rule that fits, or by default; of
 * rules of which that is unknown, also those after them.
 */
export function actionsFor(
  graph: ResourceGraph,
  listener: RecordedResource,
  host: string | undefined,
): readonly Action[] {
  const rules = LISTENER_RULES.flatMap((type) =>
    graph.withInput(type, "listenerArn", listener.outputs.arn),
  ).sort((one, other) => Number(one.inputs.priority ?? 0) - Number(other.inputs.priority ?? 0));
  const actions: Action[] = [];
  for (const { inputs } of rules) {
    const fits = fitsRequest(list(inputs.conditions), host);
    if (fits === "no") continue;
    actions.push(...actionsOf(inputs.actions));
    if (fits === "yes") return actions;
  }
  return [...actions, ...actionsOf(listener.inputs.defaultActions)];
}

function fitsRequest(
  conditions: readonly Readonly<Record<string, unknown>>[],
  host: string | undefined,
): Truth {
  const answers = conditions.flatMap((condition): readonly Truth[] =>
    Object.entries(condition).flatMap(([kind, value]): readonly Truth[] => {
      const values = texts(fields(value).values);
      if (kind === "hostHeader") {
        return [
          host === undefined
            ? "unknown"
            : truthOf(values.some((each) => glob(hostName(each), hostName(host)))),
        ];
      }
      if (kind === "pathPattern")
        return [truthOf(values.some((each) => glob(each, API_PATH) || each === "/v2/*"))];
      // A pull reads, and first asks whether there is what it will read.
      if (kind === "httpRequestMethod") {
        const reads = READS.filter((method) => values.includes(method));
        return [reads.length === READS.length ? "yes" : reads.length === 0 ? "no" : "unknown"];
      }
      return value === undefined || value === null ? [] : ["unknown"];
    }),
  );
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

function actionsOf(value: unknown): readonly Action[] {
  const actions = list(value);
  const authentication = actions.find(refusesPullers);
  if (authentication !== undefined) return [{ type: String(authentication.type), targetGroupArns: [] }];
  return actions
    .filter(({ type }) => !String(type).startsWith("authenticate-"))
    .map((action) => ({
      type: text(action.type) ?? "forward",
      targetGroupArns: [
        ...texts(action.targetGroupArn),
        ...list(fields(action.forward).targetGroups).flatMap(({ arn }) => texts(arn)),
      ],
    }));
}

/**
 * Whether an action authenticates users in a browser, and lets no other request through, such as that of a pull.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
function refusesPullers(action: Readonly<Record<string, unknown>>): boolean {
  if (!String(action.type).startsWith("authenticate-")) return false;
  const { onUnauthenticatedRequest } = fields(action.authenticateOidc ?? action.authenticateCognito);
  return onUnauthenticatedRequest !== "allow";
}

/** What is registered in a target group behind a listener. */
export interface Backend {
  readonly targetGroup: RecordedResource;
  readonly service: RecordedResource | undefined;
  readonly taskDefinition: RecordedResource | undefined;
}

/** The services that a listener forwards to. */
export function backends(
  graph: ResourceGraph,
  listener: RecordedResource,
  host?: string,
): readonly Backend[] {
  const arns = actionsFor(graph, listener, host).flatMap(({ targetGroupArns }) => targetGroupArns);
  return [...new Set(arns)]
    .flatMap((arn) => TARGET_GROUPS.map((type) => graph.byOutput(type, "arn", arn)))
    .flatMap((targetGroup) => targetGroup ?? [])
    .map((targetGroup) => {
      const service = graph
        .ofType(SERVICE)
        .find(({ inputs }) => loadBalancerOf(inputs, targetGroup) !== undefined);
      const definition = service?.inputs.taskDefinition;
      const taskDefinition = graph
        .ofType(TASK_DEFINITION)
        .find(({ outputs }) => [outputs.arn, outputs.id, outputs.family].includes(definition));
      return { targetGroup, service, taskDefinition };
    });
}

function loadBalancerOf(
  service: Readonly<Record<string, unknown>>,
  targetGroup: RecordedResource,
): Readonly<Record<string, unknown>> | undefined {
  return list(service.loadBalancers).find(({ targetGroupArn }) => targetGroupArn === targetGroup.outputs.arn);
}

/** The port at which a target of a group answers: ECS registers the container's, whatever the group's own. */
export function portOf({ targetGroup, service }: Backend): number {
  const own = service === undefined ? undefined : loadBalancerOf(service.inputs, targetGroup)?.containerPort;
  return Number(own ?? targetGroup.inputs.port);
}

/** What a program registers in a target group itself: an instance by its id, or an address. */
export interface RegisteredTarget {
  readonly attachment: RecordedResource;
  readonly id: string;
  readonly port: number;
}

/** What a program registers in a target group itself. */
export function registeredIn(
  graph: ResourceGraph,
  targetGroup: RecordedResource,
): readonly RegisteredTarget[] {
  return ATTACHMENTS.flatMap((type) =>
    graph.withInput(type, "targetGroupArn", targetGroup.outputs.arn),
  ).flatMap((attachment) =>
    texts(attachment.inputs.targetId).map((id) => ({
      attachment,
      id,
      port: Number(attachment.inputs.port ?? targetGroup.inputs.port),
    })),
  );
}
