import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { alarmsProblem, ifItFails, judgeCreation, wantedOf } from "./creation";

const wanted = { endpointName: "fraud-live", alarmNames: [] };
const live = (alarmNames?: readonly string[]) => ({ endpointConfigName: "c", alarmNames });
const judged = (...args: [Parameters<typeof judgeCreation>[1], string[]?]) =>
  judgeCreation({ ...wanted, alarmNames: args[1] ?? [] }, args[0], {
    region: "eu-south-1",
    logicalName: "fraud-endpoint",
  });

describe("judgeCreation", () => {
  it("refuses to create an endpoint of a name that exists, and says every way out", () => {
    const { problem = "" } = judged(live());
    assert.match(problem, /^an endpoint named fraud-live exists already/);
    assert.match(
      problem,
      /Its status is unknown here: `aws sagemaker describe-endpoint --endpoint-name fraud-live/,
    );
    assert.match(
      problem,
      /delete it by `aws sagemaker delete-endpoint --endpoint-name fraud-live --region eu-south-1`/,
    );
    assert.match(problem, /if its status is Deleting, wait/);
    assert.match(problem, /import it .*or give another endpointName$/);
  });

  it("says what became of other alarms, for which the provider replaces an endpoint", () => {
    const { problem = "" } = judged(live(["before"]), ["after"]);
    assert.match(
      problem,
      /If it is this component's own: .* names the alarms after, but the endpoint fraud-live has before/,
    );
    assert.doesNotMatch(judged(live(["same"]), ["same"]).problem ?? "", /alarms/);
  });

  it("finds nothing wrong where there is no such endpoint, or nobody can know", () => {
    assert.deepEqual(judged({ failure: "couldn't find resource", kind: "missing" }), {});
    assert.deepEqual(judged({ failure: "TypeNotFoundException", kind: "unsupported" }), {});
    const { problem, warning = "" } = judged({ failure: "AccessDeniedException", kind: "refused" });
    assert.equal(problem, undefined);
    assert.match(
      warning,
      /whether an endpoint named fraud-live exists already is unknown \(AccessDeniedException\).*allow cloudformation:GetResource/,
    );
  });
});

describe("wantedOf", () => {
  it("reads name and alarms of an endpoint's inputs, as far as they are known", () => {
    const alarms = (...names: unknown[]) => ({
      name: "fraud-live",
      deploymentConfig: { autoRollbackConfiguration: { alarms: names.map((alarmName) => ({ alarmName })) } },
    });
    assert.deepEqual(wantedOf(alarms("a", "b")), { endpointName: "fraud-live", alarmNames: ["a", "b"] });
    assert.deepEqual(wantedOf({ name: "fraud-live" }), { endpointName: "fraud-live", alarmNames: [] });
    assert.deepEqual(wantedOf(alarms(pulumi.unknown)), { endpointName: "fraud-live", alarmNames: undefined });
    assert.equal(wantedOf({ name: "fraud-live", deploymentConfig: pulumi.unknown })?.alarmNames, undefined);
    assert.equal(wantedOf({ name: pulumi.unknown }), undefined);
    assert.equal(wantedOf({ name: pulumi.secret("fraud-live") }), undefined);
    assert.equal(wantedOf(undefined), undefined);
  });
});

describe("ifItFails", () => {
  it("names the command that removes what a failed creation leaves", () => {
    assert.match(
      ifItFails("fraud-live", "eu-south-1"),
      /delete it by `aws sagemaker delete-endpoint --endpoint-name fraud-live --region eu-south-1`/,
    );
  });
});

describe("alarmsProblem", () => {
  it("compares alarms without their order, where the endpoint tells them", () => {
    assert.equal(alarmsProblem("e", ["b", "a"], ["a", "b"], "l"), undefined);
    assert.equal(alarmsProblem("e", ["a"], undefined, "l"), undefined);
    assert.match(
      alarmsProblem("e", [], ["a"], "l") ?? "",
      /names the alarms \(none\), but the endpoint e has a:/,
    );
  });
});
