import { closedVpc } from "../closed-vpc";

// AWS takes a group that is open to all on the way of a pull, and advises against it.
export const { modelName } = closedVpc({
  "model-registry-ingress": { referencedSecurityGroupId: undefined, cidrIpv4: "0.0.0.0/0" },
});
