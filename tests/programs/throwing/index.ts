// A program with a mistake of its own, in a function that it calls.
import * as pulumi from "@pulumi/pulumi";

export const made = pulumi.output(1).apply((): string => {
  throw new Error("boom");
});
