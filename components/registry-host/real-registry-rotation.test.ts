import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../cli/local/loopback";
import {
  CONFIGURATION_FOLDER,
  registryConfiguration,
  START_SCRIPT,
  type RegistryEndpoint,
} from "./configuration";
import { htpasswd, type RegistryUser } from "./htpasswd";
import { credentialsAfter, type Credentials } from "./rotation";
import { PullUser } from "./args";

const isOnPath = (process.env.PATH ?? "").split(delimiter).some((folder) => {
  try {
    accessSync(join(folder, "registry"), constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

interface Task {
  readonly url: string;
  readonly child: ChildProcess;
}

/** The order of a rotation on ECS: new tasks start in addition to the old ones, the old ones stop, the secrets that clients read change. */
describe("a rotation of the registry's credentials, with the CNCF registry on this machine", function () {
  this.timeout(120_000);
  const children = new Set<ChildProcess>();
  const passwords = new Map<string, RegistryUser>();
  let folder = "";

  before(function () {
    if (isOnPath) {
      folder = mkdtempSync(join(tmpdir(), "registry-rotation-"));
      return;
    }
    const skipped = "no `registry` on the PATH: no rotation is tried out";
    if (process.env.REQUIRE_REGISTRIES === "1") throw new Error(skipped);
    console.log(`      skipped: ${skipped}`);
    this.skip();
  });

  after(() => {
    for (const child of children) child.kill("SIGKILL");
    if (folder !== "") rmSync(folder, { recursive: true, maxRetries: 5 });
  });

  /** A user with the password of a version: the same one each time, as Pulumi keeps it. */
  function user(username: string, version: string): RegistryUser {
    const key = `${username} ${version}`;
    const known = passwords.get(key) ?? {
      username,
      password: randomBytes(24).toString("hex"),
      salt: randomBytes(16).toString("base64"),
    };
    passwords.set(key, known);
    return known;
  }

  const usersOf = (
    endpoint: RegistryEndpoint,
    { passwordVersions: versions }: Credentials,
  ): RegistryUser[] =>
    endpoint === "pull"
      ? [user("pull-a", versions.pullA), user("pull-b", versions.pullB)]
      : [user("push", versions.push), user("push-b", versions.pushB)];
  const handedOut = (endpoint: RegistryEndpoint, credentials: Credentials): RegistryUser => {
    const [first, second] = usersOf(endpoint, credentials) as [RegistryUser, RegistryUser];
    const isFirst =
      endpoint === "pull"
        ? credentials.activePullUser === PullUser.A
        : credentials.activePushUser === first.username;
    return isFirst ? first : second;
  };

  /** Starts a task as its container does, with the bucket replaced by a folder. */
  async function start(endpoint: RegistryEndpoint, credentials: Credentials): Promise<Task> {
    const port = await freePort();
    const home = mkdtempSync(join(folder, "task-"));
    const generated = registryConfiguration({
      endpoint,
      bucketName: "b",
      region: "eu-west-1",
      dnsSuffix: "amazonaws.com",
      blobRedirects: false,
    });
    const configuration = {
      ...generated,
      storage: {
        ...(generated.storage as object),
        s3: undefined,
        filesystem: { rootdirectory: join(folder, "images") },
      },
      http: { ...(generated.http as object), addr: `127.0.0.1:${port}` },
    };
    const inFolder = (text: string): string => text.replaceAll(CONFIGURATION_FOLDER, home);
    const child = spawn("sh", ["-c", inFolder(START_SCRIPT)], {
      env: {
        PATH: process.env.PATH,
        OTEL_TRACES_EXPORTER: "none",
        CONFIGURATION: inFolder(JSON.stringify(configuration)),
        HTPASSWD: htpasswd(usersOf(endpoint, credentials)),
        ...(endpoint === "push"
          ? { REGISTRY_HTTP_SECRET: createHash("sha256").update(credentials.httpSecretVersion).digest("hex") }
          : {}),
      },
      stdio: "ignore",
    });
    children.add(child);
    const url = `http://127.0.0.1:${port}`;
    for (let attempt = 0; attempt < 600; attempt++) {
      const isThere = await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isThere) return { url, child };
      assert.equal(child.exitCode, null, "the registry runs");
      await pause(50);
    }
    throw new Error("the registry does not answer");
  }

  async function stop({ child }: Task): Promise<void> {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    children.delete(child);
  }

  const headers = ({ username, password }: RegistryUser): Record<string, string> => ({
    Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
  });

  /** Pushes a blob in two requests, as clients do. */
  async function push(task: Task, by: RegistryUser, content: Buffer): Promise<number> {
    const started = await fetch(`${task.url}/v2/ml/fraud/blobs/uploads/`, {
      method: "POST",
      headers: headers(by),
    });
    if (started.status !== 202) return started.status;
    const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    const finished = await fetch(
      `${task.url}${started.headers.get("Location") ?? ""}&digest=${encodeURIComponent(digest)}`,
      { method: "PUT", body: content, headers: headers(by) },
    );
    return finished.status;
  }

  it("refuses no pull and no push, while it goes on and afterwards, and ends the passwords before the last", async () => {
    const content = randomBytes(100_000);
    const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    let credentials = credentialsAfter(0);
    let tasks: readonly Task[] = await Promise.all([start("pull", credentials), start("pull", credentials)]);
    let pushTask = await start("push", credentials);
    assert.equal(await push(pushTask, handedOut("push", credentials), content), 201);

    /** What the secrets hold: clients read it anew, or still have what they read before. */
    let [secret, stale] = [handedOut("pull", credentials), handedOut("pull", credentials)];
    const statuses = new Map<number, number>();
    let isOver = false;
    const pulling = Array.from({ length: 8 }, async (_, index) => {
      for (let turn = index; !isOver; turn++) {
        const task = tasks[turn % tasks.length];
        const by = index % 2 === 0 ? secret : stale;
        const answer = await fetch(`${task?.url}/v2/ml/fraud/blobs/${digest}`, { headers: headers(by) });
        await answer.arrayBuffer();
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        await pause(5);
      }
    });

    for (let rotation = 1; rotation <= 3; rotation++) {
      const [before, after] = [credentials, credentialsAfter(rotation)];
      // Until the next rotation everyone has read the secret.
      stale = secret;
      const old = tasks;
      const fresh = await Promise.all([start("pull", after), start("pull", after)]);
      const freshPush = await start("push", after);
      tasks = [...old, ...fresh];
      await pause(300);
      // Old and new tasks both take the password that is handed out until now.
      for (const task of [pushTask, freshPush]) {
        assert.equal(await push(task, handedOut("push", before), randomBytes(10)), 201);
      }
      tasks = fresh;
      await pause(100);
      await Promise.all(old.map(stop));
      await stop(pushTask);
      pushTask = freshPush;
      stale = secret;
      secret = handedOut("pull", after);
      assert.notEqual(secret.password, stale.password);
      assert.equal(await push(pushTask, handedOut("push", after), randomBytes(10)), 201);
      assert.equal(await push(pushTask, handedOut("push", before), randomBytes(10)), 201);
      await pause(300);
      credentials = after;
    }
    isOver = true;
    await Promise.all(pulling);
    const pulls = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    assert.deepEqual([...statuses.keys()], [200], JSON.stringify([...statuses]));
    assert.ok(pulls > 200, `${pulls} pulls`);

    for (const [endpoint, task] of [
      ["pull", tasks[0]],
      ["push", pushTask],
    ] as const) {
      const old = handedOut(endpoint, credentialsAfter(1));
      const answer = await fetch(`${task?.url}/v2/`, { headers: headers(old) });
      assert.equal(answer.status, 401, `${endpoint}: what was in use two rotations ago`);
    }
    await Promise.all([...tasks, pushTask].map(stop));
  });

  it("has an upload that is in progress begin again, as the key that signs its state changes", async () => {
    const [before, after] = [
      await start("push", credentialsAfter(0)),
      await start("push", credentialsAfter(1)),
    ];
    const by = handedOut("push", credentialsAfter(0));
    const started = await fetch(`${before.url}/v2/ml/fraud/blobs/uploads/`, {
      method: "POST",
      headers: headers(by),
    });
    const location = started.headers.get("Location") ?? "";
    const digest = `sha256:${createHash("sha256").update("x").digest("hex")}`;
    const put = (task: Task) =>
      fetch(`${task.url}${location}&digest=${digest}`, { method: "PUT", body: "x", headers: headers(by) });
    assert.equal((await put(after)).status, 404);
    assert.equal(await push(after, by, Buffer.from("x")), 201);
    await Promise.all([before, after].map(stop));
  });
});
