// Pulumi's SDK loads arborist at every start, but calls it only to find what a serialized JavaScript function needs.
exports.Arborist = function Arborist() {
  throw new Error("The plugin of sagemaker-private-registry packs no JavaScript functions.");
};
