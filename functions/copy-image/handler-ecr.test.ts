import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { startEcrServer, type EcrServer } from "../../tests/support/ecr-server";
import {
  startSecretsManagerServer,
  type SecretsManagerServer,
} from "../../tests/support/secrets-manager-server";
import { EmbeddedRegistry, sendError } from "../../cli/local/embedded-registry/embedded-registry";
import {
  type Call,
  deployedBundle,
  LambdaBundles,
  linesOf,
  type Run,
} from "../../tests/support/lambda-bundles";
import { TestImage, TestIndex } from "../../tests/registry-client/images";
import { certificate, USER } from "../../tests/registry-client/registries";
import { storeImage } from "../../tests/support/store-image";
import type { CopyImageEvent, CopyImageResult } from "../contract";

const ARN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:hub-AbCdEf";
/** ECR's tokens hold colons, too. */
const AWS = { username: "AWS", password: "token:of-the-tests" };

describe("the copy-image function, to ECR", function () {
  this.timeout(60_000);
  let bundles: LambdaBundles;
  let secrets: SecretsManagerServer;
  let authorization: EcrServer;
  let registry: EmbeddedRegistry;
  let ecr: EmbeddedRegistry;
  let image: TestImage;

  before(async () => {
    bundles = await LambdaBundles.build(["copy-image"], [USER, AWS]);
  });
  after(() => {
    bundles.remove();
  });
  beforeEach(async () => {
    secrets = await startSecretsManagerServer();
    secrets.answer = { secretString: JSON.stringify(USER) };
    ecr = await EmbeddedRegistry.start({ certificate, basic: AWS });
    authorization = await startEcrServer({
      token: `${AWS.username}:${AWS.password}`,
      proxyEndpoint: `https://${ecr.host}`,
    });
    registry = await EmbeddedRegistry.start({ certificate });
    image = new TestImage();
    await store(registry);
  });
  afterEach(async () => {
    await Promise.all([secrets.close(), authorization.close(), registry.stop(), ecr.stop()]);
  });

  /** Puts the image into a registry. */
  async function store(into: EmbeddedRegistry): Promise<void> {
    await storeImage(image, into.host, "registry");
    into.requests.length = 0;
  }

  const eventOf = (from = registry): CopyImageEvent => ({
    source: { registry: { image: `${from.host}/registry@${image.content.digest}` } },
    destination: { ecr: { repository: "demo-image" } },
  });

  const registriesOf = ({ host }: EmbeddedRegistry, settings: object = {}): string =>
    JSON.stringify({ [host]: settings });

  const copy = (event: unknown, { environment, ...call }: Call = {}): Promise<Run<CopyImageResult>> =>
    bundles.call("copy-image", event, {
      ...call,
      environment: {
        AWS_ENDPOINT_URL_ECR: authorization.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
        DESTINATION: "ecr",
        SOURCE_REGISTRIES: registriesOf(registry),
        ...environment,
      },
    });

  it("copies from a registry that lets everyone read to ECR, with ECR's token, and tells of each blob", async () => {
    const { answer, log } = await copy(eventOf());
    const size = [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0);
    const { digest, mediaType } = image.content;
    const blobs = { uploaded: 4, present: 0 };
    assert.deepEqual(answer, { digest, mediaType, blobs, uploadedBytes: size });
    assert.deepEqual(ecr.manifestsOf("demo-image"), [image.content.digest]);
    assert.deepEqual(
      linesOf(log).map(({ outcome, copied, total }) => [outcome, copied, total]),
      [1, 2, 3, 4].map((copied) => ["uploaded", copied, 4]),
    );
    assert.equal(authorization.calls.length, 1);
    assert.match(
      authorization.calls[0] ?? "",
      /Credential=AKIDEXAMPLE\/[0-9]{8}\/eu-west-1\/ecr\/aws4_request/,
    );
    assert.deepEqual(secrets.calls, []);
    assert.ok(registry.requests.every((request) => request.authorization === undefined));
  });

  it("copies one platform alone, and asks a source that limits requests until its time is up", async () => {
    const [amd, arm] = ["amd64", "arm64"].map(
      (architecture) => new TestImage({ platform: { os: "linux", architecture } }),
    );
    const index = new TestIndex([amd, arm].filter((one) => one !== undefined));
    await storeImage(index, registry.host, "registry");
    registry.requests.length = 0;
    // More often than a client tries again what fails otherwise.
    let refusals = 6;
    registry.intercept = (_request, response) => {
      if (refusals-- <= 0) return false;
      response.setHeader("retry-after", "0");
      sendError(response, 429, "TOOMANYREQUESTS", "Rate exceeded");
      return true;
    };
    const reference = `${registry.host}/registry@${index.content.digest}`;
    const event = { ...eventOf(), source: { registry: { image: reference } } };
    const { answer } = await copy({ ...event, platform: "linux/arm64" });
    assert.equal(answer?.digest, arm?.content.digest);
    assert.deepEqual(ecr.manifestsOf("demo-image"), [arm?.content.digest]);
    assert.ok(refusals <= 0);
  });

  it("reads with the secret's credentials from a registry that asks for some", async () => {
    const locked = await EmbeddedRegistry.start({ certificate, basic: USER });
    try {
      await store(locked);
      const environment = { SOURCE_REGISTRIES: registriesOf(locked, { secretArn: ARN }) };
      const { answer } = await copy(eventOf(locked), { environment });
      assert.equal(answer?.digest, image.content.digest);
      assert.deepEqual(
        secrets.calls.map(({ body }) => body),
        [{ SecretId: ARN }],
      );
      assert.match(secrets.calls[0]?.authorization ?? "", /\/us-west-2\/secretsmanager\//);
      const basic = (user: typeof USER): string =>
        `Basic ${Buffer.from(`${user.username}:${user.password}`).toString("base64")}`;
      const sentTo = (to: EmbeddedRegistry): Set<string | undefined> =>
        new Set(to.requests.map((request) => request.authorization));
      assert.deepEqual(sentTo(locked), new Set([undefined, basic(USER)]));
      assert.deepEqual(sentTo(ecr), new Set([undefined, basic(AWS)]));
      assert.match(
        (
          await copy(
            { ...eventOf(locked), destination: { ecr: { repository: "other" } } },
            { environment: { SOURCE_REGISTRIES: registriesOf(locked) } },
          )
        ).failure?.message ?? "",
        /no credentials were provided\. Provide the ARN of a secret .*: imageCredentialsSecretArn/,
      );
    } finally {
      await locked.stop();
    }
  });

  it("sends nothing to a registry that is not the one it was made for", async () => {
    const { failure } = await copy(eventOf(), {
      environment: { SOURCE_REGISTRIES: JSON.stringify({ "public.ecr.aws": { secretArn: ARN } }) },
    });
    assert.match(failure?.message ?? "", /this function reads from public\.ecr\.aws only\.$/);
    assert.deepEqual([registry.requests, ecr.requests, secrets.calls, authorization.calls], [[], [], [], []]);
  });

  it("fails with a sentence alone, which Lambda hands on without a stack", async () => {
    assert.deepEqual((await copy({})).failure, {
      name: "InvalidEventError",
      message: "The event of the copy-image function is invalid: source is missing; destination is missing.",
      stack: "",
    });
  });

  it("reports a secret that cannot be used without quoting it", async () => {
    const locked = await EmbeddedRegistry.start({ certificate, basic: USER });
    try {
      const environment = { SOURCE_REGISTRIES: registriesOf(locked, { secretArn: ARN }) };
      secrets.answer = { secretString: JSON.stringify({ user: "a", password: USER.password }) };
      const unusable = await copy(eventOf(locked), { environment });
      assert.equal(unusable.failure?.message, `The secret ${ARN} has no key "username".`);
      secrets.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
      // A quarter of the time is spent on waiting for a permission that may be on its way.
      const denied = await copy(eventOf(locked), { environment, milliseconds: 11_000 });
      assert.ok(secrets.calls.length > 2, `${secrets.calls.length} calls`);
      assert.match(
        denied.failure?.message ?? "",
        /failed: AccessDeniedException: not authorized to perform that\. Check that the secret exists, that the function can reach/,
      );
    } finally {
      await locked.stop();
    }
  });

  it("passes on what ECR says when it refuses", async () => {
    authorization.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
    assert.match(
      (await copy(eventOf(), { milliseconds: 11_000 })).failure?.message ?? "",
      /^Requesting an authorization token from ECR failed: AccessDeniedException: not authorized to perform that\. Check/,
    );
    assert.ok(authorization.calls.length > 1, `${authorization.calls.length} calls`);
    for (const answer of [
      { token: "AWS", proxyEndpoint: `https://${ecr.host}` },
      { token: `AWS:${AWS.password}`, proxyEndpoint: "" },
      { token: `AWS:${AWS.password}`, proxyEndpoint: `http://${ecr.host}` },
    ]) {
      authorization.answer = answer;
      assert.match(
        (await copy(eventOf())).failure?.message ?? "",
        /^ECR returned no token or no registry address/,
      );
    }
    assert.deepEqual([registry.requests, ecr.requests], [[], []]);
  });

  it("waits for permissions that were given a moment ago", async () => {
    const answer = authorization.answer;
    authorization.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
    let refusals = 2;
    ecr.intercept = ({ method }, response) => {
      if (method !== "HEAD" || refusals-- <= 0) return false;
      sendError(response, 403, "DENIED", "User is not authorized to perform: ecr:BatchGetImage");
      return true;
    };
    const copying = copy(eventOf());
    while (authorization.calls.length < 2) await sleep(10);
    authorization.answer = answer;
    assert.equal((await copying).answer?.digest, image.content.digest);
    assert.ok(refusals <= 0);
  });

  it("trusts the certificate authorities of Node only", async () => {
    const { failure } = await copy(eventOf(), { environment: { NODE_EXTRA_CA_CERTS: "" } });
    assert.match(failure?.message ?? "", /certificate/);
    assert.ok(ecr.requests.every((request) => request.authorization === undefined));
  });

  it("does not start without DESTINATION", async () => {
    await assert.rejects(
      copy({}, { environment: { DESTINATION: "" } }),
      /The environment variable DESTINATION is not set/,
    );
  });

  it("runs as `npm run build` bundles it, in at most 1 MB", async function () {
    const file = deployedBundle("copy-image") ?? this.skip();
    assert.ok(statSync(file).size <= 1_000_000);
    assert.equal((await copy(eventOf(), { file })).answer?.digest, image.content.digest);
  });
});
