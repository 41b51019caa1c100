import { closedVpc } from "../closed-vpc";

export const { modelName } = closedVpc({ "model-registry-ingress": null });
