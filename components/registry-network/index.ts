export { LambdaRoute, type NetworkLambdaRoute } from "./lambda-route";
export { RegistryNetwork, type NetworkSettings, type RegistryNetworkArgs } from "./registry-network";
export { InternetAccess } from "./vpc";
