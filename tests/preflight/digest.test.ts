import assert from "node:assert/strict";
import { CHECK_IDS, type CheckId, type PreflightReport, type Severity } from "../../preflight";
import { authority, certificate, USER } from "../registry-client/registries";
import { TestImage } from "../registry-client/images";
import { check, checked, ids, Scene } from "./environment";

/** Every check with the same severity, but for some. */
const all = (severity: Severity, others: Partial<Record<CheckId, Severity>> = {}) => ({
  ...Object.fromEntries(CHECK_IDS.map((id) => [id, severity])),
  ...others,
});

describe("preflight, the digest of a tag", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());
  const image = new TestImage({ form: "docker" });
  const registry = () => scene.registry({ image, form: "preserve" });

  const failsWithoutDigest = (report: PreflightReport) => {
    assert.equal(report.digest, undefined);
    assert.equal("digest" in report, false);
    assert.equal(report.passed, false);
    assert.deepEqual(ids(report, "failed"), []);
    assert.match(
      report.summary,
      /ml\/fraud:\w+ does not pass: the digest of the tag \w+ could not be determined(?:, \d warnings?)?\.\n/,
    );
    assert.match(report.summary, /\n {2}→ .*give the image by its digest/);
  };

  it("does not pass when it cannot be determined, also where the check of the manifest only warns", async () => {
    const { host } = await registry();
    const report = await checked(`${host}/ml/fraud:2`, { severities: { manifest: "warning" } });
    failsWithoutDigest(report);
    assert.equal(check(report, "manifest").status, "warned");
    assert.match(report.summary, /! The image is there \[manifest\]\n {2}GET .* returned 404/);
  });

  it("does not pass when it cannot be determined, also where what goes before only warns", async () => {
    const { host } = await scene.registry({ certificate });
    const options = {
      certificateAuthorities: undefined,
      severities: { "certificate-authority": "warning" },
    } as const;
    const report = await checked(`${host}/ml/fraud:1`, options);
    failsWithoutDigest(report);
    assert.equal(check(report, "manifest").status, "skipped");
    const given = await checked(`${host}/ml/fraud@${image.content.digest}`, options);
    assert.equal(given.passed, true);
    assert.equal(given.digest, image.content.digest);
  });

  it("does not pass when it cannot be determined, also where every check is switched off", async () => {
    const { host } = await registry();
    failsWithoutDigest(await checked(`${host}/ml/fraud:2`, { severities: all("off") }));
    failsWithoutDigest(await checked("nowhere.example/ml/fraud:1", { severities: all("off") }));
  });

  it("is determined, and passes, where the check of the manifest is switched off", async () => {
    const { host } = await registry();
    for (const severities of [{ manifest: "off" }, all("off")] as const) {
      const report = await checked(`${host}/ml/fraud:1`, { severities });
      assert.equal(report.digest, image.content.digest);
      assert.equal(report.passed, true, report.summary);
      assert.equal(check(report, "manifest").seen, "Switched off.");
    }
  });

  it("is not asked for in vain where authentication failed and the check of the manifest is switched off", async () => {
    const registry = await scene.registry({ basic: USER });
    const report = await checked(`${registry.host}/ml/fraud:1`, {
      getCredentials: async () => ({ ...USER, password: "wrong-hunter2" }),
      severities: { manifest: "off" },
    });
    assert.deepEqual(ids(report, "failed"), ["authentication"]);
    assert.deepEqual(check(report, "platform").blockedBy, ["authentication"]);
    assert.deepEqual([report.digest, report.passed], [undefined, false]);
    assert(registry.requests.every(({ path }) => path === "/v2/"));
  });

  it("is not waited for when the time is over", async () => {
    const registry = await scene.registry();
    registry.intercept = (_request, _response, path) => path.includes("/manifests/");
    const started = performance.now();
    const report = await checked(`${registry.host}/ml/fraud:1`, { severities: all("off"), timeoutMs: 300 });
    assert(performance.now() - started < 9_000);
    failsWithoutDigest(report);
  });
});

describe("preflight, the days that the certificate is valid for", () => {
  const scene = new Scene();
  afterEach(() => scene.stop());
  const days = async (notAfter: Date, options = {}) => {
    const issued = authority.issue({ names: ["127.0.0.1"], notAfter });
    const { host } = await scene.registry({ certificate: issued });
    return (await checked(`${host}/ml/fraud:1`, options)).certificateDaysToExpiry;
  };
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

  it("are whole, rounded down, negative when it has expired", async () => {
    assert.equal(await days(inHours(24 * 30 + 1)), 30);
    assert.equal(await days(inHours(23)), 0);
    assert.equal(await days(inHours(-1)), -1);
    assert.equal(await days(inHours(-25)), -2);
  });

  it("are told of a certificate that is not trusted, and whatever the checks of it count as", async () => {
    assert.equal(await days(inHours(49), { certificateAuthorities: undefined }), 2);
    assert.equal(await days(inHours(49), { severities: { "certificate-expiry": "off" } }), 2);
  });

  it("are absent where no certificate was seen", async () => {
    const report = await checked("nowhere.example/ml/fraud:1");
    assert.equal("certificateDaysToExpiry" in report, false);
  });
});
