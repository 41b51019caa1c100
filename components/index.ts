export type { CommonArgs, FunctionPlacement, FunctionSettings } from "./common";
export * from "./registry-network";
