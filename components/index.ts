export type { CommonArgs, CommonRoleArgs, FunctionPlacement, FunctionSettings, TagArgs } from "./common";
export * from "./private-inference";
export * from "./registry-network";
export * from "./registry-host";
export * from "./registry-access";
export * from "./credentials-provider";
export * from "./execution-role";
export * from "./image-publisher";
export * from "./model-endpoint";
