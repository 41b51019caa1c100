import * as aws from "@pulumi/aws";
import { closedVpc, type Changes } from "../../programs/closed-vpc";
import { assertVerdict, verdictOf } from "../../policies/verdicts";

type Conditions = aws.lb.ListenerRuleArgs["conditions"];
type Made = ReturnType<typeof closedVpc>;

const REFUSAL = { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "403" } };

/** What the registry rule says of a listener with a rule of its own. */
const withRule = (conditions: Conditions, action: (made: Made) => unknown, changes: Changes = {}) =>
  verdictOf("registry-reachable", () => {
    const made = closedVpc(changes);
    if (made.listenerArn === undefined) throw new Error("the program has no listener");
    const { listenerArn } = made;
    new aws.lb.ListenerRule("rule", {
      listenerArn,
      priority: 1,
      conditions,
      actions: [action(made) as aws.types.input.lb.ListenerRuleAction],
    });
  });
const refusing = (...conditions: object[]) => withRule(conditions, () => REFUSAL);
const closed: Changes = { https: { defaultActions: [REFUSAL] } };
const forwarding = (host: string) =>
  withRule(
    [{ hostHeader: { values: [host] } }],
    ({ targetGroupArn }) => ({ type: "forward", targetGroupArn }),
    closed,
  );

describe("a listener's rules", () => {
  it("may answer the registry's paths in its place", async () => {
    assertVerdict(await refusing({ pathPattern: { values: ["/v2/*"] } }), "failed", /forwards nothing for/);
    assertVerdict(await refusing({ pathPattern: { values: ["/metrics"] } }), "passed");
  });

  it("may be for other methods than those of a pull", async () => {
    const methods = (...values: string[]) => refusing({ httpRequestMethod: { values } });
    assertVerdict(await methods("POST", "PUT", "PATCH", "DELETE"), "passed");
    assertVerdict(await methods("GET", "HEAD"), "failed");
    assertVerdict(await methods("HEAD"), "unknown");
  });

  it("may depend on what nobody knows of a request", async () => {
    assertVerdict(await refusing({ sourceIp: { values: ["10.0.0.0/16"] } }), "unknown");
  });

  it("forward a host where nothing is by default", async () => {
    assertVerdict(await forwarding("registry.example.com"), "passed");
    assertVerdict(await forwarding("*.example.com"), "passed");
    assertVerdict(await forwarding("push.example.com"), "failed", /answers itself \(fixed-response\)/);
  });
});
