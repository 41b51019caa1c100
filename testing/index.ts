export { mocks, record, type RecordOptions } from "../plan/recording/record";
export type { RecordedAccount } from "../plan/recording/aws-outputs";
export {
  ResourceGraph,
  type RecordedCall,
  type RecordedOptions,
  type RecordedOutput,
  type RecordedResource,
} from "../plan/graph";
