import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Credentials } from "../../registry-client";
import { Cleanup } from "./cleanup";
import { payloadOf } from "../program/preparation";
import { pullImages } from "./pull";
import type { PullOverrides, RegistryChoice } from "./pull/pull-options";
import { planProgram, type Rehearsal, type PlanOptions } from "../program/plan-program";
import { withoutSecrets, type Report } from "../report/report";
import { serve } from "./container";
import type { OptionalStep, SkippedStep, Step } from "../report/steps";

/** A rehearsal of every step, and how the later ones are done. */
export interface RehearsalOptions extends PlanOptions {
  /** The steps that are left out. */
  readonly skip: readonly OptionalStep[];
  readonly registry: RegistryChoice;
  /** Credentials of the user's registry. Default: those in Docker's configuration. */
  readonly credentials: Credentials | undefined;
  /** The file of the example request; that of the program's `rehearsal.json` without it. */
  readonly payload: string | undefined;
  /** Seconds until `/ping` must answer; what the plan says without it. */
  readonly startupTimeoutInSeconds: number | undefined;
  /** Whether any image may run as a plain process of the user where no container engine works; false by default. */
  readonly serveAsProcess?: boolean;
  /** Where programs, and Docker's configuration, are looked for. */
  readonly environment: NodeJS.ProcessEnv;
  /** Called with the next action. */
  readonly progress: (step: Step, message: string) => void;
  /** Changes the plan, in tests. */
  readonly change?: (rehearsal: Rehearsal) => Rehearsal;
  /** Overrides for tests. */
  readonly overrides?: PullOverrides;
}

/**
 * Plans a program and holds the plan against the requirements, then pulls its images for real and starts the first. Nothing
 * that it starts outlives it.
 * @throws whatever the program throws, and ProgramNotFoundError
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsal> {
  options.progress("plan", `Run ${options.program}`);
  const planned = await planProgram(options);
  const rehearsal = options.change?.(planned) ?? planned;
  options.progress("prove", "Hold the plan against the requirements");
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
  const leaveOut = (step: OptionalStep, reason: string): void => void skipped.push({ step, reason });
  const askedFor = (step: OptionalStep): string => `--skip ${step} leaves it out.`;
  if (skip.includes("pull")) {
    leaveOut("pull", askedFor("pull"));
    leaveOut(
      "serve",
      skip.includes("serve") ? askedFor("serve") : "Nothing is pulled that could be started.",
    );
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
    leaveOut("pull", "The plan has no model whose image is known before it is deployed.");
    leaveOut("serve", "Nothing is pulled that could be started.");
    return { skipped };
  }
  const { result: pull, image } = pulled;
  if (skip.includes("serve")) leaveOut("serve", askedFor("serve"));
  else if (image === undefined) {
    const isStandIn = pull.images.some(({ standIn }) => standIn !== undefined);
    leaveOut(
      "serve",
      `${isStandIn ? "What was pulled holds no program" : "No image was pulled"} that could be started.`,
    );
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
