import { closedVpc } from "../closed-vpc";

// The certificate is one that the program does not make.
export const { modelName } = closedVpc({
  https: { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/theirs" },
});
