export { backends, listenerAt, listenerBefore, portOf, type Backend } from "./registry/listeners";
export { locate, locations, loadBalancerPlace, servicePlace, type RegistryLocation } from "./registry/locate";
export { taskContainers, traits } from "./registry/traits";
