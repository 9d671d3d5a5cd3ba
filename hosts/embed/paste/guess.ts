/** What bare bytes may be: what explain says of them, structure by structure. */
import abi from "../abi.json" with { type: "json" };
import { explain, type FieldNode } from "../codec.ts";
import type { Core, StructureName } from "../core.ts";
import { flawsIn, isWhole } from "./flaws.ts";
import { guessCdb } from "./guess-cdb.ts";
import { type DataCandidate, dataCandidates, likelyState } from "./guess-data.ts";

export interface Guess {
  readonly structure: "cdb" | StructureName;
  readonly why: string;
  /** Nothing is wrong with the bytes as this structure. */
  readonly exact: boolean;
  /** So it is, or it tells itself whatever is wrong: sense data, INQUIRY data. */
  readonly sure: boolean;
}

export interface GuessOptions {
  /** PERIPHERAL DEVICE TYPE of whom CDBs are for; 0, a direct access block device, when absent. */
  readonly deviceType?: number;
}

interface Candidate extends Partial<DataCandidate> {
  readonly structure: string;
  readonly what: string;
  /** A field that has a value other than 0, with a name. */
  readonly telling?: string;
  /** Only zeros, for which others do not stand. */
  readonly zeros?: true;
}

const responseCode = "RESPONSE CODE";

/** What people paste, the more telling first: where explain finds nothing wrong with two of them, the order decides. Names that this core has not are passed over. */
const candidates: readonly Candidate[] = [
  { structure: "fixed_sense_ata", what: "sense data of an ATA device in fixed format", telling: "ADDITIONAL SENSE" },
  { structure: "fixed_sense", what: "sense data in fixed format", telling: responseCode },
  { structure: "descriptor_sense", what: "sense data in descriptor format", telling: responseCode },
  { structure: "qemu_pr_state", what: "the migration state of a reservation in QEMU", likely: likelyState },
  { structure: "report_capabilities_data", what: "REPORT CAPABILITIES data" },
  ...dataCandidates.map((candidate) => ({ strict: true, ...candidate })),
  { structure: "read_full_status_data", what: "READ FULL STATUS data", least: 32 }, // as keys, nothing is wrong with it either
  { structure: "read_reservation_data", what: "READ RESERVATION data" },
  { structure: "read_keys_data", what: "READ KEYS data" },
  { structure: "read_full_status_data", what: "READ FULL STATUS data" },
  { structure: "transport_id", what: "a TransportID", telling: "PROTOCOL IDENTIFIER" },
  { structure: "pr_out_list", what: "a PERSISTENT RESERVE OUT parameter list" },
  { structure: "pr_out_spec_i_pt_list", what: "a parameter list with TransportIDs" },
  { structure: "pr_out_move_list", what: "a REGISTER AND MOVE parameter list" },
  { structure: "transport_id", what: "a TransportID" },
  { structure: "helper_reply", what: "a reply of the helper protocol" },
  { structure: "helper_greeting", what: "a greeting of the helper protocol", zeros: true, strict: true },
  { structure: "unit_state", what: "the saved state of an emulated logical unit" },
];

const exists = (name: string): name is StructureName => Object.hasOwn(abi.structures, name);

/** Longest bytes that are looked at. */
const longest = abi.buffers.input.size;

/**
 * Structures that the bytes may be, best first: those with which nothing is wrong, else those with the least wrong. Empty for none, and
 * for zeros, which are in order as nearly anything: they are TEST UNIT READY or a greeting by their length.
 */
export function guessStructure(core: Core, bytes: Uint8Array, { deviceType = 0 }: GuessOptions = {}): readonly Guess[] {
  if (bytes.length === 0 || bytes.length > longest) return [];
  const cdb = guessCdb(core, bytes, deviceType);
  const zeros = bytes.every((byte) => byte === 0);
  const tried = [
    ...(cdb && !(zeros && cdb.flaws > 0) ? [tryOf("cdb", cdb.what, cdb.flaws, bytes)] : []),
    ...candidates
      .filter((candidate) => zeros === (candidate.zeros ?? false))
      .flatMap((one) => tryCandidate(core, one, bytes)),
  ];
  const least = Math.min(...tried.map(({ rank }) => rank));
  const best = tried.filter(({ rank }) => rank === least).map(({ guess }) => guess);
  return best.filter(({ structure }, i) => best.findIndex((first) => first.structure === structure) === i);
}

interface Tried {
  readonly guess: Guess;
  /** Fields that are not as they ought to be: the fewer the better. */
  readonly rank: number;
}

function tryCandidate(
  core: Core,
  { structure, what, telling, strict, likely, least = 0 }: Candidate,
  bytes: Uint8Array,
): readonly Tried[] {
  if (!exists(structure) || bytes.length < least) return [];
  const nodes = explain(core, structure, bytes);
  if (telling && !nodes.some(({ name, value, meaning }) => name === telling && value > 0n && meaning)) return [];
  if (likely && !likely(nodes, bytes)) return [];
  const flaws = flawsIn(nodes, bytes);
  if (flaws === undefined || (strict && flaws > 0)) return [];
  return [tryOf(structure, what, flaws, bytes, telling === responseCode && isSense(nodes, bytes) ? 0 : flaws)];
}

/**
 * Sense data that tells an assigned code, whatever is in reserved fields, is as good as any structure with which nothing is wrong: these would
 * have a PRGENERATION of 70000000h and more, or a key that looks like sense data.
 */
const isSense = (nodes: readonly FieldNode[], bytes: Uint8Array): boolean =>
  isWhole(nodes, bytes) &&
  nodes.some(({ name, value, meaning }) => name === "ADDITIONAL SENSE" && value > 0n && meaning !== "");

const tells = /^(?:(?:fixed|descriptor)_sense|inquiry_data)/;

const tryOf = (
  structure: Guess["structure"],
  what: string,
  flaws: number,
  { length }: Uint8Array,
  rank = flaws,
): Tried => ({
  guess: { structure, why: whyOf(what, flaws, length), exact: flaws === 0, sure: flaws === 0 || tells.test(structure) },
  rank,
});

function whyOf(what: string, flaws: number, length: number): string {
  const bytes = length === 1 ? "one byte" : `${length} bytes`;
  if (flaws === 0) return `${bytes} that ${length === 1 ? "is" : "are"} ${what} from the first bit to the last`;
  return `${bytes} that would be ${what}, with ${flaws} of its fields not as ${flaws === 1 ? "it ought" : "they ought"} to be`;
}
