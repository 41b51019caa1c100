export {
  actionsFor,
  backends,
  listenerAt,
  listenerBefore,
  portOf,
  registeredIn,
  type Backend,
} from "./registry/listeners";
export {
  locate,
  locations,
  loadBalancerPlace,
  servicePlace,
  type AddressPlace,
  type RegistryLocation,
} from "./registry/locate";
export { taskContainers, traits, type RegistryTraits, type TaskContainer } from "./registry/traits";
