import { setTimeout as pause } from "node:timers/promises";
import { type Operation, type OperationSummary, summarize } from "./drill-counts";
import { pullUntil, push, pushUntil, newImage } from "./drill-clients";
import type { DrillEnvironment } from "./drill-environment";
import { DrillImages } from "./drill-images";
import { type Verification, verifyImages } from "./verify-images";

/** How many clients a drill has, and how long its faults last. */
export interface DrillSize {
  readonly pullClients: number;
  readonly pushClients: number;
  /** The longest pause of a client between two pulls: without any, moto alone would keep the processors busy. */
  readonly pullPauseSeconds: number;
  /** How long tasks are killed. */
  readonly killSeconds: number;
  readonly killEverySeconds: number;
  /** How long S3 is away. */
  readonly s3Seconds: number;
  /** How long a task has a wrong key for uploads. */
  readonly secretSeconds: number;
  /** How long clients go on after a fault has ended. */
  readonly calmSeconds: number;
}

export const FULL_DRILL: DrillSize = {
  pullClients: 50,
  pushClients: 5,
  pullPauseSeconds: 10,
  killSeconds: 60,
  killEverySeconds: 5,
  s3Seconds: 30,
  secretSeconds: 10,
  calmSeconds: 5,
};

/** A fault, and how it is caused while clients work. */
export interface Scenario {
  readonly title: string;
  run(environment: DrillEnvironment, size: DrillSize): Promise<void>;
}

/** What clients observed during a scenario, and what pulls found afterwards. */
export interface ScenarioResult {
  readonly title: string;
  readonly seconds: number;
  readonly pulls: OperationSummary;
  readonly pushes: OperationSummary;
  readonly verification: Verification;
}

const IMAGES_BEFORE = 5;

export const SCENARIOS: readonly Scenario[] = [
  {
    title: "a task is killed every few seconds",
    async run({ pullService, pushService }, { killSeconds, killEverySeconds }) {
      // Two tasks serve images, and one takes them: each is killed in turn.
      const turns = [pullService, pullService, pushService];
      for (let second = 0; second < killSeconds; second += killEverySeconds) {
        turns[(second / killEverySeconds) % turns.length]?.kill();
        await pause(killEverySeconds * 1000);
      }
    },
  },
  {
    title: "S3 is away: half of the time it refuses connections, then it is silent",
    async run({ network }, { s3Seconds }) {
      for (const state of ["refusing", "silent"] as const) {
        await network.send({ kind: "gate", state });
        await pause(s3Seconds * 500);
      }
      await network.send({ kind: "gate", state: "open" });
    },
  },
  {
    title: "one of two tasks that take images has another key for uploads",
    async run(environment, { secretSeconds }) {
      const service = environment.serviceWithWrongSecret();
      await service.start();
      await pause(secretSeconds * 1000);
      await service.drain();
    },
  },
  {
    title: "everything but S3 is restarted at once",
    async run(environment) {
      await environment.stopAll("SIGTERM");
      await environment.startAll();
    },
  },
];

/** Causes a fault while clients pull and push, and pulls every image afterwards. */
export async function runScenario(
  scenario: Scenario,
  environment: DrillEnvironment,
  size: DrillSize,
): Promise<ScenarioResult> {
  const started = performance.now();
  const [puller, pusher] = [environment.access("pull"), environment.access("push")];
  const images = new DrillImages();
  const key = `s${SCENARIOS.indexOf(scenario)}`;
  for (let number = 0; number < IMAGES_BEFORE; number++) {
    await push(pusher, images.add(`ml/${key}-before`, `v${number}`, newImage()));
  }
  let isOver = false;
  const [pulls, pushes]: [Operation[], Operation[]] = [[], []];
  const hasEnded = (): boolean => isOver;
  const clients = [
    ...Array.from({ length: size.pullClients }, () =>
      pullUntil(hasEnded, size.pullPauseSeconds, puller, images, pulls),
    ),
    ...Array.from({ length: size.pushClients }, (_, index) =>
      pushUntil(hasEnded, pusher, `${key}-${index}`, images, pushes),
    ),
  ];
  try {
    await scenario.run(environment, size);
    await pause(size.calmSeconds * 1000);
  } finally {
    isOver = true;
    await Promise.all(clients);
  }
  const verification = await verifyImages(puller, images.all);
  return {
    title: scenario.title,
    seconds: (performance.now() - started) / 1000,
    pulls: summarize(pulls),
    pushes: summarize(pushes),
    verification,
  };
}

/** What must not happen in any scenario, in words; empty where all is as it must be. */
export function faultsOf({ title, pulls, pushes, verification }: ScenarioResult): string[] {
  const { lost, halfVisible, wrongBytes } = verification;
  const counts: readonly (readonly [string, number])[] = [
    ["pulls did not succeed within a minute", pulls.givenUp],
    ["pushes did not succeed within a minute", pushes.givenUp],
    ["pulls found an image without one of its blobs", pulls.halfVisible],
    ["pulls got wrong bytes", pulls.wrongBytes],
    ["pulls did not find an image whose push had succeeded", pulls.missing],
    ["images are lost", lost],
    ["images are visible in part", halfVisible],
    ["images have wrong bytes", wrongBytes],
  ];
  const faults = counts.filter(([, count]) => count > 0).map(([what, count]) => `${title}: ${count} ${what}`);
  // Clients that did nothing prove nothing.
  return pulls.complete > 0 && pushes.complete > 0
    ? faults
    : [...faults, `${title}: no pull or no push succeeded`];
}
