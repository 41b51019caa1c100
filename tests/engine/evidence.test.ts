// docs/evidence.md: what becomes of endpoints that fail, or that are being created when a run is interrupted.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "../../tools/evidence/account";
import { takeAway } from "../../tools/evidence/command";
import { Interruption } from "../../tools/evidence/interruption";
import { evidenceProgram } from "../../tools/evidence/program";
import { EvidenceStack } from "../../tools/evidence/stack";
import { EXIT } from "../../cli/exit-status";
import { endpointsIn } from "./endpoint-program";
import type { Project } from "./engine";
import type { Settings } from "./provider/settings";
import { assertNothingLeft, describeEngine } from "./scenario";
import { whatIsMissing } from "./setup";

const ENDPOINTS = ["plain", "index"] as const;

describeEngine("the evidence kit", (createProject) => {
  const quiet = (): void => undefined;
  let interruption: Interruption;
  let environment: NodeJS.ProcessEnv = {};

  before(function () {
    if (whatIsMissing() !== undefined) this.skip();
    // Pulumi's Automation API deploys with no other.
    if (execFileSync("pulumi", ["version"], { encoding: "utf8" }).trim() !== "") return;
    console.log(
      "SKIPPED: the evidence kit on the engine: this `pulumi`, built from a checkout, has no version",
    );
    this.skip();
  });
  beforeEach(() => {
    environment = { ...process.env };
    interruption = new Interruption(quiet, false);
  });
  afterEach(() => {
    interruption.end();
    for (const name of Object.keys(process.env)) {
      if (!(name in environment)) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, environment);
  });

  /** A run whose fake AWS has these faults. The kit runs the CLI with the environment of its own process. */
  async function run(settings: Settings) {
    const project = await createProject({ program: "", settings });
    Object.assign(process.env, project.environment());
    const folder = join(project.folder, "..", "evidence");
    mkdirSync(folder);
    const image = join(folder, "image.tar");
    writeFileSync(image, "an image");
    const configuration = { "aws:region": "eu-west-1" };
    const stack = await EvidenceStack.open(folder, "evidence", configuration, quiet);
    const runId = await stack.runId();
    const program = (): void =>
      evidenceProgram({
        domainName: "evidence.example.com",
        validationZoneId: "Z0123456789ABCDEFGHIJ",
        instanceType: "ml.m5.large",
        endpoints: ENDPOINTS,
        runId,
        image: {
          path: image,
          manifestDigest: `sha256:${"a".repeat(64)}`,
          indexDigest: `sha256:${"a".repeat(64)}`,
        },
      });
    const names = ENDPOINTS.map((id) => `evidence-${id}-${runId}`).sort();
    return { project, stack, program, names, folder };
  }

  /** What the kit asks of AWS as it takes everything away, of the fake one. */
  const accountOf = (project: Project) => () =>
    ({
      endpoint: (name: string) =>
        Promise.resolve(endpointsIn(project.account()).includes(name) ? { status: "Failed" } : undefined),
      deleteEndpoint: (name: string) =>
        Promise.resolve(
          project.changeAccount((account) => {
            account.resources = account.resources.filter(({ id }) => id !== name);
            account.interfaces = account.interfaces.filter(({ owner }) => owner !== `endpoint ${name}`);
          }),
        ),
      deleteLogGroup: () => Promise.resolve(),
      close: quiet,
    }) as unknown as Account;

  const away = ({ project, stack, folder }: Awaited<ReturnType<typeof run>>) =>
    takeAway(
      stack,
      { folder, stack: "evidence" },
      {
        openAccount: accountOf(project),
        deletionWait: { milliseconds: 10, times: 10, sleep },
        interruption,
        tell: quiet,
      },
    );

  it("takes endpoints away that have failed, and then the rest", async () => {
    const kit = await run({ endpointCreationFails: true });
    const { errors, failure } = await kit.stack.deploy(kit.program, interruption.childSignal);
    assert.equal(failure, undefined);
    assert.deepEqual(Object.keys(errors).sort(), [...ENDPOINTS].sort());
    assert.deepEqual(endpointsIn(kit.project.account()).sort(), kit.names);
    assert.equal(await away(kit), EXIT.ok);
    assertNothingLeft(kit.project.account());
  });

  it("takes endpoints away that were being created when it was interrupted, and then the rest", async () => {
    const kit = await run({ endpointCreationInMinutes: 60, minuteInMilliseconds: 5000 });
    const deployed = kit.stack.deploy(kit.program, interruption.childSignal);
    const creating = async (): Promise<undefined> => {
      while (endpointsIn(kit.project.account()).length === 0) await sleep(200);
      return undefined;
    };
    assert.equal(await Promise.race([creating(), deployed]), undefined);
    process.emit("SIGTERM", "SIGTERM");
    await deployed;
    assert.ok(interruption.signal.aborted);
    kit.project.setSettings({});
    assert.equal(await away(kit), EXIT.ok);
    assertNothingLeft(kit.project.account());
  });
});
