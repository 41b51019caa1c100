export {
  CredentialsProvider,
  type CredentialsProviderArgs,
  type RegistryCredentials,
} from "./credentials-provider";
