/** libata's lines of the kernel's log. They are of the disk behind a SCSI command, and have the registers of ATA; the packet of an optical drive is a CDB. */
import { digit, findPairs, isBlank } from "./hex.ts";
import { found, type Reader } from "./reader.ts";
import type { Found } from "./types.ts";

const why = "lines of the Linux kernel about an ATA command";

/** `60/08:00:98:b2:78/00:00:13:00:00/40` at `at`: 12 bytes with / and : between them. */
function registersAt(line: string, at: number, note: string, offset: number): Found | undefined {
  const bytes = new Uint8Array(12);
  let next = at;
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] = [digit(line, next), digit(line, next + 1)];
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
    next += 2;
    if (i === bytes.length - 1) break;
    if (line[next] !== "/" && line[next] !== ":") return undefined;
    next++;
  }
  return { kind: "registers", bytes, from: offset + at, to: offset + next, note };
}

/** `ata3.00`, by which the lines of one command are known. */
function portOf(line: string): string {
  const at = line.search(/\bata\d{1,4}(?:\.\d{2})?: /);
  return at < 0 ? "" : line.slice(at, line.indexOf(":", at));
}

const command: Reader = (_core, lines, marker) => {
  const key = portOf(lines.line);
  const at = lines.line.indexOf(marker) + marker.length;
  const note =
    "registers of an ATA command (command, FEATURES, COUNT, LBA), no CDB: the lines of the SCSI command have that";
  const registers = registersAt(lines.line, at, note, lines.at);
  if (!registers) return undefined;
  const next = lines.peek();
  const packet = next && next.line.length < 300 ? findPairs(next.line, cdbStart(next.line), 6) : undefined;
  const list = packet
    ? [registers, found("cdb", packet, next!.at, "the packet of the ATA command PACKET")]
    : [registers];
  if (packet) lines.advance();
  const slot = "ata command";
  return { source: "linux-kernel", why, key, slot, starts: true, found: list };
};

/** Where a packet may begin: behind a time and a name. */
const cdbStart = (line: string): number => Math.max(line.lastIndexOf("]"), line.lastIndexOf(": "), 0);

const answer: Reader = (_core, lines, marker) => {
  let at = lines.line.indexOf(marker) + marker.length;
  while (isBlank(lines.line, at)) at++;
  const note = "registers of an ATA command as the disk left them (STATUS, ERROR, COUNT, LBA)";
  const registers = registersAt(lines.line, at, note, lines.at);
  return registers && { source: "linux-kernel", why, key: portOf(lines.line), slot: "ata result", found: [registers] };
};

export const ataReaders: readonly (readonly [marker: string, reader: Reader])[] = [
  [": cmd ", command],
  ["res ", answer],
];
