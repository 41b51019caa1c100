import * as pulumi from "@pulumi/pulumi";
import * as bcrypt from "bcryptjs";
import assert from "node:assert/strict";
import { PullUser } from "../../../components/registry-host";
import type { ResourceGraph } from "../../../testing";
import { SERVICE, SECRET, VERSION, PASSWORD, host, inputsOf } from "./host";

describe("RegistryHost: secrets", () => {
  let graph: ResourceGraph;
  before(async () => {
    graph = await host();
  });

  const text = (name: string, of: ResourceGraph = graph): string =>
    String(inputsOf(of, VERSION, `demo-${name}-version`).secretString);
  const login = (name: string, of: ResourceGraph = graph): { username: string; password: string } =>
    JSON.parse(text(name, of)) as { username: string; password: string };

  it("are secret wherever they go", () => {
    const versions = graph.ofType(VERSION);
    assert.equal(versions.length, 6);
    for (const { secretPaths } of versions) assert.deepEqual(secretPaths, ["secretString"]);
    const { password } = login("pull-credentials");
    const carriers = graph.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(password));
    assert.deepEqual(
      carriers.map(({ name }) => name),
      ["demo-pull-credentials-version"],
    );
  });

  it("are passwords of at least 128 bits, of letters and digits", () => {
    const passwords = graph.ofType(PASSWORD);
    assert.deepEqual(passwords.map(({ name }) => name).sort(), [
      "demo-pull-a-password",
      "demo-pull-b-password",
      "demo-push-b-password",
      "demo-push-password",
    ]);
    for (const { inputs } of passwords) {
      assert.deepEqual(inputs, { length: 32, special: false, keepers: { version: "1" } });
      assert.ok(Math.log2(62 ** Number(inputs.length)) >= 128);
    }
    assert.match(text("http-secret"), /^[0-9a-f]{64}$/);
  });

  it("tell each endpoint the users that may come in by it", () => {
    const known = (name: string, username: string, password: string): boolean => {
      const line = text(name)
        .split("\n")
        .find((each) => each.startsWith(`${username}:`));
      return line !== undefined && bcrypt.compareSync(password, line.slice(username.length + 1));
    };
    for (const credentials of ["pull-credentials", "standby-pull-credentials"]) {
      const { username, password } = login(credentials);
      assert.ok(known("pull-htpasswd", username, password));
      assert.ok(!known("push-htpasswd", username, password));
    }
    const push = login("push-credentials");
    assert.ok(known("push-htpasswd", push.username, push.password));
    assert.ok(!known("pull-htpasswd", push.username, push.password));
    assert.deepEqual(
      ["pull-credentials", "standby-pull-credentials", "push-credentials"].map(
        (name) => login(name).username,
      ),
      ["pull-a", "pull-b", "push"],
    );
  });

  it("change for clients only when every task knows them", async () => {
    const rotated = await host({ activePullUser: PullUser.B, passwordVersions: { pullB: "2" } });
    assert.equal(login("pull-credentials", rotated).username, "pull-b");
    assert.equal(login("standby-pull-credentials", rotated).username, "pull-a");
    const keepers = (user: string): unknown => [
      inputsOf(rotated, PASSWORD, `demo-${user}-password`).keepers,
      inputsOf(rotated, "random:index/randomBytes:RandomBytes", `demo-${user}-salt`).keepers,
    ];
    assert.deepEqual(keepers("pull-a"), [{ version: "1" }, { version: "1" }]);
    assert.deepEqual(keepers("pull-b"), [{ version: "2" }, { version: "2" }]);
    for (const endpoint of ["pull", "push"]) {
      const credentials = rotated.only(VERSION, `demo-${endpoint}-credentials-version`);
      assert.ok(rotated.dependsOn(credentials, rotated.only(SERVICE, `demo-${endpoint}`)));
    }
  });

  it("are all rotated by one number, and those before stay valid", async () => {
    const rotated = await host({ rotation: pulumi.output(1) });
    const versions = (of: ResourceGraph) =>
      Object.fromEntries(
        ["pull-a", "pull-b", "push", "push-b"].map((user) => [
          user,
          (inputsOf(of, PASSWORD, `demo-${user}-password`).keepers as { version: string }).version,
        ]),
      );
    assert.deepEqual(versions(graph), { "pull-a": "1", "pull-b": "1", push: "1", "push-b": "1" });
    assert.deepEqual(versions(rotated), { "pull-a": "1", "pull-b": "2", push: "1", "push-b": "2" });
    assert.equal(login("pull-credentials", rotated).username, "pull-b");
    assert.equal(login("push-credentials", rotated).username, "push-b");
    const key = (of: ResourceGraph) =>
      inputsOf(of, "random:index/randomBytes:RandomBytes", "demo-http-secret-bytes").keepers;
    assert.deepEqual([key(graph), key(rotated)], [{ version: "1" }, { version: "2" }]);
  });

  it("can be recovered for as long as asked", async () => {
    for (const { inputs } of graph.ofType(SECRET)) {
      assert.equal(inputs.recoveryWindowInDays, 30);
    }
    const gone = await host({ secretRecoveryWindowInDays: 0 });
    for (const { inputs } of gone.ofType(SECRET)) {
      assert.equal(inputs.recoveryWindowInDays, 0);
    }
  });
});
