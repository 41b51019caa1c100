import { closedVpc } from "../closed-vpc";

export const { modelName, functionArn } = closedVpc();
