export { record, type RecordOptions } from "./record";
export type { RecordedAccount } from "./aws-outputs";
export {
  ResourceGraph,
  type RecordedCall,
  type RecordedOptions,
  type RecordedOutput,
  type RecordedResource,
} from "./resource-graph";
