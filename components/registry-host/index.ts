export { RegistryHost } from "./registry-host";
export {
  OnDelete,
  PullUser,
  TaskArchitecture,
  type RegistryHostArgs,
  type RegistryPasswordVersions,
  type RegistryScaling,
  type RegistryTaskSize,
} from "./registry-host-args";
