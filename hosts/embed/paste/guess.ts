/** What bare bytes may be: what explain says of them, structure by structure. */
import abi from "../abi.json" with { type: "json" };
import { explain } from "../codec.ts";
import type { Core, StructureName } from "../core.ts";

export interface Guess {
  readonly structure: "cdb" | StructureName;
  readonly why: string;
  /** Nothing is wrong with the bytes as this structure. */
  readonly exact: boolean;
}

/** What people paste, the more telling first: where explain finds nothing wrong with two of them, the order decides. Names that this core has not are passed over. */
const candidates: readonly (readonly [structure: string, shown: "cdb" | "itself", what: string])[] = [
  ["pr_in_cdb", "cdb", "a PERSISTENT RESERVE IN CDB"],
  ["pr_out_cdb", "cdb", "a PERSISTENT RESERVE OUT CDB"],
  ["request_sense_cdb", "cdb", "a REQUEST SENSE CDB"],
  ["fixed_sense", "itself", "sense data in fixed format"],
  ["descriptor_sense", "itself", "sense data in descriptor format"],
  ["report_capabilities_data", "itself", "REPORT CAPABILITIES data"],
  ["read_reservation_data", "itself", "READ RESERVATION data"],
  ["read_keys_data", "itself", "READ KEYS data"],
  ["read_full_status_data", "itself", "READ FULL STATUS data"],
  ["pr_out_list", "itself", "a PERSISTENT RESERVE OUT parameter list"],
  ["pr_out_spec_i_pt_list", "itself", "a parameter list with TransportIDs"],
  ["pr_out_move_list", "itself", "a REGISTER AND MOVE parameter list"],
  ["transport_id", "itself", "a TransportID"],
  ["helper_reply", "itself", "a reply of the helper protocol"],
  ["helper_greeting", "itself", "a greeting of the helper protocol"],
  ["unit_state", "itself", "the saved state of an emulated logical unit"],
];

const flag = abi.enumerations.node_flag;
const wrong = flag.truncated | flag.unexpected | flag.reserved_set | flag.trailing;

const exists = (name: string): name is StructureName => Object.hasOwn(abi.structures, name);

/** Longest bytes that are looked at. */
const longest = abi.buffers.input.size;

/** Structures that the bytes may be, best first: those with which nothing is wrong, else those with the least wrong. Empty for none. */
export function guessStructure(core: Core, bytes: Uint8Array): readonly Guess[] {
  if (bytes.length === 0 || bytes.length > longest) return [];
  const tried = candidates.flatMap(([structure, shown, what], order) => {
    if (!exists(structure)) return [];
    const flaws = flawsOf(core, structure, bytes);
    if (flaws === undefined) return [];
    const why = whyOf(what, flaws, bytes.length);
    const guess: Guess = { structure: shown === "cdb" ? "cdb" : structure, why, exact: flaws === 0 };
    return [{ guess, flaws, order }];
  });
  const least = Math.min(...tried.map(({ flaws }) => flaws));
  const best = tried.filter(({ flaws }) => flaws === least);
  return best.sort((one, other) => one.order - other.order).map(({ guess }) => guess);
}

const whyOf = (what: string, flaws: number, length: number): string =>
  flaws === 0
    ? `${length} bytes that are ${what} from the first bit to the last`
    : `${length} bytes that would be ${what} with ${flaws} fields that are not as they ought to be`;

/** Fields of which something is wrong; undefined where the first byte is another structure's, or less than half of the bytes are of it. */
function flawsOf(core: Core, structure: StructureName, bytes: Uint8Array): number | undefined {
  const nodes = explain(core, structure, bytes);
  const bad = nodes.filter(({ flags }) => flags & wrong);
  if (bad.some(({ bit, flags }) => bit < 8 && flags & flag.unexpected)) return undefined;
  const behind = nodes.find(({ flags }) => flags & flag.trailing);
  if (behind && behind.bits > bytes.length * 4) return undefined;
  return bad.length;
}
