import assert from "node:assert/strict";
import { judgeEndpoint, type Wanted } from "./live-configuration";

const wanted: Wanted = {
  endpointName: "fraud-live",
  endpointConfigName: "fraud-config-new",
  told: "fraud-config-new",
  logicalName: "fraud-endpoint",
  isCreated: false,
  isUpdated: false,
};
const running = (endpointConfigName: string) => ({ endpointConfigName, alarmNames: undefined });
const rolledBack = /runs the configuration fraud-config-old, and not fraud-config-new/;

describe("judgeEndpoint", () => {
  it("finds nothing wrong with an endpoint that runs what it was given", () => {
    assert.deepEqual(judgeEndpoint(wanted, running("fraud-config-new")), { problem: undefined });
  });

  it("says how to have an endpoint updated again that runs something else", () => {
    const { problem = "" } = judgeEndpoint(wanted, running("fraud-config-old"));
    assert.match(problem, rolledBack);
    assert.match(problem, /rolled the update back or refused it, or somebody else has updated the endpoint/);
    // Of all resources only the endpoint is refreshed: limits that a scheduled action has set stay.
    assert.match(problem, /`pulumi refresh --target '\*\*::fraud-endpoint'`.*`pulumi up`/);
    assert.doesNotMatch(problem, /pulumi up --refresh/);
  });

  it("asks for nothing at a preview whose deployment updates the endpoint again", () => {
    const { problem = "" } = judgeEndpoint({ ...wanted, isUpdated: true }, running("fraud-config-old"));
    assert.match(problem, rolledBack);
    assert.match(problem, /The deployment updates it again$/);
    assert.doesNotMatch(problem, /pulumi refresh/);
  });

  it("says that an endpoint is gone, but not of one that the provider has just created", () => {
    const gone = { failure: "couldn't find resource", kind: "missing" } as const;
    const { problem = "", warning } = judgeEndpoint(wanted, gone);
    assert.match(
      problem,
      /^the endpoint fraud-live does not exist any more.*`pulumi refresh --target '\*\*::fraud-endpoint'`.*`pulumi up`/,
    );
    assert.equal(warning, undefined);
    const created = judgeEndpoint({ ...wanted, isCreated: true }, gone);
    assert.equal(created.problem, undefined);
    assert.match(created.warning ?? "", /cannot be read \(couldn't find resource\)/);
  });

  it("goes by what the provider read where reading is refused, and says so, or not supported", () => {
    const refused = { failure: "AccessDeniedException", kind: "refused" } as const;
    assert.match(judgeEndpoint(wanted, refused).warning ?? "", /allow cloudformation:GetResource/);
    assert.match(judgeEndpoint({ ...wanted, told: "fraud-config-old" }, refused).problem ?? "", rolledBack);
    const unsupported = { failure: "TypeNotFoundException", kind: "unsupported" } as const;
    const { problem, warning } = judgeEndpoint(wanted, unsupported);
    assert.equal(problem, undefined);
    assert.match(warning ?? "", /in this region Cloud Control does not know.*describe-endpoint/);
    assert.match(
      judgeEndpoint({ ...wanted, told: "fraud-config-old" }, unsupported).problem ?? "",
      rolledBack,
    );
  });
});
