/** The SCSI in pasted text: logs of kernels, hypervisors and tools, and bytes in any spelling. */
import type { Core } from "../core.ts";
import { findBare } from "./bare.ts";
import { findEvents } from "./events.ts";
import { joinFindings } from "./join.ts";
import { plainText } from "./lines.ts";
import type { Paste } from "./types.ts";

export { findEvents } from "./events.ts";
export { guessStructure } from "./guess.ts";
export { beginsCommand } from "./guess-cdb.ts";
export type { Guess, GuessOptions } from "./guess.ts";
export type { Finding, FindingKind, Paste, PasteSource, SenseTriple } from "./types.ts";

/** What of SCSI is in a text; in a log, of all its events. Never throws; time is in proportion to the text. */
export function findScsi(core: Core, text: string): Paste {
  const events = [...findEvents(core, text)];
  const [first] = events;
  if (first) return { ...first, findings: events.flatMap(({ findings }) => findings) };
  const { found, ...bare } = findBare(core, plainText(text));
  return { ...bare, findings: found.flatMap((one) => joinFindings(text, [one])) };
}
