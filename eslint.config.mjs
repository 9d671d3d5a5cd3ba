/** For hosts/, test/ and the description in assembly/spec/. Not for AssemblyScript: its decorators on functions are no TypeScript. */
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** All that hosts/embed may take for granted: what every JavaScript has that runs WebAssembly. */
const anyJavaScript = ["WebAssembly", "TextEncoder", "TextDecoder", "BufferSource"];

export default defineConfig(
  globalIgnores(["build/", "assembly/*", "!assembly/spec/", "test/core/**/*.ts"]),
  tseslint.configs.strict,
  {
    rules: {
      eqeqeq: "error",
      "no-console": "off",
      "@typescript-eslint/no-non-null-assertion": "off", // noUncheckedIndexedAccess asks for it where an index is known
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ["test/**/*.ts"], // tests read JSON that programs print
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  { files: ["**/*.d.ts"], rules: { "@typescript-eslint/no-extraneous-class": "off" } }, // describes what others made
  {
    files: ["hosts/embed/**/*.ts"],
    languageOptions: { globals: Object.fromEntries(anyJavaScript.map((name) => [name, "readonly"])) },
    rules: { "no-undef": "error" },
  },
);
