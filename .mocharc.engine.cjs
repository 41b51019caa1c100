// Scenarios on the Pulumi engine: all, or the files that the command line names. mocha would run those of both.
module.exports = {
  require: ["./scripts/register-typescript.cjs", "tests/engine/setup.ts"],
  spec: process.argv.some((argument) => argument.endsWith(".test.ts")) ? [] : ["tests/engine/*.test.ts"],
  timeout: 300000,
};
