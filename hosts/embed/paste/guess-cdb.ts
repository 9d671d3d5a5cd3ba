/** Whether bare bytes are a CDB. */
import { explain } from "../codec.ts";
import type { Core } from "../core.ts";
import { flawsIn } from "./flaws.ts";

const known = [
  ["pr_in_cdb", "a PERSISTENT RESERVE IN CDB"],
  ["pr_out_cdb", "a PERSISTENT RESERVE OUT CDB"],
  ["request_sense_cdb", "a REQUEST SENSE CDB"],
] as const;

/** Bytes that CDBs have. */
const lengths = [6, 10, 12, 16, 32];

/** The command, and how many of its fields are not as they ought to be; undefined for bytes that are no CDB. */
export function guessCdb(core: Core, bytes: Uint8Array): { readonly what: string; readonly flaws: number } | undefined {
  for (const [structure, what] of known) {
    const flaws = flawsIn(explain(core, structure, bytes), bytes.length);
    if (flaws !== undefined) return { what, flaws };
  }
  return lengths.includes(bytes.length) ? { what: "the CDB of some command", flaws: 1 } : undefined;
}
