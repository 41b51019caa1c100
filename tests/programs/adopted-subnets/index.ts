import { closedVpc } from "../closed-vpc";

// The model is in subnets that the program does not make.
export const { modelName } = closedVpc({
  fraud: { vpcConfig: { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] } },
});
