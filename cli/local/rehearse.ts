import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Credentials } from "../../registry-client";
import { Cleanup } from "./cleanup";
import { payloadOf } from "../program/rehearsal-settings";
import { pullImages } from "./pull";
import type { PullOverrides, RegistryChoice } from "./pull/pull-options";
import { planProgram, type Rehearsal, type PlanOptions } from "../program/plan-program";
import { withoutSecrets, type Report } from "../report/report";
import { serve } from "./container";
import type { OptionalStep, SkippedStep, Step } from "../report/steps";

/** The settings of a rehearsal. */
export interface RehearsalOptions extends PlanOptions {
  /** The steps to skip. */
  readonly skip: readonly OptionalStep[];
  readonly registry: RegistryChoice;
  /** Credentials of the user's registry. Default: those in Docker's configuration. */
  readonly credentials: Credentials | undefined;
  /** The file of the example request. Default: the one in the program's `rehearsal.json`. */
  readonly payload: string | undefined;
  /** Timeout of `/ping`, in seconds. Default: the plan's. */
  readonly startupTimeoutInSeconds: number | undefined;
  /** Whether any image may run as a process of the user where no container engine works. Default: false. */
  readonly serveAsProcess?: boolean;
  /** The environment with the PATH and Docker's configuration. */
  readonly environment: NodeJS.ProcessEnv;
  /** Called with the next action. */
  readonly progress: (step: Step, message: string) => void;
  /** Changes the plan, in tests. */
  readonly change?: (rehearsal: Rehearsal) => Rehearsal;
  /** Overrides for tests. */
  readonly overrides?: PullOverrides;
}

/**
 * Plans a program, checks the requirements, pulls its images and starts the first one. Stops everything that it starts.
 * @throws whatever the program throws, and ProgramNotFoundError
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  options.progress("plan", `Run ${options.program}`);
  const planned = await planProgram(options);
  const rehearsal = options.change?.(planned) ?? planned;
  options.progress("check", "Check the requirements");
  const cleanup = new Cleanup();
  try {
    const later = await pullAndServe(rehearsal, options, cleanup);
    return { ...rehearsal, report: { ...rehearsal.report, ...withoutSecrets(later, rehearsal.graph) } };
  } finally {
    await cleanup.end();
  }
}

async function pullAndServe(
  { graph, project }: Rehearsal,
  options: RehearsalOptions,
  cleanup: Cleanup,
): Promise<Pick<Report, "pull" | "serve" | "skipped">> {
  const { skip, registry, credentials, environment, payload, startupTimeoutInSeconds, progress } = options;
  const skipped: SkippedStep[] = [];
  const skipStep = (step: OptionalStep, reason: string): void => void skipped.push({ step, reason });
  const requested = (step: OptionalStep): string => `--skip ${step} skips it.`;
  if (skip.includes("pull")) {
    skipStep("pull", requested("pull"));
    skipStep("serve", skip.includes("serve") ? requested("serve") : "No image is pulled.");
    return { skipped };
  }
  const folder = dirname(project.file);
  const { preparation } = project;
  const pulled = await pullImages({
    graph,
    folders: [folder, folderOf(options.program)],
    preparation,
    registry,
    credentials,
    environment,
    cleanup,
    keepLayers: !skip.includes("serve"),
    progress: (message) => progress("pull", message),
    ...(options.overrides === undefined ? {} : { overrides: options.overrides }),
  });
  if (pulled === undefined) {
    skipStep("pull", "The plan has no model with an image reference that is known before the deployment.");
    skipStep("serve", "No image is pulled.");
    return { skipped };
  }
  const { result: pull, image } = pulled;
  if (skip.includes("serve")) skipStep("serve", requested("serve"));
  else if (image === undefined) {
    const isStandIn = pull.images.some(({ standIn }) => standIn !== undefined);
    skipStep("serve", isStandIn ? "The placeholder has no program to start." : "No image was pulled.");
  }
  if (skipped.length > 0 || image === undefined) return { pull, skipped };
  const served = await serve({
    graph,
    image,
    payload: payload === undefined ? preparation.payload : payloadOf(resolve(payload)),
    startupTimeoutInSeconds,
    serveAsProcess: options.serveAsProcess === true,
    environment,
    cleanup,
    progress: (message) => progress("serve", message),
  });
  return { pull, serve: served };
}

function folderOf(program: string): string {
  const path = resolve(program);
  return statSync(path).isDirectory() ? path : dirname(path);
}
