export type { CommonArgs, FunctionPlacement, FunctionSettings } from "./common";
