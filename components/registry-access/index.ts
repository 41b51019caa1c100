export type { PreflightFunction } from "./preflight-checks";
export type { NetworkLocation } from "./network-location";
export { RegistryAccess } from "./registry-access";
export type { AuthorizationServer, ExistingRegistry, LambdaAccess, RegistryAccessArgs } from "./args";
