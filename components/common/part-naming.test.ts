import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ArgumentsError, makePart, Validation } from ".";
import * as checks from "./checks";

/** What a component's check of one known and one late argument says, by component and property. */
function check(component: string, args: { vpcId?: pulumi.Input<string> }): pulumi.Output<string> | undefined {
  const validation = new Validation(component);
  const checked = validation.value("vpcId", args.vpcId, checks.vpcId);
  validation.throwIfInvalid();
  return checked;
}

const late = { vpcId: pulumi.output("x") };
const messageOf = (output: pulumi.Output<string> | undefined): Promise<string> =>
  new Promise((resolve, reject) => {
    (output as unknown as { promise(): Promise<string> }).promise().then(reject, (error: Error) => {
      resolve(error.message);
    });
  });
const below = (property: string) => (path: string) => `${property}.${path}`;

describe("makePart", () => {
  it("has a part's messages name the composition and its properties, at once and at deployment", async () => {
    assert.throws(
      () => makePart("Whole", "Part", below("network"), () => check("Part", { vpcId: "x" })),
      (error) =>
        error instanceof ArgumentsError &&
        error.message.startsWith("Whole has 1 problem") &&
        error.problems[0]?.propertyPath === "network.vpcId",
    );
    const part = makePart("Whole", "Part", below("network"), () => check("Part", late));
    assert.match(await messageOf(part), /^Whole has 1 problem in its arguments:\n {2}- network\.vpcId: /);
  });

  it("names a part of a part after the whole", async () => {
    const inner = (): pulumi.Output<string> | undefined =>
      makePart("Part", "Inner", below("inner"), () => check("Inner", late));
    assert.match(
      await messageOf(makePart("Whole", "Part", below("part"), inner)),
      /^Whole has .*\n {2}- part\.inner\.vpcId: /,
    );
    assert.match(await messageOf(inner()), /^Part has .*\n {2}- inner\.vpcId: /);
  });

  it("leaves others as they are: what a part makes besides, and all that comes after it", async () => {
    const other = makePart("Whole", "Part", below("part"), () => check("Other", late));
    assert.match(await messageOf(other), /^Other has .*\n {2}- vpcId: /);
    assert.throws(() =>
      makePart("Whole", "Part", below("part"), () => {
        throw new Error("failed");
      }),
    );
    assert.match(await messageOf(check("Part", late)), /^Part has .*\n {2}- vpcId: /);
  });
});
