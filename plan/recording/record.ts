import * as pulumi from "@pulumi/pulumi";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { createRequire } from "node:module";
import type { RecordedAccount } from "./aws-outputs";
import { collectFailures, type Failures } from "./unhandled-failures";
import { leaveOutPromiseStacks } from "./promise-stack-traces";
import { Queue } from "./queue";
import { Recorder } from "./recorder";
import { ResourceGraph, type RecordedOutput } from "../graph";
import type { RecordOptions } from "./record-options";

/** Where programs are recorded that do not say where they deploy. */
export const DEFAULT_REGION = "eu-west-1";

/**
 * Runs a Pulumi program without engine, cloud or account, and records what it declares. Ids, ARNs and names are made up
 * in AWS's shape and are the same in every run. Calls queue up, because the Pulumi SDK keeps one deployment per process:
 * a program starts, and its timeout begins, when all programs before it have ended.
 * @param program the program; what it returns is its outputs
 * @throws whatever the program throws, at once or in an `apply`; an error where a program that is being recorded calls it
 */
export function record(program: () => unknown, options: RecordOptions = {}): Promise<ResourceGraph> {
  return RECORDINGS.run(() => recordAlone(program, options));
}

const RECORDINGS = new Queue(
  "record: called by a program that is being recorded, which would wait for itself: record one program after the other",
);

async function recordAlone(program: () => unknown, options: RecordOptions): Promise<ResourceGraph> {
  const { timeoutInSeconds = 60 } = options;
  const account = accountOf(options);
  const recorder = new Recorder(account, options);
  await pulumi.runtime.setMocks(
    recorder,
    options.project ?? "project",
    options.stack ?? "stack",
    options.preview ?? false,
    options.organization ?? "organization",
  );
  pulumi.runtime.setAllConfig({ "aws:region": account.region, ...options.config }, [
    ...(options.secretConfig ?? []),
  ]);
  recorder.observe(pulumi.runtime.getMonitor() as unknown as MockMonitor);

  const failures = collectFailures();
  const restoreStacks = leaveOutPromiseStacks();
  let outputs: Record<string, RecordedOutput> = {};
  try {
    outputs = await within(timeoutInSeconds, failures, run(program));
    await settle();
  } catch (error) {
    failures.add(error);
    await Promise.race([pulumi.runtime.disconnect().catch(() => undefined), settle()]);
    await settle();
    forgetPromises();
  } finally {
    restoreStacks();
    failures.stop();
  }
  if (failures.first !== undefined) throw failures.first;
  return new ResourceGraph(recorder.resources(), recorder.calls, outputs);
}

/**
 * Runs a program below a stack, as the engine does, until all that it declares is declared. What the program throws is
 * kept from the SDK, whose stack would reject once more, in a promise that nobody can handle.
 */
async function run(program: () => unknown): Promise<Record<string, RecordedOutput>> {
  let exported: unknown;
  let thrown: { readonly error: unknown } | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      exported = await program();
    } catch (error) {
      thrown = { error };
    }
  });
  if (thrown !== undefined) throw thrown.error;
  const outputs = await resolveOutputs(exported);
  await pulumi.runtime.disconnect();
  return outputs;
}

/**
 * Answers for `pulumi.runtime.setMocks`, in tests that use Pulumi's own mocks: ids, ARNs and lookups in AWS's shape, the
 * same in every run.
 */
export function mocks(
  options: Pick<RecordOptions, "account" | "call" | "config" | "outputs" | "stackOutputs"> = {},
): pulumi.runtime.Mocks {
  const recorder = new Recorder(accountOf(options), options);
  return {
    call: (args) => recorder.call(args),
    newResource: (args) => recorder.newUnobserved(args),
  };
}

/** The account that a program is recorded in. */
function accountOf({ account, config }: RecordOptions): RecordedAccount {
  const region = account?.region ?? config?.["aws:region"] ?? DEFAULT_REGION;
  return { ...placementIn(region), ...account };
}

/** Where a region is. */
function placementIn(region: string): RecordedAccount {
  const accountId = "123456789012";
  if (region.startsWith("cn-"))
    return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", region, accountId };
  if (region.startsWith("eusc-"))
    return { partition: "aws-eusc", dnsSuffix: "amazonaws.eu", region, accountId };
  const partition = region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { partition, dnsSuffix: "amazonaws.com", region, accountId };
}

/** Waits for a program, but neither for ever nor after something in it failed that it does not await itself. */
async function within<T>(seconds: number, failures: Failures, program: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        (failures.first as Error | undefined) ??
          new Error(
            `the program did not end within ${seconds} s: a promise that it awaits or exports is never resolved`,
          ),
      );
    }, seconds * 1000);
  });
  try {
    return await Promise.race([program, failures.any, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for what a program exports, and learns which of it is secret. */
async function resolveOutputs(exported: unknown): Promise<Record<string, RecordedOutput>> {
  if (exported === null || typeof exported !== "object") return {};
  const outputs: Record<string, RecordedOutput> = {};
  for (const [key, value] of Object.entries(exported)) {
    if (key === "__esModule" || pulumi.Resource.isInstance(value)) continue;
    const output: pulumi.Output<unknown> = pulumi.output(value as string);
    outputs[key] = {
      // What a preview does not know is undefined; what failed rejects.
      value: await (output as unknown as { promise(): Promise<unknown> }).promise(),
      secret: await pulumi.isSecret(output),
    };
  }
  return outputs;
}

/** Lets go of what a failed program left open: at the end of the process the SDK would take it for leaks. */
function forgetPromises(): void {
  // The SDK keeps its state to itself.
  const { getStore } = createRequire(__filename)("@pulumi/pulumi/runtime/state") as {
    getStore(): { leakCandidates: Set<unknown> };
  };
  getStore().leakCandidates.clear();
}

/** Lets callbacks that are due run, so that failures in an `apply` come to light. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
