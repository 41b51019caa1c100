export type { PreflightFunction } from "./preflight";
export type { NetworkLocation } from "./network-location";
export {
  RegistryAccess,
  type AuthorizationServer,
  type ExistingRegistry,
  type LambdaAccess,
  type RegistryAccessArgs,
} from "./registry-access";
