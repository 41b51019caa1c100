import type { RecordOptions } from "../../testing";

/** A VPC of two blocks, and one more that it has no longer. */
export const TWO_BLOCKS: RecordOptions = {
  call: ({ token }) =>
    token === "aws:ec2/getVpc:getVpc"
      ? {
          cidrBlock: "10.0.0.0/16",
          cidrBlockAssociations: [
            { cidrBlock: "10.0.0.0/16", state: "associated", associationId: "1" },
            { cidrBlock: "100.64.0.0/16", state: "associated", associationId: "2" },
            { cidrBlock: "100.65.0.0/16", state: "disassociated", associationId: "3" },
          ],
        }
      : undefined,
};
