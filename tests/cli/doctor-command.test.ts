import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProblemError, type PreflightReport } from "../../preflight";
import { doctorCommand } from "../../cli/commands/doctor/doctor";
import { dockerCredentials } from "../../cli/commands/doctor/docker-credentials";
import { doctorOptions } from "../../cli/commands/doctor/doctor-options";
import { UsageError } from "../../cli/usage-error";
import { Scene, TRUST } from "../preflight/environment";
import { copyImage } from "../../registry-client";
import { CLI, runInProcess } from "../support/commands";
import { TestImage } from "../registry-client/images";
import { freePort } from "../../cli/local/loopback";
import { authority, clientOf, installedRegistries, USER } from "../registry-client/registries";

const ROOT = join(__dirname, "..", "..");

describe("doctor", function () {
  this.timeout(60_000);
  const scene = new Scene();
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "doctor-"))));
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await scene.stop();
  });

  const auth = (username: string, password: string) =>
    Buffer.from(`${username}:${password}`).toString("base64");
  const configure = (config: unknown) =>
    writeFileSync(join(folder, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  /** A credential helper, as a script that gets the server in $server. */
  const helper = (name: string, script: string) => {
    const file = join(folder, `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\nserver=$(cat)\n[ "$1" = get ] || exit 9\n${script}\n`);
    chmodSync(file, 0o755);
  };
  const environment = () => ({
    DOCKER_CONFIG: folder,
    PATH: `${folder}:${process.env.PATH ?? ""}`,
    NO_COLOR: "1",
  });
  const found = async (registry: string) => (await dockerCredentials(registry, environment()))?.credentials;
  const fails = async (registry: string, pattern: RegExp, helperTimeoutMs?: number) => {
    await assert.rejects(dockerCredentials(registry, environment(), helperTimeoutMs), (error) => {
      assert(error instanceof ProblemError, String(error));
      assert.match(error.seen, pattern);
      assert.match(error.remedy, /docker login|--password-stdin/);
      assert(!`${error.seen}${error.remedy}${error.stack ?? ""}`.includes("hunter2"));
      return true;
    });
  };

  describe("Docker's credentials", () => {
    it("are none without a file, without an entry, and with an empty one", async () => {
      assert.equal(await found("registry.example"), undefined);
      configure({ auths: { "other.example": { auth: auth("u", "p") }, "registry.example": {} } });
      assert.equal(await found("registry.example"), undefined);
    });

    it("come out of the file, by the registry's name and port, also written as a URL", async () => {
      configure({
        auths: {
          "registry.example:5000": { auth: auth("u", "pass:word") },
          "https://old.example/v1/": { auth: auth("old", "p") },
          "plain.example": { username: "plain", password: "p" },
          "token.example": { auth: auth("u", "p"), identitytoken: "hunter2" },
        },
      });
      assert.deepEqual(await found("registry.example:5000"), { username: "u", password: "pass:word" });
      assert.equal(await found("registry.example"), undefined);
      assert.deepEqual(await found("old.example"), { username: "old", password: "p" });
      assert.deepEqual(await found("plain.example"), { username: "plain", password: "p" });
      assert.deepEqual(await found("token.example"), { identityToken: "hunter2" });
    });

    it("are those of the longest path, and never another team's", async () => {
      configure({
        auths: {
          "quay.example/team": { auth: auth("team", "p") },
          "quay.example/team/fraud": { auth: auth("fraud", "p") },
          "quay.example/other": { auth: auth("other", "p") },
          "https://hub.example/v2/": { auth: auth("version", "p") },
          "docker.io/team": { auth: auth("hub-team", "p") },
          "https://index.docker.io/v1/": { auth: auth("hub", "p") },
          "both.example": { auth: auth("written by Docker", "p") },
          "https://both.example": { auth: auth("old", "p") },
        },
      });
      for (const [repository, username] of [
        ["quay.example/team/fraud", "fraud"],
        ["quay.example/team/fraud/v2", "fraud"],
        ["quay.example/team/fraudulent", "team"],
        ["quay.example/team", "team"],
        ["quay.example/teams/fraud", undefined],
        ["quay.example", undefined],
        ["hub.example/a", "version"],
        ["docker.io/team/fraud", "hub-team"],
        ["docker.io/library/alpine", "hub"],
        ["both.example/a", "written by Docker"],
      ] as const) {
        const credentials = await found(repository);
        assert.equal(credentials && "username" in credentials ? credentials.username : undefined, username);
      }
    });

    it("may be a key of Google Cloud, a JSON document of several lines", async () => {
      const key = JSON.stringify(
        { type: "service_account", private_key: "-----BEGIN\nabc:\u00e9\n" },
        null,
        2,
      );
      configure({ auths: { "europe-docker.pkg.example": { auth: auth("_json_key", key) } } });
      assert.deepEqual(await found("europe-docker.pkg.example/project/ml"), {
        username: "_json_key",
        password: key,
      });
    });

    it("of Docker Hub are found as `docker login` writes them", async () => {
      configure({ auths: { "https://index.docker.io/v1/": { auth: auth("hub", "p") } } });
      assert.deepEqual(await found("docker.io"), { username: "hub", password: "p" });
    });

    it("come from the folder .docker in the home folder unless told otherwise", async () => {
      mkdirSync(join(folder, ".docker"));
      writeFileSync(
        join(folder, ".docker", "config.json"),
        JSON.stringify({ auths: { "registry.example": { auth: auth("home", "p") } } }),
      );
      assert.deepEqual(await dockerCredentials("registry.example", { HOME: folder }), {
        credentials: { username: "home", password: "p" },
        source: join(folder, ".docker", "config.json"),
      });
    });

    it("come from the registry's own helper before that of all, which come before the file", async () => {
      configure({
        auths: { "file.example": { auth: auth("file", "p") }, "own.example": { auth: auth("file", "p") } },
        credHelpers: { "own.example": "own" },
        credsStore: "all",
      });
      helper(
        "own",
        `echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"own@$server\\",\\"Secret\\":\\"p\\"}"`,
      );
      helper(
        "all",
        `[ "$server" = all.example ] && echo '{"Username":"<token>","Secret":"t"}' && exit\n` +
          `echo "credentials not found in native keychain"; exit 1`,
      );
      assert.deepEqual(await found("own.example"), { username: "own@own.example", password: "p" });
      assert.deepEqual(await found("all.example"), { identityToken: "t" });
      assert.deepEqual(await found("file.example"), { username: "file", password: "p" });
      assert.equal(await found("nobody.example"), undefined);
    });

    it("of Docker Hub are asked of a helper as `docker login` stores them", async () => {
      configure({ credsStore: "all" });
      helper("all", `echo "{\\"Username\\":\\"$server\\",\\"Secret\\":\\"p\\"}"`);
      assert.deepEqual(await dockerCredentials("docker.io", environment()), {
        credentials: { username: "https://index.docker.io/v1/", password: "p" },
        source: "docker-credential-all",
      });
    });

    it("are not waited for where a helper hangs, also with what it has started", async () => {
      configure({ credsStore: "slow" });
      helper("slow", "echo hunter2; sleep 10");
      const started = performance.now();
      await fails(
        "registry.example",
        /docker-credential-slow, which .* names, did not answer within 0\.3 s$/,
        300,
      );
      assert(performance.now() - started < 8_000);
    });

    it("are not taken of a helper that prints an error, that says more than it should, or that is killed", async () => {
      configure({ credsStore: "broken" });
      helper("broken", 'echo "error getting credentials - hunter2"; echo hunter2 >&2; exit 1');
      await fails("registry.example", /^docker-credential-broken get ended with status 1$/);
      helper("broken", "kill -9 $$");
      await fails("registry.example", /ended with a signal$/);
      helper("broken", 'head -c 3000000 /dev/zero | tr "\\0" x');
      await fails("registry.example", /ended with a signal$|did not answer with "Username"/);
    });

    it("are not taken out of a file that cannot be read", async () => {
      mkdirSync(join(folder, "config.json"));
      await fails("registry.example", /config\.json cannot be read \(EISDIR\)$/);
    });

    it("fail with what is wrong, without what was read", async () => {
      configure('{ "auths": hunter2');
      await fails("registry.example", /config\.json is not valid JSON$/);
      configure({ auths: { "registry.example": { auth: Buffer.from("hunter2").toString("base64") } } });
      await fails("registry.example", /has an "auth" that is not a user and a password/);
      configure({ credsStore: "../../bin/sh" });
      await fails("registry.example", /a credential helper that is no name/);
      configure({ credsStore: "absent" });
      await fails(
        "registry.example",
        /docker-credential-absent, which Docker's configuration names, is not on the PATH/,
      );
      configure({ credsStore: "broken" });
      helper("broken", "echo hunter2; exit 3");
      await fails("registry.example", /docker-credential-broken get ended with status 3/);
      helper("broken", "echo hunter2");
      await fails("registry.example", /did not answer with "Username" and "Secret"/);
    });
  });

  describe("the command line", () => {
    const options = (given: object, password = "p\n") =>
      doctorOptions("registry.example/a:1", given, async () => password);

    it("is read", async () => {
      assert.deepEqual(await options({}), { image: "registry.example/a:1", json: false, severities: {} });
      assert.deepEqual(
        await options({
          username: "u",
          passwordStdin: true,
          platform: "linux/arm64",
          severity: ["redirects=error", "media-types=off"],
          vpcCidr: ["10.0.0.0/16"],
          json: true,
        }),
        {
          image: "registry.example/a:1",
          json: true,
          credentials: { username: "u", password: "p" },
          platform: { os: "linux", architecture: "arm64" },
          severities: { redirects: "error", "media-types": "off" },
          vpcCidrBlocks: ["10.0.0.0/16"],
        },
      );
    });

    for (const [given, pattern] of [
      [{ username: "u" }, /--username requires --password-stdin/],
      [{ passwordStdin: true }, /--password-stdin requires --username/],
      [{ platform: "arm64" }, /--platform: expected os\/architecture/],
      [{ severity: ["x=off"] }, /unknown check "x"; expected one of: "registry-name"/],
      // Only the function in the VPC makes these.
      [{ severity: ["lambda-endpoint=off"] }, /unknown check "lambda-endpoint"/],
      [{ severity: ["endpoint-name=off"] }, /unknown check "endpoint-name"/],
      [{ severity: ["blobs=no"] }, /expected blobs=error, blobs=warning or blobs=off/],
      [{ vpcCidr: ["10.0.0.0"] }, /--vpc-cidr: expected a CIDR block/],
    ] as const) {
      it(`is refused with ${JSON.stringify(given)}`, async () => {
        await assert.rejects(
          options(given),
          (error) => error instanceof UsageError && pattern.test(error.message),
        );
      });
    }

    it("is refused with an empty password, and without an image reference", async () => {
      await assert.rejects(options({ username: "u", passwordStdin: true }, "\n"), UsageError);
      await assert.rejects(
        doctorOptions("a/B", {}, async () => ""),
        UsageError,
      );
    });
  });

  describe("in this process", () => {
    const diagnose = async (
      image: string,
      given: object = {},
      json = false,
      variables: Record<string, string> = {},
    ) => {
      let output = "";
      const stdout = { write: (text: string) => (output += text), columns: 100 };
      const status = await doctorCommand(
        { image, json, ...given },
        { environment: { ...environment(), ...variables }, stdout, overrides: TRUST },
      );
      assert(!output.includes(USER.password));
      return { status, output };
    };

    it("pulls with Docker's credentials, and prints what was seen", async () => {
      const registry = await scene.registry({ basic: USER });
      configure({ auths: { [registry.host]: { auth: auth(USER.username, USER.password) } } });
      const { status, output } = await diagnose(`${registry.host}/ml/fraud:1`);
      assert.equal(status, 0, output);
      assert.match(
        output,
        /^Pull of 127\.0\.0\.1:\d+\/ml\/fraud:1 as SageMaker performs it, from this machine\n\nChecks {2}\d+ passed, 2 warned, \d skipped/,
      );
      assert.match(
        output,
        / {2}✓ The registry accepts the credentials {2}authentication, \d+ ms\n {6}GET https/,
      );
      assert.match(output, / {2}! The image is given by its digest {2}digest-pinned, \d+ ms\n/);
      assert.match(output, / {6}→ Write\n {8}127\.0\.0\.1:/);
      assert.match(output, /\nDigest {2}sha256:[0-9a-f]{64}\n/);
      assert.match(
        output,
        /The image can be pulled from here as AWS documents it\.\n2 warnings: certificate-expiry, digest-pinned\n$/,
      );
      assert(
        output
          .split("\n")
          .every((line) => line.length <= 100 || !line.trim().includes(" ") || /sha256:/.test(line)),
      );
      assert(!output.includes("\u001b"));
    });

    it("prefers the credentials that are given, and fails with wrong ones", async () => {
      const registry = await scene.registry({ basic: USER });
      configure({ auths: { [registry.host]: { auth: auth(USER.username, USER.password) } } });
      const { status, output } = await diagnose(`${registry.host}/ml/fraud:1`, {
        credentials: { username: USER.username, password: "wrong-hunter2" },
      });
      assert.equal(status, 1);
      assert.match(output, /There is a user and a password, of the command line\./);
      assert.match(output, /✗ The registry accepts the credentials/);
      assert.match(
        output.replace(/\s+/g, " "),
        /Pass the right user and password by `docker login 127\.0\.0\.1:\d+`, or by --username and --password-stdin, and see to it that this user may pull/,
      );
      assert.match(output, /1 check failed: authentication\n$/);
      assert(!output.includes("hunter2"));
    });

    it("says that there are no credentials, or what is wrong with Docker's", async () => {
      const registry = await scene.registry({ basic: USER });
      const none = await diagnose(`${registry.host}/ml/fraud:1`);
      assert.equal(none.status, 1);
      assert.match(none.output, /1 check failed: authentication-scheme\n$/);
      assert.match(
        none.output.replace(/\s+/g, " "),
        /but no credentials are configured\. → Pass the right user and password/,
      );
      configure("{");
      const broken = await diagnose(`${registry.host}/ml/fraud:1`, {}, true);
      const report = JSON.parse(broken.output) as PreflightReport;
      assert.equal(broken.status, 1);
      assert.match(
        report.checks.find(({ id }) => id === "credentials-provider")?.seen ?? "",
        /config\.json is not valid JSON\.$/,
      );
    });

    it("says where the credentials come from", async () => {
      const registry = await scene.registry({ basic: USER });
      configure({ auths: { [registry.host]: { auth: auth(USER.username, USER.password) } } });
      const fromFile = await diagnose(`${registry.host}/ml/fraud:1`);
      assert.match(
        fromFile.output.replace(/\s+/g, " "),
        /There is a user and a password, of \/.*\/config\.json\./,
      );
      configure({ credHelpers: { [registry.host]: "own" } });
      helper("own", `echo '{"Username":"${USER.username}","Secret":"${USER.password}"}'`);
      const fromHelper = await diagnose(`${registry.host}/ml/fraud:1`);
      assert.equal(fromHelper.status, 0, fromHelper.output);
      assert.match(fromHelper.output, /There is a user and a password, of docker-credential-own\./);
    });

    it("ends with 1 where only warnings keep a tag from its digest, and says so", async () => {
      const registry = await scene.registry();
      const { status, output } = await diagnose(`${registry.host}/ml/fraud:2`, {
        severities: { manifest: "warning" },
      });
      assert.equal(status, 1);
      assert.match(output.replace(/\s+/g, " "), /No check failed, but the digest of the tag is unknown/);
      assert(!output.includes("can be pulled"));
    });

    it("goes through the proxy that the environment names, and around it where it says so", async () => {
      const registry = await scene.registry({ certificate: authority.issue({ names: ["registry.test"] }) });
      const image = `registry.test:${registry.host.split(":")[1] ?? ""}/ml/fraud:1`;
      const proxy = `127.0.0.1:${await freePort()}`;
      const through = { HTTPS_PROXY: `http://user:hunter2@${proxy}` };
      const blocked = await diagnose(image, {}, false, through);
      assert.equal(blocked.status, 1);
      assert(blocked.output.includes(`The proxy ${proxy} resolves registry.test.`), blocked.output);
      assert.match(
        blocked.output.replace(/\s+/g, " "),
        /✗ .* No connection to .* through the proxy .* → Check HTTPS_PROXY/,
      );
      assert(!blocked.output.includes("hunter2"));
      const around = await diagnose(image, {}, false, { ...through, NO_PROXY: "registry.test" });
      assert.match(around.output, /✓ The registry speaks the Registry HTTP API V2/);
      assert.deepEqual(
        registry.requests.map(({ path }) => path),
        ["/v2/", "/v2/", "/v2/ml/fraud/manifests/1"],
      );
    });

    it("checks Docker Hub where the reference names no registry", async () => {
      const { output, status } = await diagnose("alpine");
      assert.equal(status, 1);
      assert.match(output, /^Pull of alpine as SageMaker/);
      assert.match(output, /registry-1\.docker\.io is 127\.0\.0\.1\./);
      assert.match(output, /registry-1\.docker\.io, port 443/);
    });

    it("prints the report alone as JSON", async () => {
      const registry = await scene.registry();
      const { status, output } = await diagnose(`${registry.host}/ml/fraud:1`, {}, true);
      const report = JSON.parse(output) as PreflightReport;
      assert.equal(status, 0);
      assert.equal(report.passed, true);
      assert.match(report.digest ?? "", /^sha256:/);
      assert.equal(report.certificateDaysToExpiry, 0);
      assert.deepEqual(Object.keys(report.checks[0] ?? {}), [
        "id",
        "title",
        "status",
        "severity",
        "seen",
        "ms",
      ]);
    });
  });

  for (const kind of installedRegistries) {
    it(`pulls from ${kind.name}, with its password out of Docker's configuration`, async () => {
      const registry = await kind.start({ authentication: "basic" });
      scene.onStop(() => registry.stop());
      const image = new TestImage({ form: "docker" });
      const client = clientOf(registry.host, { credentials: USER });
      await copyImage(image, { client, repository: "ml/fraud", tag: "1" }, { format: "preserve" });
      client.close();
      configure({ auths: { [registry.host]: { auth: auth(USER.username, USER.password) } } });
      const reference = `${registry.host}/ml/fraud@${image.content.digest}`;
      let output = "";
      const stdout = { write: (text: string) => (output += text) };
      const surroundings = { environment: environment(), stdout, overrides: TRUST };
      assert.equal(await doctorCommand({ image: reference, json: true }, surroundings), 0, output);
      assert(!output.includes(USER.password));
      assert.equal((JSON.parse(output) as PreflightReport).passed, true);
    });
  }

  describe("as users run it", () => {
    const run = (args: readonly string[], input = "") =>
      spawnSync(process.execPath, [...CLI, ...args], {
        cwd: ROOT,
        encoding: "utf8",
        input,
        env: { ...process.env, ...environment() },
      });

    it("trusts no private authority, and ends with 1", async () => {
      const registry = await scene.registry();
      const child = spawn(process.execPath, [...CLI, "doctor", `${registry.host}/ml/fraud:1`, "--json"], {
        cwd: ROOT,
        env: { ...process.env, ...environment() },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      const status = await new Promise((done) => child.once("close", done));
      assert.equal(status, 1);
      const { checks } = JSON.parse(output) as PreflightReport;
      const authority = checks.find(({ id }) => id === "certificate-authority");
      assert.equal(authority?.status, "failed");
      assert.match(authority.remedy ?? "", /NODE_EXTRA_CA_CERTS .* do not count, because SageMaker/);
      assert.deepEqual(registry.requests, []);
    });

    it("reads the password from standard input, and shows it nowhere", () => {
      const args = ["doctor", "localhost:1/a:1", "--username", "u", "--password-stdin"];
      const { status, stdout, stderr } = run(args, "hunter2\n");
      assert.equal(status, 1, stderr);
      assert.match(stdout, /There is a user and a password, of the command line/);
      assert(!`${stdout}${stderr}`.includes("hunter2"));
    });

    for (const [args, pattern] of [
      [["doctor"], /missing required argument 'image'/],
      [["doctor", "a", "b"], /too many arguments for 'doctor'. Expected 1 argument but got 2/],
      [["doctor", "a/B"], /Invalid image reference "a\/B"/],
      [["doctor", "a", "--stack", "x"], /unknown option '--stack'/],
      [["rehearse", "x", "--platform", "linux/arm64"], /unknown option '--platform'/],
      [["doctor", "a", "--username", "u"], /--username requires --password-stdin/],
    ] as const) {
      it(`ends with 64 on \`${args.join(" ")}\``, async () => {
        const { status, stdout, stderr } = await runInProcess(args);
        assert.equal(status, 64);
        assert.match(stderr, pattern);
        assert.match(stderr, /Usage: sagemaker-private-registry/);
        assert.equal(stdout, "");
      });
    }

    it("ends quietly, with its own status, when nobody reads on", () => {
      const command = [process.execPath, ...CLI].map((word) => `'${word}'`).join(" ");
      const { stdout, stderr } = spawnSync(
        "bash",
        ["-c", `{ sleep 0.2; ${command} doctor localhost:1/a:1; echo "status $?" >&2; } | true`],
        { cwd: ROOT, encoding: "utf8", env: { ...process.env, ...environment() } },
      );
      assert.equal(stdout, "");
      assert.equal(stderr, "status 1\n");
    });
  });
});
