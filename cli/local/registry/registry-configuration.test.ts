import assert from "node:assert/strict";
import { registryConfiguration } from "../../../components/registry-host/configuration";
import {
  adapted,
  configurationIn,
  accessRulesOf,
  storesInS3,
  withDeployedStorage,
} from "./registry-configuration";

const settings = { bucketName: "b", region: "eu-west-1", dnsSuffix: "amazonaws.com", blobRedirects: false };
const pull = registryConfiguration({ ...settings, endpoint: "pull" });
const push = registryConfiguration({ ...settings, endpoint: "push" });
const place = { images: "/tmp/a b/images", home: "/tmp/a b/443", port: 5001 };

describe("a registry's configuration on this machine", () => {
  it("is found in JSON and YAML, and in nothing else", () => {
    assert.deepEqual(configurationIn(JSON.stringify(pull)), pull);
    const yaml = "version: 0.1\nstorage:\n  inmemory: {}\n";
    assert.deepEqual(configurationIn(yaml), { version: 0.1, storage: { inmemory: {} } });
    for (const text of [
      "",
      "none",
      "version: 0.1",
      '{"version":"2","storage":{"s3":{}}}',
      "version: [storage",
    ]) {
      assert.equal(configurationIn(text), undefined, text);
    }
  });

  it("keeps to who may do what", () => {
    assert.deepEqual(accessRulesOf(pull), { readOnly: true, requiresUser: true });
    assert.deepEqual(accessRulesOf(push), { readOnly: false, requiresUser: true });
    assert.deepEqual(accessRulesOf({ version: "0.1", storage: { inmemory: {} } }), {
      readOnly: false,
      requiresUser: false,
    });
  });

  it("has a folder for the bucket, a port and a file of users of its own, and else is as planned", () => {
    const { configuration, changes } = adapted(pull, place);
    const { s3: _s3, ...storage } = pull.storage as Record<string, unknown>;
    assert.deepEqual(configuration, {
      ...pull,
      storage: { ...storage, filesystem: { rootdirectory: place.images } },
      http: { ...(pull.http as object), addr: "127.0.0.1:5001" },
      auth: { htpasswd: { realm: "registry", path: "/tmp/a b/443/htpasswd" } },
    });
    assert.deepEqual(changes, ["a folder instead of its s3 storage"]);
  });

  it("keeps the storage that is deployed where that is to be tried", () => {
    assert.equal(storesInS3(pull), true);
    assert.deepEqual(withDeployedStorage(pull, place), {
      ...adapted(pull, place).configuration,
      storage: pull.storage,
    });
    assert.equal(storesInS3({ version: "0.1", storage: { filesystem: {} } }), false);
  });

  it("leaves out what would call others, or takes a port of its own, and says so", () => {
    const { configuration, changes } = adapted(
      {
        version: "0.1",
        storage: { filesystem: { rootdirectory: "/x" } },
        http: { addr: ":5000", tls: { certificate: "/c" }, debug: { addr: ":5001" } },
        auth: { token: { realm: "https://auth.example/token", service: "s" } },
        notifications: { endpoints: [] },
        proxy: { remoteurl: "https://hub.example" },
      },
      place,
    );
    assert.deepEqual(configuration, {
      version: "0.1",
      storage: { filesystem: { rootdirectory: place.images } },
      http: { addr: "127.0.0.1:5001" },
    });
    assert.deepEqual(changes, ["no users (they are configured by token)", "no notifications", "no proxy"]);
  });
});
