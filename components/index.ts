export type { CommonArgs, FunctionPlacement, FunctionSettings } from "./common";
export * from "./registry-network";
export * from "./credentials-provider";
export * from "./execution-role";
export * from "./registry-host";
export * from "./model-endpoint";
