export { LambdaRouteKind, type NetworkLambdaRoute } from "./lambda-route";
export { RegistryNetwork } from "./registry-network";
export type { NetworkSettings, RegistryNetworkArgs } from "./registry-network-args";
export { InternetAccess } from "./vpc";
