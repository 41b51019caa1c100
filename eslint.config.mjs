import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Which folders a folder may not import, so that each can be understood, tested and moved without them. */
const boundaries = [
  {
    folder: "components",
    mayNotImport: ["functions", "plan", "policies", "testing", "cli", "tools"],
  },
  {
    folder: "functions",
    mayNotImport: ["components", "plan", "policies", "testing", "cli", "tools"],
  },
  {
    folder: "registry-client",
    mayNotImport: ["components", "functions", "plan", "policies", "preflight", "testing", "cli", "tools"],
  },
  {
    folder: "preflight",
    mayNotImport: ["components", "functions", "plan", "policies", "testing", "cli", "tools"],
  },
  {
    folder: "testing",
    mayNotImport: ["components", "functions", "policies", "preflight", "cli", "tools"],
  },
  {
    folder: "plan",
    mayNotImport: ["components", "functions", "policies", "preflight", "testing", "cli", "tools"],
  },
  {
    folder: "policies",
    mayNotImport: ["components", "functions", "preflight", "testing", "cli", "tools"],
  },
];
/** A call of the AWS provider: `aws.getRegion(…)`, `aws.ec2.getVpc(…)`, and their forms for outputs. */
const lookup =
  "CallExpression[callee.property.name=/^get[A-Z]/]:matches([callee.object.name='aws'], [callee.object.object.name='aws'])";
/** What no file may hold. */
const restricted = [
  {
    selector: "TSEnumDeclaration",
    message: 'Closed sets are constants, `{ A: "A" } as const`, with a type of the same name.',
  },
];
/** A callback of an output whose exceptions Pulumi would print with their stacks, for minutes. */
const unguarded = {
  selector: "CallExpression[callee.property.name='apply'][arguments.0.callee.name!='guarded']",
  message: "Write `apply(guarded(…))`: an unexpected exception then ends the deployment with one message.",
};
const pulumiFree = ["functions", "registry-client", "preflight"];

export default defineConfig(
  { ignores: ["**/dist/", "sdk/"] },
  // A rule is kept, or changed here for all to see; no comment switches it off.
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-control-regex": "off",
      "no-restricted-syntax": ["error", ...restricted],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
    },
  },
  {
    // The rules that need types, named one by one: each finds faults that the compiler lets pass.
    files: ["**/*.ts"],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./examples/unit-tests/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-exports": [
        "error",
        { fixMixedExportsWithInlineTypeSpecifier: true },
      ],
      "@typescript-eslint/no-deprecated": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/no-unsafe-argument": "error",
      "@typescript-eslint/no-unsafe-assignment": "error",
      "@typescript-eslint/no-unsafe-call": "error",
      "@typescript-eslint/no-unsafe-member-access": "error",
      "@typescript-eslint/no-unsafe-return": "error",
      "@typescript-eslint/restrict-plus-operands": "error",
      // An Output in a template prints a warning instead of its value.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/return-await": ["error", "error-handling-correctness-only"],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  ...boundaries.map(({ folder, mayNotImport }) => ({
    files: [`${folder}/**/*.ts`],
    ignores: ["**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              // The contract of the functions has types only.
              regex: `^(\\.\\./)+(?!functions/contract$)(${mayNotImport.join("|")})(/|$)`,
              message: `${folder}/ does not know ${mayNotImport.join(", ")}.`,
            },
            ...(pulumiFree.includes(folder)
              ? [{ regex: "^@pulumi/", message: `${folder}/ knows nothing of Pulumi.` }]
              : []),
            {
              regex: "^@pulumi/awsx",
              allowTypeImports: true,
              message: "An optional peer: load it only where a VPC is made.",
            },
          ],
        },
      ],
    },
  })),
  {
    files: ["components/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-syntax": ["error", ...restricted, unguarded] },
  },
  {
    files: ["components/**/*.ts"],
    // The table of lookups; and one that is unknown as long as what the component depends on is.
    ignores: [
      "**/*.test.ts",
      "components/common/known-lookups.ts",
      "components/model-endpoint/preflight/preflight.ts",
    ],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...restricted,
        unguarded,
        {
          selector: `:not(CallExpression[callee.name='whileEngineRuns']) > ${lookup}`,
          message: "Look up by `lookUp`, which reports a failure once, or handle it, with `whileEngineRuns`.",
        },
      ],
    },
  },
  {
    files: ["**/*.ts", "**/*.mjs", "**/*.cjs"],
    ignores: ["**/*.test.ts", "tests/**"],
    rules: { "max-lines": ["error", 300] },
  },
  {
    // What people run speaks on the console, and tests say there why they are skipped.
    files: ["scripts/**", "tools/**", "cli/**", "functions/**", "examples/**", "tests/**", "**/*.test.ts"],
    rules: { "no-console": "off" },
  },
  {
    // Node.js's runner waits for its tests itself.
    files: ["examples/unit-tests/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: ["describe", "it"], package: "node:test" }] },
      ],
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: { process: "readonly", console: "readonly" } } },
  {
    // What `node -r` loads.
    files: ["**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: { require: "readonly", process: "readonly", __dirname: "readonly" },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
