import type { Verb } from "../frame.ts";
export const fields: Verb = { name: "fields", summary: "", declare() {}, run: () => 0 };
