export { mocks, record } from "../plan/recording/record";
export type { RecordOptions } from "../plan/recording/record-options";
export type { RecordedAccount } from "../plan/recording/aws-outputs";
export {
  ResourceGraph,
  type RecordedCall,
  type RecordedOptions,
  type RecordedOutput,
  type RecordedResource,
} from "../plan/graph";
