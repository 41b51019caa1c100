export { LambdaRouteKind, type NetworkLambdaRoute } from "./lambda-route";
export { RegistryNetwork } from "./registry-network";
export type { NetworkSettings, RegistryNetworkArgs } from "./args";
export { InternetAccess } from "./vpc";
