/** Replays what LIO answered on a unit and compares; every difference needs an entry, and every entry a difference. */
import { hex, unhex } from "./core.ts";

/** A line of lio-6.1.jsonl. */
export interface Exchange {
  readonly nexus: string;
  readonly cdb: string;
  readonly data_out: string;
  readonly status: number;
  readonly data_in: string;
  readonly sense: string;
}

/** LIO's PRGENERATION and the unit's go apart by `add` at this line. */
export interface Drift {
  readonly line: number;
  readonly add: number;
  readonly spec: string;
  readonly why: string;
}

export interface Deviation {
  readonly lines: readonly number[];
  /** The item of the fact sheet. */
  readonly spec: string;
  readonly why: string;
  /** Both outcomes, as outcome() writes them. */
  readonly lio: string;
  readonly unit: string;
  /** LIO did not do what the unit did: the unit is put back to its state before the line. */
  readonly undo?: boolean;
}

export interface Deviations {
  readonly generation: readonly Drift[];
  readonly deviations: readonly Deviation[];
}

export interface ReplayedAnswer {
  readonly status: number;
  readonly sense: Uint8Array;
  readonly data: Uint8Array;
}

export interface ReplayedUnit {
  execute(nexus: string, cdb: Uint8Array, dataOut: Uint8Array): ReplayedAnswer;
  save(): Uint8Array;
  load(state: Uint8Array): void;
}

export interface Report {
  readonly problems: readonly string[];
  /** PERSISTENT RESERVE lines, those of them that are equal without an entry, and lines that were undone. */
  readonly reserve: number;
  readonly equal: number;
  readonly undone: number;
}

const checkCondition = 2;
const reservationConflict = 0x18;
const unitAttention = "6/";

/** "good" and the data in hex; "conflict"; SENSE KEY/ASC/ASCQ. LIO pads its sense data to 96 bytes: only these three are compared. */
function outcome({ status, sense, data }: ReplayedAnswer): string {
  if (status === reservationConflict) return "conflict";
  if (status === checkCondition)
    return `${(sense[2]! & 0x0f).toString(16)}/${hex(sense.subarray(12, 13))}/${hex(sense.subarray(13, 14))}`;
  return status === 0 ? `good ${hex(data)}`.trim() : `status ${status}`;
}

/**
 * Of a command that has nothing to do with reservations only this is told: a unit attention, a conflict, or that it was
 * processed. What LIO processed and then refused because of the medium or a field (ILLEGAL REQUEST for a VPD page, an LBA
 * out of range, a command it does not know) is processed: the unit has no medium, it answers GOOD.
 */
function outcomeClass(text: string): string {
  if (text === "conflict" || text.startsWith(unitAttention)) return text;
  return text.startsWith("good") || text.startsWith("5/") ? "processed" : text;
}

const isReserve = (cdb: string) => cdb.startsWith("5e") || cdb.startsWith("5f");
/** PERSISTENT RESERVE IN, but not REPORT CAPABILITIES: its data begins with PRGENERATION. */
const hasGeneration = (cdb: string) => cdb.startsWith("5e") && !cdb.startsWith("5e02");

function drifted(text: string, cdb: string, drift: number): string {
  const data = text.slice("good ".length);
  if (!hasGeneration(cdb) || !text.startsWith("good ") || data.length < 8) return text;
  const generation = (Number.parseInt(data.slice(0, 8), 16) + drift) >>> 0;
  return `good ${generation.toString(16).padStart(8, "0")}${data.slice(8)}`;
}

export function replay(unit: ReplayedUnit, exchanges: readonly Exchange[], accepted: Deviations): Report {
  const problems: string[] = [];
  const used = new Set<Deviation>();
  const seenDrifts = new Set<Drift>();
  let [reserve, equal, undone] = [0, 0, 0];
  exchanges.forEach((exchange, index) => {
    const line = index + 1;
    const { cdb, nexus } = exchange;
    const drifts = accepted.generation.filter((drift) => drift.line <= line);
    const entries = accepted.deviations.filter(({ lines }) => lines.includes(line));
    const before = entries.some(({ undo }) => undo) ? unit.save() : undefined;
    const answer = outcome(unit.execute(nexus, unhex(cdb), unhex(exchange.data_out)));
    const lioAnswer = outcome({ ...exchange, sense: unhex(exchange.sense), data: unhex(exchange.data_in) });
    const lio = drifted(
      lioAnswer,
      cdb,
      drifts.reduce((sum, { add }) => sum + add, 0),
    );
    const [is, was] = isReserve(cdb) ? [answer, lio] : [outcomeClass(answer), outcomeClass(lio)];
    const raw = isReserve(cdb) ? lioAnswer : outcomeClass(lioAnswer);
    const told = `line ${line} (${nexus} ${cdb}): LIO ${was}, the unit ${is}`;
    if (isReserve(cdb)) reserve++;
    if (is === was && isReserve(cdb) && entries.length === 0) equal++;
    if (is === was && hasGeneration(cdb) && drifts.length > 0) seenDrifts.add(drifts.at(-1)!);
    if (is !== was && entries.length === 0) problems.push(`${told}; there is no entry`);
    if (entries.length > 1) problems.push(`line ${line} has ${entries.length} entries`);
    for (const entry of entries) {
      used.add(entry);
      if (is === was) problems.push(`${told}; the entry is not needed`);
      else if (entry.lio !== raw || entry.unit !== is)
        problems.push(`${told}; the entry says ${entry.lio} and ${entry.unit}`);
    }
    if (!before) return;
    undone++;
    if (hex(before) === hex(unit.save())) problems.push(`line ${line} changed nothing: there is nothing to undo`);
    unit.load(before);
  });
  for (const entry of accepted.deviations)
    for (const line of entry.lines)
      if (!used.has(entry) || line > exchanges.length) problems.push(`nothing uses the entry of line ${line}`);
  for (const drift of accepted.generation)
    if (!seenDrifts.has(drift)) problems.push(`no line shows the generation's drift at line ${drift.line}`);
  return { problems, reserve, equal, undone };
}
