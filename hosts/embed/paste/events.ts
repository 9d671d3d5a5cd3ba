/** Events of a log: the lines that belong to one command. */
import type { Core } from "../core.ts";
import { aixReaders } from "./aix.ts";
import { ataReaders } from "./ata.ts";
import { driverReaders } from "./drivers.ts";
import { freebsdReaders } from "./freebsd.ts";
import { generalReaders, lastReaders } from "./general.ts";
import { holdfastReaders } from "./holdfast.ts";
import { Lines, plainText } from "./lines.ts";
import { formerLinuxReaders } from "./linux-former.ts";
import { linuxReaders } from "./linux.ts";
import { ltfsReaders } from "./ltfs.ts";
import { netappReaders } from "./netapp.ts";
import { noticeReaders } from "./notices.ts";
import { qemuReaders } from "./qemu.ts";
import { joinFindings } from "./join.ts";
import type { Reader } from "./reader.ts";
import { smartctlReaders, toolReaders } from "./tools.ts";
import { traceReaders } from "./trace.ts";
import type { Found, Paste, Piece } from "./types.ts";
import { vmwareReaders } from "./vmware.ts";

/** The first marker that a line has tells who reads it. */
const readers: readonly (readonly [marker: string, reader: Reader])[] = [
  ...traceReaders,
  ...vmwareReaders,
  ...qemuReaders,
  ...holdfastReaders,
  ...driverReaders,
  ...freebsdReaders,
  ...smartctlReaders,
  ...netappReaders,
  ...generalReaders,
  ...noticeReaders,
  ...formerLinuxReaders,
  ...linuxReaders,
  ...ataReaders,
  ...toolReaders,
  ...ltfsReaders,
  ...lastReaders,
  ...aixReaders,
];

/** Whether a line has a marker at all: most have none, and one look is cheaper than one for each. */
const anyMarker = new RegExp(readers.map(([marker]) => marker.replace(/[^\w ]/g, "\\$&")).join("|"));

/** Lines between two lines of one event, at most. */
const apart = 64;

/** The most events that wait for further lines of theirs. */
const mostOpen = 256;

interface Event {
  readonly source: Paste["source"];
  readonly why: string;
  readonly found: Found[];
  readonly slots: Set<string>;
  last: number;
}

/** Every SCSI event of a log, in the order of their first lines. Never throws; time is in proportion to the text. */
export function* findEvents(core: Core, text: string): Generator<Paste, void, undefined> {
  for (const event of groupedEvents(core, plainText(text))) yield toPaste(text, event);
}

function toPaste(text: string, { source, why, found }: Event): Paste {
  return { source, why, findings: joinFindings(text, found), refusal: "" };
}

/** Events in the order of their first lines; one is given out when no line can join it any more. */
function* groupedEvents(core: Core, text: string): Generator<Event, void, undefined> {
  const lines = new Lines(text);
  const waiting: Event[] = [];
  const open = new Map<string, Event>();
  let latest: Event | undefined;
  while (lines.advance()) {
    const piece = read(core, lines);
    if (!piece) continue;
    const event = joined(piece, open, latest, lines.number) ?? begun(piece, waiting);
    event.found.push(...piece.found);
    event.slots.add(piece.slot);
    event.last = lines.number;
    latest = event;
    if (piece.key !== "") open.set(piece.key, event);
    if (waiting.length < mostOpen) continue;
    yield* waiting.splice(0, mostOpen / 2);
    forget(open, waiting);
  }
  yield* waiting;
}

function read(core: Core, lines: Lines): Piece | undefined {
  const { line } = lines;
  if (!anyMarker.test(line)) return undefined;
  for (const [marker, reader] of readers) {
    if (!line.includes(marker)) continue;
    const piece = reader(core, lines, marker);
    if (piece) return piece;
  }
  return undefined;
}

function begun({ source, why }: Piece, waiting: Event[]): Event {
  const event: Event = { source, why, found: [], slots: new Set(), last: 0 };
  waiting.push(event);
  return event;
}

/** The event that a line goes on with: of the same command, near, and without what the line has. */
function joined(piece: Piece, open: Map<string, Event>, latest: Event | undefined, line: number): Event | undefined {
  const near = piece.key === "" ? [latest] : [open.get(piece.key), open.get(deviceOf(piece.key))];
  return near.find((event) => event && fits(piece, event, line));
}

/** A line that begins an event still joins a status that came before it. */
function fits(piece: Piece, event: Event, line: number): boolean {
  const distance = line - event.last;
  if (event.slots.has(piece.slot) || distance > (event.source === piece.source ? apart : strangersApart(piece)))
    return false;
  return !piece.starts || (event.slots.size === 1 && event.slots.has("status"));
}

/** Words of any program go on with the line before them, whosever that is. */
const strangersApart = ({ source }: Piece): number => (source === "log" ? 1 : -1);

/** A line without a tag is about the device: the next line of the device may be of the same command. */
const deviceOf = (key: string): string => {
  const tag = key.indexOf(" #");
  return tag < 0 ? key : key.slice(0, tag);
};

/** No line joins what has been given out. */
function forget(open: Map<string, Event>, waiting: readonly Event[]): void {
  const kept = new Set(waiting);
  for (const [key, event] of open) if (!kept.has(event)) open.delete(key);
}
