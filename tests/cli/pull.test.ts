import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as https from "node:https";
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyImage, openLocalArchive, RegistryClient } from "../../registry-client";
import { printReport } from "../../cli/report/print-report";
import { printSummary } from "../../cli/report/print-summary";
import type { PullAction, PullResult } from "../../cli/local/pull/pull-result";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { imageArchive, temporaryFolder } from "./test-images";
import { changing, NO_PROGRAMS, rehearsed, replacing } from "./run-rehearsal";

const pulled = async (options: Parameters<typeof rehearsed>[0] = {}): Promise<PullResult> => {
  const { report } = await rehearsed({ skip: ["serve"], ...options });
  assert(report.pull, JSON.stringify(report.skipped));
  return report.pull;
};
const failureOf = ({ actions }: PullResult): PullAction => {
  const failed = actions.at(-1);
  assert.equal(failed?.status, "failed", JSON.stringify(actions, null, 1));
  return failed;
};
const REFERENCE = /^registry\.ml\.example\.com\/ml\/demo@sha256:[0-9a-f]{64}$/;

/** A folder with nothing but one command in it, found on this machine's PATH. */
function only(command: string, folder: string): NodeJS.ProcessEnv | undefined {
  const { stdout } = spawnSync("sh", ["-c", `command -v ${command}`], { encoding: "utf8" });
  if (stdout.trim() === "") return undefined;
  const programs = mkdtempSync(join(folder, "programs-"));
  symlinkSync(stdout.trim(), join(programs, command));
  return { ...NO_PROGRAMS, PATH: programs };
}

describe("the pull for real", function () {
  this.timeout(60_000);
  let place: ReturnType<typeof temporaryFolder>;
  before(() => {
    place = temporaryFolder();
  });
  after(() => place.remove());

  for (const [kind, command] of [
    ["embedded", undefined],
    ["distribution", "registry"],
    ["docker-registry", "docker-registry"],
  ] as const) {
    it(`publishes, checks and pulls the quickstart's image: ${kind}`, async function () {
      const environment = command === undefined ? NO_PROGRAMS : only(command, place.folder);
      if (environment === undefined) {
        const skipped = `no ${command ?? ""} on the PATH: the rehearsal is not tried with it`;
        if (process.env["REQUIRE_REGISTRIES"] === "1") throw new Error(skipped);
        console.log(`      skipped: ${skipped}`);
        return this.skip();
      }
      const { registry, actions, requests, preflights, images } = await pulled({ environment });
      const [preflight] = preflights;
      const [image] = images;
      assert.equal(registry.kind, kind);
      assert.equal(registry.hostname, "registry.ml.example.com");
      assert.match(registry.differences?.join() ?? "", /a folder instead of its s3 storage/);
      assert.equal(registry.version === undefined, kind === "embedded");
      // Only the version that is deployed tells whether it starts with what is deployed.
      const storage = kind === "distribution" ? "passed" : "skipped";
      assert.deepEqual(
        actions.map(({ id, status }) => `${id} ${status}`),
        [
          `storage ${storage}`,
          ...["start", "publish", "credentials", "preflight", "pull"].map((id) => `${id} passed`),
        ],
        JSON.stringify(actions, null, 1),
      );
      const said = {
        distribution:
          /^The registry's 2 services start with the deployed S3 configuration, by CNCF distribution 3\./,
        "docker-registry": /^Unknown: whether the registry starts .*, but docker-registry 2\./,
        embedded: /^Unknown: whether the registry starts .* the PATH has none\.$/,
      }[kind];
      assert.match(actions[0]?.seen ?? "", said);
      assert.equal(preflight?.passed, true);
      assert.match(image?.reference ?? "", REFERENCE);
      assert.equal(image?.layers, 1);
      assert.match(image.standIn ?? "", /`node model\/build-image\.mjs` created another one/);
      // Each endpoint by its own port, with the users of its own, and nothing left unread.
      const hostsOf = (id: PullAction["id"]) => [
        ...new Set(requests.filter(({ action }) => action === id).map(({ url }) => new URL(url).host)),
      ];
      assert.deepEqual(hostsOf("publish"), ["registry.ml.example.com:8443"]);
      assert.deepEqual(hostsOf("preflight"), ["registry.ml.example.com"]);
      assert.deepEqual(hostsOf("pull"), ["registry.ml.example.com"]);
      assert(requests.every(({ status, ms }) => status !== undefined && ms >= 0));
      assert(requests.every(({ url }) => !url.includes("?")));
      const got = requests.filter(({ action, status }) => action === "pull" && status === 200);
      assert.equal(got.length, 3, "manifest, configuration and layer");
      assert.equal(got.reduce((sum, { bytes }) => sum + bytes, 0) > (image.sizeInBytes ?? 0), true);
    });
  }

  it("fails where the registry would not start with the configuration that is deployed", async function () {
    const environment = only("registry", place.folder);
    if (environment === undefined) return this.skip();
    const config = { "aws:region": "mx-central-1" };
    const asPlanned = await pulled({ environment, config });
    assert.equal(asPlanned.actions[0]?.status, "passed", JSON.stringify(asPlanned.actions));
    const withoutEndpoint = changing("demo-registry-push", ({ containerDefinitions }) => ({
      containerDefinitions: String(containerDefinitions).replace(/\\"regionendpoint\\":\\"[^"]+",/, ""),
    }));
    const failed = failureOf(await pulled({ environment, config, change: withoutEndpoint }));
    assert.equal(failed.id, "storage");
    assert.equal(failed.resource, "demo-registry-push");
    assert.equal(
      failed.seen,
      "With the deployed S3 configuration registry did not start: invalid region provided: mx-central-1.",
    );
    assert.match(failed.remedy ?? "", /storage\.s3/);
  });

  it("runs the plan's own functions with the plan's own environment", async () => {
    const elsewhere = changing("demo-access-credentials-function", ({ environment }) => ({
      environment: {
        variables: {
          ...(environment as { variables: Record<string, string> }).variables,
          PASSWORD_KEY: "no-such-key",
        },
      },
    }));
    const failed = failureOf(await pulled({ change: elsewhere }));
    assert.equal(failed.id, "credentials");
    assert.equal(failed.resource, "demo-access-credentials-function");
    assert.match(failed.seen, /has no key "no-such-key"/);
    assert.match(failed.remedy ?? "", /Store a JSON object in its secret/);
  });

  it("fails the preflight for a wrong password, at the function that answered with it", async () => {
    const wrong = changing("demo-registry-pull-credentials-version", ({ secretString }) => ({
      secretString: JSON.stringify({
        ...(JSON.parse(String(secretString)) as object),
        password: "wrong-password",
      }),
    }));
    const result = await pulled({ change: wrong });
    const failed = failureOf(result);
    assert.equal(failed.id, "preflight");
    assert.equal(failed.resource, "demo-access-credentials-function");
    assert.match(failed.seen, /authentication: /);
    assert.match(failed.remedy ?? "", /secret|credentials|user/);
    assert(!JSON.stringify(result).includes("wrong-password"));
  });

  it("refuses a self-signed certificate in place of a trusted one, at whatever comes to it first", async () => {
    const [trusted, own] = [new CertificateAuthority(), new CertificateAuthority()];
    const authority = {
      certificate: trusted.certificate,
      issue: ({ names }: { readonly names: readonly string[] }) => own.selfSigned({ names }),
    };
    const failed = failureOf(await pulled({ overrides: { authority } }));
    assert.equal(failed.id, "publish");
    assert.equal(failed.resource, "demo-image-publish");
    assert.match(failed.seen, /certificate/);
    assert.match(failed.remedy ?? "", /public authority/);
    const existing = failureOf(
      await pulled({
        program: join(__dirname, "..", "..", "examples", "existing-registry"),
        overrides: { authority },
      }),
    );
    assert.equal(existing.id, "preflight");
    assert.match(existing.seen, /certificate-authority: The certificate is self-signed/);
    assert.match(existing.remedy ?? "", /a certificate of a public authority/);
    assert.equal(existing.resource, "fraud-model");
  });

  it("fails the preflight for a blob that is missing, at what published the image", async () => {
    const failed = failureOf(
      await pulled({ overrides: { beforePreflight: (ports) => loseLayer(ports.get(8443) ?? 0) } }),
    );
    assert.equal(failed.id, "preflight");
    assert.equal(failed.resource, "demo-image-publish");
    assert.match(failed.seen, /blobs: .*sha256:/);
    assert.match(failed.remedy ?? "", /push|again|garbage/i);
  });

  /** Deletes the image's layer through the push endpoint, with the user in the function's secret. */
  async function loseLayer(port: number): Promise<void> {
    const { graph } = await rehearsed({ skip: ["pull"] });
    const { inputs } = graph.only(
      "aws:secretsmanager/secretVersion:SecretVersion",
      "demo-registry-push-credentials-version",
    );
    const { username, password } = JSON.parse(String(inputs.secretString)) as Record<string, string>;
    const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
    const { archive, close } = await quickstartImage();
    try {
      const layer = archive.at(-1) ?? "";
      const path = `/v2/ml/demo/blobs/${layer}`;
      const status = await new Promise<number | undefined>((resolve, reject) => {
        https
          .request(
            { host: "127.0.0.1", port, path, method: "DELETE", headers, rejectUnauthorized: false },
            (answer) => {
              answer.resume();
              resolve(answer.statusCode);
            },
          )
          .on("error", reject)
          .end();
      });
      assert.equal(status, 202);
    } finally {
      await close();
    }
  }

  /** The digests of the blobs that the quickstart's image has in the registry. */
  async function quickstartImage(): Promise<{ archive: readonly string[]; close: () => Promise<void> }> {
    const file = join(place.folder, "quickstart.tar");
    const built = spawnSync(process.execPath, [join("model", "build-image.mjs")], {
      cwd: join(__dirname, "..", "..", "examples", "quickstart"),
      env: { ...process.env, ARCHIVE: file },
      encoding: "utf8",
    });
    assert.equal(built.status, 0, built.stderr);
    const registry = await EmbeddedRegistry.start({ certificate: authority.issue({ names: ["127.0.0.1"] }) });
    const client = new RegistryClient({
      registry: registry.host,
      ca: authority.certificate,
      environment: {},
    });
    const { source, close } = await openLocalArchive(file);
    const { digest } = await copyImage(source, { client, repository: "r" }, { format: "docker" });
    const { bytes } = await client.manifest("r", digest);
    client.close();
    await registry.stop();
    const { layers } = JSON.parse(bytes.toString()) as { layers: { digest: string }[] };
    return { archive: layers.map((layer) => layer.digest), close };
  }
  const authority = new CertificateAuthority();

  it("fails for an arm64 image on an x86 instance, and for what its archive lacks", async () => {
    const archive = join(place.folder, "other image.tar");
    const layers = [[{ path: "serve", content: "#!/bin/sh\n" }], [{ path: "x", content: "y" }]];
    writeFileSync(archive, imageArchive({ layers, architecture: "arm64" }));
    const failed = failureOf(await pulled({ config: { archive } }));
    assert.match(`${failed.seen} ${failed.remedy ?? ""}`, /arm64/);
    assert.match(`${failed.seen} ${failed.remedy ?? ""}`, /amd64/);
    assert(["demo-image-publish", "demo-model"].includes(failed.resource ?? ""));
    const graviton = await pulled({ config: { archive, instanceType: "ml.m7g.large" } });
    assert.equal(graviton.actions.at(-1)?.status, "passed", JSON.stringify(graviton.actions.at(-1)));
    assert.deepEqual(
      graviton.images.map(({ platform, standIn }) => [platform, standIn]),
      [["linux/arm64", undefined]],
    );
    writeFileSync(archive, imageArchive({ layers, missing: 1 }));
    const lacking = failureOf(await pulled({ config: { archive } }));
    assert.equal(lacking.id, "publish");
    assert.match(lacking.seen, /demo-image\.tar lacks the blob sha256:/);
  });

  it("fails for an archive that is not there, with its path and how to build it", async () => {
    const failed = failureOf(await pulled({ config: { archive: "no such image.tar" } }));
    assert.equal(failed.id, "publish");
    assert.equal(failed.resource, "demo-image-archive");
    assert.match(failed.seen, /examples\/quickstart\/no such image\.tar does not exist/);
    assert.match(failed.remedy ?? "", /docker build .* docker save/);
  });

  it("walks the path with a stand-in where the registry is another's, and says that it is one", async () => {
    const { report } = await rehearsed({
      program: join(__dirname, "..", "..", "examples", "existing-registry"),
    });
    const { pull } = report;
    assert.deepEqual(
      pull?.actions.map(({ id, status }) => `${id} ${status}`),
      ["start", "publish", "credentials", "preflight", "pull"].map((id) => `${id} passed`),
    );
    assert.match(pull?.registry.differences?.join() ?? "", /replaces a registry outside the plan/);
    assert.match(pull?.images[0]?.standIn ?? "", /is not on this machine: a placeholder without a program/);
    assert(pull?.requests.every(({ url }) => url.startsWith("https://artifactory.bank.example/v2/")));
    assert.equal(report.serve, undefined);
    assert.deepEqual(
      report.skipped?.map(({ step }) => step),
      ["serve"],
    );
    const printed = printSummary("x", report, { colours: false, width: 100 });
    assert.doesNotMatch(printed, /the image was pulled/);
  });

  it("pulls each of several images, with the labels that are asked for, and names them all", async () => {
    const messages: string[] = [];
    const { report } = await rehearsed({
      program: join(__dirname, "..", "..", "examples", "pipeline"),
      progress: (step, message) => void (step === "pull" && messages.push(message)),
    });
    const { pull } = report;
    const names = ["features", "scores", "reasons"].map(
      (name) => `artifactory.bank.example/ml/fraud-${name}`,
    );
    assert.deepEqual(
      pull?.images.map(({ planned }) => planned.split("@")[0]),
      names,
    );
    assert.deepEqual(
      pull?.preflights.map(({ passed, checks }) => [
        passed,
        checks.filter(({ status }) => status === "warned"),
      ]),
      names.map(() => [true, []]),
    );
    assert.deepEqual([...new Set(pull?.actions.map(({ image }) => image.split("@")[0]))], names);
    assert.ok(messages.includes("Check the pull, image 3 of 3"), messages.join("\n"));
    for (const print of [printSummary, printReport]) {
      const printed = print("x", report, { colours: false, width: 100 });
      for (const name of names)
        assert.match(printed, new RegExp(`✓ ${name}@sha256:[0-9a-f]{12}…  placeholder, 1 layer`));
      assert.match(printed, /3 images, \d+ requests/);
      assert.equal(printed.includes("    ✓ Check the pull"), print === printReport);
    }
    // Where the second fails, it is the one that is told of.
    assert(pull);
    const actions = pull.actions
      .slice(0, 9)
      .map((action, index) =>
        index < 8
          ? action
          : { ...action, status: "failed" as const, seen: "It is not whole.", remedy: "Do it." },
      );
    const broken = { ...report, pull: { ...pull, actions, images: pull.images.slice(0, 1) } };
    assert.match(
      printSummary("x", broken, { colours: false, width: 100 }),
      /✓ \S+fraud-features@.*\n {2}✗ \S+fraud-scores@.*\n( {4}✓.*\n)+ {4}✗ Check the pull .*\n +It is not whole\.\n +→ Do it\.\n {2}1 image,/,
    );
  });

  it("pulls an image once for each platform that it runs on, shadows among them", async () => {
    const result = await pulled({ program: join(__dirname, "..", "programs", "graviton-shadow") });
    assert.deepEqual(
      result.images.map(({ platform }) => platform),
      ["linux/amd64", "linux/arm64"],
    );
    assert.equal(new Set(result.images.map(({ planned }) => planned)).size, 1);
    const { report } = await rehearsed({
      program: join(__dirname, "..", "programs", "graviton-shadow"),
      skip: ["serve"],
    });
    assert.match(
      printSummary("x", report, { colours: false, width: 100 }),
      /sha256:a{12}… for linux\/arm64 /,
    );
  });

  it("has the preflight resolve a tag, and pulls by what it found", async () => {
    const {
      preflights: [preflight],
      images: [image],
    } = await pulled({
      program: join(__dirname, "..", "..", "examples", "existing-registry"),
      config: { image: "artifactory.bank.example/ml/fraud:stable" },
    });
    assert.match(preflight?.image ?? "", /^artifactory\.bank\.example\/ml\/fraud:stable@sha256:/);
    assert.equal(preflight?.digest, image?.digest);
    assert.match(image?.reference ?? "", /^artifactory\.bank\.example\/ml\/fraud@sha256:/);
    assert.equal(image?.planned, "artifactory.bank.example/ml/fraud:stable");
    assert.match(image.standIn ?? "", /is not on this machine/);
  });

  describe("from the user's own registry", () => {
    const user = { username: "robot", password: "robots-own-password" };
    const own = new CertificateAuthority();
    let registry: EmbeddedRegistry;
    let digest: string;
    before(async () => {
      registry = await EmbeddedRegistry.start({
        certificate: own.issue({ names: ["localhost", "127.0.0.1"] }),
        basic: user,
      });
      const file = join(place.folder, "own.tar");
      writeFileSync(file, imageArchive({ layers: [[{ path: "serve", content: "#!/bin/sh\n" }]] }));
      const { source, close } = await openLocalArchive(file);
      const client = new RegistryClient({
        registry: registry.host,
        credentials: user,
        ca: own.certificate,
        environment: {},
        allowLoopbackRedirects: true,
      });
      ({ digest } = await copyImage(source, { client, repository: "ml/fraud" }, { format: "docker" }));
      client.close();
      await close();
    });
    after(() => registry.stop());

    const real = (credentials: typeof user | undefined) =>
      pulled({
        program: join(__dirname, "..", "..", "examples", "existing-registry"),
        registry: "real",
        credentials,
        config: { image: `artifactory.bank.example/ml/fraud@${digest}` },
        change: replacing("artifactory.bank.example", `localhost:${registry.host.split(":")[1] ?? ""}`),
        overrides: { publicAuthorities: [own.certificate] },
      });

    it("pulls the image itself with the credentials given, by the plan's own function", async () => {
      const result = await real(user);
      assert.deepEqual(
        result.actions.map(({ id, status }) => `${id} ${status}`),
        ["start passed", "publish skipped", "credentials passed", "preflight passed", "pull passed"],
        JSON.stringify(result.actions, null, 1),
      );
      assert.equal(result.registry.kind, "real");
      assert.deepEqual(
        result.images.map((image) => [image.digest, image.standIn]),
        [[digest, undefined]],
      );
      assert(result.requests.some(({ action, status }) => action === "pull" && status === 200));
      assert(!JSON.stringify(result).includes(user.password));
    });

    it("fails where it knows no credentials, or the registry does not", async () => {
      const without = failureOf(await real(undefined));
      assert.equal(without.id, "credentials");
      assert.match(without.remedy ?? "", /docker login|--username|secret/);
      const wrong = failureOf(await real({ ...user, password: "another-password" }));
      assert.equal(wrong.id, "preflight");
      assert.match(wrong.seen, /authentication: /);
    });
  });

  it("shows no secret of the plan anywhere, and leaves no folder behind", async () => {
    const temporary = join(place.folder, "temporary");
    mkdirSync(temporary);
    // One of its own: others may rehearse on this machine at the same time.
    const { TMPDIR } = process.env;
    process.env["TMPDIR"] = temporary;
    const { graph, report } = await rehearsed({ skip: ["serve"] }).finally(() => {
      if (TMPDIR === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = TMPDIR;
    });
    const left = readdirSync(temporary).filter((name) => name.startsWith("sagemaker-rehearsal-"));
    assert.deepEqual(left, []);
    const secrets = graph.ofType("aws:secretsmanager/secretVersion:SecretVersion").flatMap(({ inputs }) => {
      const text = String(inputs.secretString);
      const parsed = text.startsWith("{") ? (JSON.parse(text) as Record<string, string>) : {};
      return [text, parsed["password"] ?? text];
    });
    assert(secrets.length > 4);
    const printed = [
      JSON.stringify(report),
      printReport("x", report, { colours: false, width: 100 }),
      printSummary("x", report, { colours: false, width: 100 }),
    ].join("\n");
    assert.deepEqual(
      secrets.filter((secret) => printed.includes(secret)),
      [],
    );
  });
});
