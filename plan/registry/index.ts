export { backends, listenerAt, listenerOrAny, portOf, type Backend } from "./listeners";
export {
  findRegistry,
  registryLocations,
  locationOfLoadBalancer,
  locationOfService,
  type RegistryLocation,
} from "./registry-location";
export { taskContainers, registrySoftware } from "./registry-software";
