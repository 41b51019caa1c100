export { RegistryHost } from "./registry-host";
export {
  ImageMirror,
  OnDelete,
  PullUser,
  TaskArchitecture,
  type NewRegistry,
  type RegistryHostArgs,
  type RegistryPasswordVersions,
  type RegistryScaling,
  type RegistryTaskSize,
} from "./args";
