import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ImageSource } from "../../registry-client";
import { EmbeddedRegistry } from "../../cli/local/embedded-registry/embedded-registry";
import { type AwsServices, startAwsServices } from "../../tests/support/aws-services";
import {
  type Call,
  deployedBundle,
  LambdaBundles,
  linesOf,
  type Run,
} from "../../tests/support/lambda-bundles";
import { TestImage } from "../../tests/registry-client/images";
import { certificate, USER } from "../../tests/registry-client/registries";
import { storeImage } from "../../tests/support/store-image";
import type { CopyImageEvent, CopyImageResult } from "../contract";

const ARN = "arn:aws:secretsmanager:us-west-2:123456789012:secret:source-AbCdEf";
const REPOSITORY = "team/fraud";

describe("the copy-image function, to S3", function () {
  this.timeout(60_000);
  let bundles: LambdaBundles;
  let aws: AwsServices;
  let registry: EmbeddedRegistry;

  before(async () => {
    bundles = await LambdaBundles.build(["copy-image"], [USER]);
  });
  after(() => {
    bundles.remove();
  });
  beforeEach(async () => {
    aws = await startAwsServices();
    registry = await EmbeddedRegistry.start({ certificate, basic: USER });
  });
  afterEach(async () => {
    await Promise.all([aws.close(), registry.stop()]);
  });

  const registriesOf = (host: string, registryOf: object = { secretArn: ARN }): string =>
    JSON.stringify({ [host]: registryOf });

  const stage = (event: unknown, { environment, ...call }: Call = {}): Promise<Run<CopyImageResult>> =>
    bundles.call("copy-image", event, {
      ...call,
      environment: {
        ...aws.environment,
        SOURCE_REGISTRIES: registriesOf(registry.host),
        DESTINATION: "layout",
        BUCKET: "images",
        PREFIX: "staged",
        RENEW_AFTER_DAYS: "23",
        ...environment,
      },
    });

  /** Puts an image into a registry. */
  async function store(image: ImageSource, host = registry.host): Promise<void> {
    await storeImage(image, host, REPOSITORY);
    registry.requests.length = 0;
  }

  const eventOf = ({ content }: { content: { digest: string } }, host = registry.host): CopyImageEvent => ({
    source: { registry: { image: `${host}/${REPOSITORY}@${content.digest}` } },
    destination: { layout: { bucket: "images" } },
  });

  it("copies an image to S3 with the secret's credentials, and logs each blob", async () => {
    const image = new TestImage();
    await store(image);
    const { answer, log } = await stage(eventOf(image));
    const { digest, mediaType } = image.content;
    const size = [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0);
    const layout = { bucket: "images", prefix: "staged", digest };
    const blobs = { uploaded: 4, present: 0 };
    assert.deepEqual(answer, { digest, mediaType, size, blobs, uploadedBytes: size, layout });
    assert.deepEqual(
      linesOf(log).map(({ outcome, copied, total }) => [outcome, copied, total]),
      [1, 2, 3, 4].map((copied) => ["uploaded", copied, 4]),
    );
    assert.deepEqual(
      aws.secrets.calls.map(({ body }) => body),
      [{ SecretId: ARN }],
    );
    assert.match(aws.secrets.calls[0]?.authorization ?? "", /\/us-west-2\/secretsmanager\//);
    assert.ok(
      aws.s3.calls.every(({ path, authorization }) => path.startsWith("/images/staged/") && authorization),
    );
  });

  it("gives no credentials to a registry that is read anonymously, and nothing at all to others", async () => {
    const open = await EmbeddedRegistry.start({ certificate });
    try {
      const image = new TestImage();
      await store(image, open.host);
      const both = { ...(JSON.parse(registriesOf(registry.host)) as object), [open.host]: {} };
      const environment = { SOURCE_REGISTRIES: JSON.stringify(both) };
      open.requests.length = 0;
      assert.ok((await stage(eventOf(image, open.host), { environment })).answer);
      assert.deepEqual(aws.secrets.calls, []);
      assert.ok(open.requests.every(({ authorization }) => authorization === undefined));
      open.requests.length = 0;
      const { failure } = await stage(eventOf(image, open.host));
      assert.match(
        failure?.message ?? "",
        /image is in 127.*but this function reads from 127.*sourceRegistries/,
      );
      assert.deepEqual([open.requests, registry.requests, aws.secrets.calls], [[], [], []]);
    } finally {
      await open.stop();
    }
  });

  it("takes the keys of the secret that it is told", async () => {
    const image = new TestImage();
    await store(image);
    aws.secrets.answer = { secretString: JSON.stringify({ robot: USER.username, token: USER.password }) };
    const keys = { username: "robot", password: "token" };
    const environment = { SOURCE_REGISTRIES: registriesOf(registry.host, { secretArn: ARN, keys }) };
    assert.ok((await stage(eventOf(image), { environment })).answer);
    assert.equal((await stage(eventOf(image))).failure?.message, `The secret ${ARN} has no key "username".`);
  });

  it("waits for permissions that were given a moment ago, and says which is missing when they do not come", async () => {
    const image = new TestImage();
    await store(image);
    const { answer } = aws.secrets;
    aws.secrets.answer = { error: "AccessDeniedException", message: "not authorized to perform that" };
    const { failure } = await stage(eventOf(image), { milliseconds: 11_000 });
    assert.match(
      failure?.message ?? "",
      /^Reading the secret arn[^ ]+ with the credentials for 127[^ ]+ failed: AccessDeniedException: not authorized/,
    );
    assert.ok(aws.secrets.calls.length > 1, `${aws.secrets.calls.length} calls`);
    const refused = aws.secrets.calls.length;
    const staging = stage(eventOf(image));
    while (aws.secrets.calls.length < refused + 2) await sleep(10);
    aws.secrets.answer = answer;
    assert.ok((await staging).answer);
  });

  it("holds no layer in memory", async () => {
    const staging = async (layerSize: number): Promise<Run<CopyImageResult>> => {
      const image = new TestImage({ layers: 4, layerSize, form: "docker", compression: "none" });
      await store(image);
      return stage(eventOf(image));
    };
    const small = await staging(1_000);
    const large = await staging(25_000_000);
    assert.equal(large.answer?.blobs.uploaded, 5);
    // Three parts of 8 MiB for each of four blobs, and what the garbage collector has not yet seen of them.
    assert.ok(
      large.peakMemory - small.peakMemory < 200,
      `${large.peakMemory} MB, from ${small.peakMemory} MB`,
    );
  });

  it("stops before Lambda's timeout, and continues with the next call", async () => {
    const image = new TestImage({ layers: 6 });
    await store(image);
    let sent = 0;
    aws.s3.fault = (_response, { method }) => method === "PUT" && ++sent > 4;
    const { failure, elapsed } = await stage(eventOf(image), { milliseconds: 12_000 });
    assert.ok(elapsed < 12_000, `${elapsed} ms`);
    assert.equal(failure?.name, "CopyError");
    assert.match(
      failure.message,
      /^Out of time after \d+ s: 4 of 7 blobs of .* copied to .*; run `pulumi up` again to continue/,
    );
    aws.s3.fault = undefined;
    assert.deepEqual((await stage(eventOf(image))).answer?.blobs, { uploaded: 3, present: 4 });
  });

  it("is killed in the middle without harm", async () => {
    const image = new TestImage({ layers: 3, layerSize: 10_000_000, compression: "none" });
    await store(image);
    let parts = 0;
    aws.s3.fault = (_response, { partNumber }) => {
      if (partNumber !== undefined && ++parts === 4) bundles.latest?.kill("SIGKILL");
      return false;
    };
    await assert.rejects(stage(eventOf(image)));
    assert.equal(bundles.latest?.signalCode, "SIGKILL");
    for (const key of aws.s3.keysOf("images")) {
      const digest = key.replace("staged/blobs/", "").replace("/", ":");
      assert.ok(image.blobs.get(digest)?.equals(aws.s3.latest("images", key)?.bytes ?? Buffer.alloc(0)), key);
    }
    assert.ok(aws.s3.openUploads() > 0, "the lifecycle of the bucket has something to do");
    aws.s3.fault = undefined;
    const { answer } = await stage(eventOf(image));
    assert.equal(answer?.digest, image.content.digest);
    for (const [digest, bytes] of image.blobs) {
      const key = `staged/blobs/${digest.replace(":", "/")}`;
      assert.ok(aws.s3.latest("images", key)?.bytes.equals(bytes), digest);
    }
  });

  it("fails with a sentence alone, which Lambda hands on without a stack", async () => {
    assert.deepEqual((await stage({})).failure, {
      name: "InvalidEventError",
      message: "The event of the copy-image function is invalid: source is missing; destination is missing.",
      stack: "",
    });
  });

  it("trusts the certificate authorities of Node only", async () => {
    const image = new TestImage();
    await store(image);
    const { failure } = await stage(eventOf(image), { environment: { NODE_EXTRA_CA_CERTS: "" } });
    assert.match(failure?.message ?? "", /The function trusts public certificate authorities only: give 127/);
    assert.ok(registry.requests.every(({ authorization }) => authorization === undefined));
  });

  for (const name of ["DESTINATION", "BUCKET", "PREFIX", "RENEW_AFTER_DAYS"]) {
    it(`does not start without ${name}`, async () => {
      const started = stage({}, { environment: { [name]: "" } });
      await assert.rejects(started, new RegExp(`The environment variable ${name} is not set`));
    });
  }

  it("runs as `npm run build` bundles it, in at most 1 MB", async function () {
    const file = deployedBundle("copy-image") ?? this.skip();
    assert.ok(statSync(file).size <= 1_000_000);
    const image = new TestImage();
    await store(image);
    assert.ok((await stage(eventOf(image), { file })).answer);
  });
});
