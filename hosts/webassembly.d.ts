/**
 * The JavaScript interface of WebAssembly, as far as hosts and tests use it. TypeScript has it in lib.dom alone, and with that lib a
 * forgotten import of `close`, `open` or `name` compiles everywhere.
 */
declare namespace WebAssembly {
  type Kind = "function" | "global" | "memory" | "table" | "tag";
  interface ModuleExportDescriptor {
    readonly name: string;
    readonly kind: Kind;
  }
  interface ModuleImportDescriptor extends ModuleExportDescriptor {
    readonly module: string;
  }

  class Module {
    constructor(bytes: BufferSource);
    static exports(module: Module): ModuleExportDescriptor[];
    static imports(module: Module): ModuleImportDescriptor[];
  }

  class Instance {
    constructor(module: Module, imports?: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }

  class Memory {
    constructor(descriptor: { initial: number; maximum?: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }

  class Global {
    readonly value: unknown;
  }

  class RuntimeError extends Error {}
  class CompileError extends Error {}
  class LinkError extends Error {}

  function validate(bytes: BufferSource): boolean;
}

type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
