export { backends, listenerAt, listenerBefore, portOf, type Backend } from "./listeners";
export {
  locate,
  locations,
  loadBalancerPlace,
  servicePlace,
  type RegistryLocation,
} from "./registry-location";
export { taskContainers, traits } from "./registry-software";
