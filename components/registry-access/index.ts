export type { PreflightFunction } from "./validate-preflight";
export type { NetworkLocation } from "./network-location";
export { RegistryAccess } from "./registry-access";
export type {
  AuthorizationServer,
  ExistingRegistry,
  LambdaAccess,
  RegistryAccessArgs,
} from "./registry-access-args";
