// Jest runs ES modules only with this option.
const useESM = process.env.NODE_OPTIONS?.includes("--experimental-vm-modules") ?? false;

export default {
  testMatch: ["**/jest.test.ts"],
  extensionsToTreatAsEsm: useESM ? [".ts"] : [],
  // Sources import each other with the extension that they have after compilation.
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: { "^.+\\.ts$": ["ts-jest", { useESM }] },
};
