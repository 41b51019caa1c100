import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deploymentError, reasonOf, whileEngineRuns, guarded } from "../common";
import { serviceState, type DeclaredService, type ServiceState } from "./service-state";

/** A service of the registry. */
export interface RegistryService {
  readonly resource: aws.ecs.Service;
  /** Resolves when the service runs what it was given; at a preview at once. */
  readonly serving: pulumi.Output<unknown>;
}

/** What a service is given to run. */
export type ServiceInputs = { readonly [Key in keyof DeclaredService]: pulumi.Output<DeclaredService[Key]> };

/** How a service is; `unread` where that cannot be learned, and `untold` where the answer does not say it, as a mock's may. */
type LiveState =
  ServiceState | { readonly kind: "unread" | "untold"; readonly problem: string; readonly remedy: string };

/** What the AWS provider says of a service that ECS does not know. */
const NOT_FOUND = /no matching ECS Service found|couldn't find resource/;

/** A deployment that the provider takes for complete may still show old tasks for a moment. */
const READS = 24;
const PAUSE_IN_MILLISECONDS = 5_000;

/**
 * What has the AWS provider deploy a service again where its last deployment failed: after a failed update the provider's
 * state holds what was planned, so that the next one would find no difference and do nothing. The service must have
 * `forceNewDeployment`. A service that runs what it was given, or that is yet to be made, gets none; the provider then keeps
 * those that it has, without a difference. A preview says why the service is to be deployed again.
 */
export function redeploymentTriggers(
  declared: ServiceInputs,
  parent: pulumi.Resource,
): pulumi.Output<Record<string, string> | undefined> {
  return whole(declared).apply(
    guarded(async (known) => {
      const state = await read(known, parent);
      if (state.kind === "unread" && pulumi.runtime.isDryRun()) await pulumi.log.warn(told(state), parent);
      if (state.kind !== "failed") return undefined;
      if (pulumi.runtime.isDryRun()) {
        await pulumi.log.warn(`${state.problem}. \`pulumi up\` deploys it again`, parent);
      }
      // Another value at every attempt, as this one may fail, too.
      return { redeployedAt: new Date().toISOString() };
    }),
  );
}

/**
 * Resolves when a service runs what it was given: what is ready, and passwords that its tasks must know, wait for this. The
 * service is read after its own update, by every deployment. A preview does not wait: what it knows stays known.
 */
export function servingService(
  service: aws.ecs.Service,
  declared: ServiceInputs,
  parent: pulumi.Resource,
): pulumi.Output<unknown> {
  if (pulumi.runtime.isDryRun()) return service.urn;
  return pulumi.all([whole(declared), service.id]).apply(
    guarded(async ([known]) => {
      const state = await readSettled(known, parent);
      if (state.kind === "serving") return;
      if (state.kind === "untold") return pulumi.log.warn(told(state), parent);
      throw deploymentError(
        `${told(state)}. Passwords that its tasks do not know are not handed out, and what it starts tasks with is kept`,
      );
    }),
  );
}

const told = ({ problem, remedy }: { readonly problem: string; readonly remedy: string }): string =>
  `${problem}. ${remedy}`;

const whole = (declared: ServiceInputs): pulumi.Output<DeclaredService> => pulumi.output(declared);

async function readSettled(declared: DeclaredService, parent: pulumi.Resource): Promise<LiveState> {
  let state = await read(declared, parent);
  for (let reads = 1; state.kind === "deploying" && reads < READS; reads++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_IN_MILLISECONDS));
    state = await read(declared, parent);
  }
  return state;
}

async function read(declared: DeclaredService, parent: pulumi.Resource): Promise<LiveState> {
  const { clusterArn, name } = declared;
  const unread = (kind: "unread" | "untold", reason: string): LiveState => ({
    kind,
    problem: `whether the ECS service ${name} runs what it was given is unknown: ${reason}`,
    remedy: "Allow ecs:DescribeServices where that is refused, and run `pulumi up` again",
  });
  try {
    const live = await whileEngineRuns(aws.ecs.getService({ clusterArn, serviceName: name }, { parent }));
    if (typeof live.taskDefinition !== "string") return unread("untold", "ECS names no task definition");
    return serviceState(declared, live);
  } catch (error) {
    const reason = reasonOf(error);
    return NOT_FOUND.test(reason) ? serviceState(declared, undefined) : unread("unread", reason);
  }
}
