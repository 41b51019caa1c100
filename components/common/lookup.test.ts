import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { record } from "../../testing";
import { lookUp, lookUpEach, lookupProblem, reasonOf, whileEngineRuns, type Lookup } from "./lookup";

interface Answer {
  readonly id: string;
  readonly cidrBlock?: string;
}

const asking = (ask: (args: { id: string }) => Promise<Answer>): Lookup<{ id: string }, Answer> => ({
  token: "aws:ec2/getVpc:getVpc",
  ask,
  actions: ["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute"],
});
class Thing extends pulumi.ComponentResource {
  constructor() {
    super("pkg:index:Thing", "thing");
  }
}
/** What a lookup in a program comes to. */
const lookedUp = async (
  lookup: Lookup<{ id: string }, Answer>,
  id: pulumi.Input<string> = "vpc-1",
  preview = false,
): Promise<unknown> => {
  const { outputs } = await record(
    () => ({ found: lookUp(lookup, { id }, new Thing(), ["cidrBlock"]).cidrBlock }),
    { preview },
  );
  return outputs.found?.value;
};

/** As the engine, the provider's bridge, and AWS put it together. */
const refusal =
  "invocation of aws:ec2/getVpc:getVpc returned an error: invoking aws:ec2/getVpc:getVpc: 1 error occurred:\n\t* reading EC2 VPCs: " +
  "operation error EC2: DescribeVpcs, https response error StatusCode: 403, RequestID: 7b1e-4c, api error UnauthorizedOperation: " +
  "You are not authorized to perform this operation.\n\n";

describe("lookUp", () => {
  it("passes the answer on", async () => {
    assert.equal(
      await lookedUp(
        asking(async ({ id }) => ({ id, cidrBlock: `block of ${id}` })),
        pulumi.output(Promise.resolve("vpc-2")),
      ),
      "block of vpc-2",
    );
  });

  it("answers several in their order", async () => {
    const lookup = asking(async ({ id }) => ({ id }));
    const { outputs } = await record(() => ({
      found: lookUpEach(lookup, pulumi.output([{ id: "b" }, { id: "a" }]), new Thing()),
    }));
    assert.deepEqual(outputs.found?.value, [{ id: "b" }, { id: "a" }]);
  });

  it("tells a refusal in one line: what was looked up, what AWS said, and what to allow", async () => {
    await assert.rejects(lookedUp(asking(async () => Promise.reject(new Error(refusal)))), (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        error.message,
        'aws.ec2.getVpc of {"id":"vpc-1"} was refused: reading EC2 VPCs: operation error EC2: DescribeVpcs, https response error ' +
          "StatusCode: 403, api error UnauthorizedOperation: You are not authorized to perform this operation. " +
          "Remedy: allow the deploying identity ec2:DescribeVpcs, ec2:DescribeVpcAttribute (docs/permissions.md)",
      );
      return true;
    });
  });

  it("tells another failure with what to check", async () => {
    await assert.rejects(
      lookedUp(asking(async () => Promise.reject(new Error("no matching EC2 VPC found")))),
      /^Error: aws\.ec2\.getVpc of \{"id":"vpc-1"\} failed: no matching EC2 VPC found\. Check that it exists in the account and region/,
    );
  });

  it("shows nothing of a secret", async () => {
    await assert.rejects(
      lookedUp(
        asking(async ({ id }) => Promise.reject(new Error(`there is no ${id}`))),
        pulumi.secret("vpc-hidden"),
      ),
      (error: Error) => {
        assert.match(
          error.message,
          /^aws\.ec2\.getVpc of a secret failed: the answer may contain the secret/,
        );
        assert.doesNotMatch(error.message, /hidden/);
        return true;
      },
    );
  });

  it("fails by the error of an input that has failed, and asks nobody", async () => {
    let asked = 0;
    const failed = pulumi.output(Promise.reject<string>(new pulumi.RunError("is no VPC")));
    await assert.rejects(
      lookedUp(
        asking(async ({ id }) => {
          asked += 1;
          return { id };
        }),
        failed,
      ),
      /^Error: is no VPC$/,
    );
    assert.equal(asked, 0);
  });

  it("says what mocks must answer, and is unknown in the preview of a provider that is not configured yet", async () => {
    const lookup = asking(async ({ id }) => ({ id }));
    await assert.rejects(
      lookedUp(lookup),
      /^Error: aws\.ec2\.getVpc of \{"id":"vpc-1"\} returned no cidrBlock\. In a unit test with mocks, answer aws:ec2\/getVpc:getVpc/,
    );
    assert.equal(await lookedUp(lookup, "vpc-1", true), undefined);
  });
});

describe("whileEngineRuns", () => {
  it("never settles where the engine has shut down, and else does as the call does", async () => {
    const pending = Symbol("pending");
    const outcome = (call: Promise<unknown>): Promise<unknown> =>
      Promise.race([whileEngineRuns(call), new Promise((resolve) => setImmediate(resolve, pending))]);
    for (const code of [1, 14]) {
      const gone = Object.assign(new Error("Resource monitor is terminating"), { code });
      assert.equal(await outcome(Promise.reject(gone)), pending);
    }
    assert.equal(await outcome(Promise.resolve(1)), 1);
    await assert.rejects(outcome(Promise.reject(Object.assign(new Error("no"), { code: 2 }))), /no/);
  });
});

describe("reasonOf", () => {
  it("is one line, which is the same for calls that are refused for one reason", () => {
    const other = refusal.replace("7b1e-4c", "99aa-01");
    assert.equal(reasonOf(new Error(refusal)), reasonOf(new Error(other)));
    assert.doesNotMatch(reasonOf(new Error(refusal)), /\n|RequestID|invoking|invocation/);
    assert.equal(reasonOf("no"), "no");
  });
});

describe("lookupProblem", () => {
  it("names the provider's settings where no permission is needed", () => {
    assert.equal(
      lookupProblem({ token: "aws:index/getRegion:getRegion", actions: [] }, "{}", "no region"),
      "aws.getRegion failed: no region. Check the region and the credentials of the AWS provider",
    );
  });
});
