/** A build whose core traps on request: what would happen if the core had a bug. */
import binaryen from "binaryen";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadCore, wasm } from "./core.ts";
import { folder, program } from "./daemon.ts";

export const trapInPlan = 0x1e;
export const trapInComplete = 0x1f;
/** First byte of a SERVICE ACTION RESERVATION KEY: the emulated unit traps when all is done. */
export const trapInEmulate = 0xee;

/** The helper of a build that traps at the service actions and the key above. */
export function trappingHelper(): string {
  const path = folder();
  mkdirSync(join(path, "native"));
  copyFileSync(program, join(path, "holdfast-pr-helper.mjs"));
  copyFileSync(join(program, "../native/holdfast.node"), join(path, "native/holdfast.node"));
  const module = binaryen.readBinary(wasm);
  const { i32 } = binaryen;
  const request = loadCore().address("request");
  const wrap = (name: string, arity: number, serviceAction: number) => {
    const original = binaryen.getExportInfo(module.getExport(name)).value;
    const args = Array.from({ length: arity }, (_, i) => module.local.get(i, i32));
    const trap = module.i32.eq(module.i32.load8_u(1, 1, module.i32.const(request)), module.i32.const(serviceAction));
    const body = module.block(null, [module.if(trap, module.unreachable()), module.call(original, args, i32)], i32);
    module.addFunction(`trapping_${name}`, binaryen.createType(args.map(() => i32)), i32, [], body);
    module.removeExport(name);
    module.addFunctionExport(`trapping_${name}`, name);
  };
  wrap("hf_helper_plan", 4, trapInPlan);
  wrap("hf_helper_complete", 0, trapInComplete);
  const [result, keyAt] = [3, request + 24];
  const emulate = binaryen.getExportInfo(module.getExport("hf_helper_emulate")).value;
  const done = module.call(
    emulate,
    [0, 1, 2].map((i) => module.local.get(i, i32)),
    i32,
  );
  const trap = module.i32.eq(module.i32.load8_u(0, 1, module.i32.const(keyAt)), module.i32.const(trapInEmulate));
  const steps = [module.local.set(result, done), module.if(trap, module.unreachable()), module.local.get(result, i32)];
  module.addFunction(
    "trapping_emulate",
    binaryen.createType([i32, i32, i32]),
    i32,
    [i32],
    module.block(null, steps, i32),
  );
  module.removeExport("hf_helper_emulate");
  module.addFunctionExport("trapping_emulate", "hf_helper_emulate");
  writeFileSync(join(path, "holdfast.wasm"), module.emitBinary());
  return join(path, "holdfast-pr-helper.mjs");
}
