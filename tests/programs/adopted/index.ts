import { closedVpc } from "../closed-vpc";

// The model's interfaces lie in subnets that the program does not make.
export const { modelName } = closedVpc({
  fraud: { vpcConfig: { subnets: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-models"] } },
});
