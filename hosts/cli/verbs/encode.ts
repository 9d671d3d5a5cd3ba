import type { Verb } from "../frame.ts";
export const encode: Verb = { name: "encode", summary: "", declare() {}, run: () => 0 };
